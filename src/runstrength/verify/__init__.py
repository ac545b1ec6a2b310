"""Proofs over every runner that a rulebook keeps its guarantees (extra `verify`: z3-solver).

    for verdict in prove(runstrength.shipped_rulebook()):
        print(verdict.name, verdict.holds)

`python -m runstrength.verify [PATH]` prints the same as a table. The solver is imported by the first proof. Not safe to
call from several threads at once: z3 keeps one context for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstrength.errors import RunstrengthError, UnknownNameError
from runstrength.profile import Profile
from runstrength.strangers import nearest, show
from runstrength.verify.verdict import Counterexample, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from runstrength.rulebook import Rulebook

__all__ = ["Counterexample", "Verdict", "prove"]


def prove(rulebook: Rulebook, guarantees: Iterable[str] | None = None, *, timeout_ms: int = 60_000) -> list[Verdict]:
    """Prove each guarantee (all, or those named) for every runner there can be, or give a runner who breaks it.

    `timeout_ms` is for each guarantee. Raises `UnknownNameError` for a guarantee that there is not, and
    `RunstrengthError` where z3 is missing or the rulebook is not about runners.
    """
    try:
        import z3  # noqa: F401, PLC0415 - optional, and slow to import
    except ImportError as error:
        raise RunstrengthError("proofs need z3-solver: pip install z3-solver") from error
    from runstrength.verify.encoding import Encoding, SymbolicRunner  # noqa: PLC0415 - needs z3
    from runstrength.verify.guarantees import guarantees_of  # noqa: PLC0415 - likewise
    from runstrength.verify.proving import decide  # noqa: PLC0415 - likewise

    known = {guarantee.name: guarantee for guarantee in guarantees_of(rulebook)}
    names = tuple(known) if guarantees is None else tuple(guarantees)
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"; did you mean {near}?" if near else ""
            raise UnknownNameError(f"there is no guarantee {show(name)}{hint}")
    if not issubclass(rulebook.vocabulary, Profile):
        name = rulebook.vocabulary.__name__
        raise RunstrengthError(
            f"the guarantees speak of runners, and the vocabulary {name} is not derived from `Profile`"
        )
    encoding = Encoding(rulebook)
    everybody = SymbolicRunner(encoding, "runner")
    return [decide(encoding, everybody, known[name], timeout_ms) for name in names]
