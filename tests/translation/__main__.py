"""Write the German catalogue anew: `python -m tests.translation`; what has no translation yet is printed."""

import sys

from tests.translation.catalogue import compiled, kept, missing, path, updated

if __name__ == "__main__":
    path().write_text(updated(kept(), {}), encoding="utf-8")
    catalog = kept()
    path(suffix="mo").write_bytes(compiled(catalog))
    lacking = sorted(map(str, missing(catalog)))
    print(*lacking, f"{len(catalog)} sentences, {len(lacking)} without a translation", sep="\n")  # noqa: T201 - it prints
    sys.exit(bool(lacking))
