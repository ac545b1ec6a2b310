"""How Hypothesis runs: on a desk, in CI, and when somebody wants to be sure."""

import os

from hypothesis import settings

settings.register_profile("desk", deadline=None)  # a laptop that sleeps is no bug
# Half as many, and the same every time: red means this change.
settings.register_profile("ci", max_examples=50, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "desk"))
