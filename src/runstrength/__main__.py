"""`python -m runstrength` is the command `runstrength`."""

import sys

from runstrength.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    sys.exit(main())
