"""Bad rulebooks that are better written by a program than kept: bytes that tools mend, sizes, links.

Each function writes one into a folder, and gives the path to check as an author would name it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["GENERATED"]

HEAD = """language: 1
name: bad
version: "1"
advice: [{advice: rest, text: Take a day off}]
sources: [{source: s1, kind: practice, text: Rest helps}]
rules:
"""
RULE = """  - rule: rest
    when: always
    then: {advise: [rest]}
    because: You need it.
    source: s1
"""


def _file(data: bytes | str) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / "rules.yaml").write_bytes(data.encode() if isinstance(data, str) else data)
        return "rules.yaml"

    return write


def _when(condition: str) -> Callable[[Path], str]:
    return _file(HEAD + RULE.replace("always", condition))


def _folder(folder: Path) -> str:
    """Write a good rulebook as a folder."""
    (folder / "rules" / "advise").mkdir(parents=True)
    (folder / "rules" / "rulebook.yaml").write_text('language: 1\nname: bad\nversion: "1"\n', encoding="utf-8")
    (folder / "rules" / "advice.yaml").write_text("- {advice: rest, text: Take a day off}\n", encoding="utf-8")
    (folder / "rules" / "sources.yaml").write_text(
        "- {source: s1, kind: practice, text: Rest helps}\n", encoding="utf-8"
    )
    (folder / "rules" / "advise" / "rest.yaml").write_text(
        "".join(f"{line[2:]}\n" for line in RULE.splitlines()), encoding="utf-8"
    )
    return "rules"


def _not_there(_folder: Path) -> str:
    return "rules"


def _nul_in_the_name(_folder: Path) -> str:
    return "ru\0les\n.yaml"


def _link_to_itself(folder: Path) -> str:
    (folder / "rules.yaml").symlink_to("rules.yaml")
    return "rules.yaml"


def _links(folder: Path) -> str:
    """Write a folder with links that lead nowhere, to themselves, and back up."""
    _folder(folder)
    (folder / "rules" / "advise" / "nowhere.yaml").symlink_to("missing.yaml")
    (folder / "rules" / "advise" / "round.yaml").symlink_to("round.yaml")
    (folder / "rules" / "advise" / "up").symlink_to("..", target_is_directory=True)
    return "rules"


def _folder_named_like_a_file(folder: Path) -> str:
    _folder(folder)
    (folder / "rules" / "cues.yaml").mkdir()
    (folder / "rules" / "cues.yaml" / "cues.yaml").write_text("", encoding="utf-8")
    return "rules"


def _control_characters_in_a_name(folder: Path) -> str:
    _folder(folder)
    (folder / "rules" / "\x1b[31mred.yaml").write_text("", encoding="utf-8")
    return "rules"


def _many_files(folder: Path) -> str:
    _folder(folder)
    for number in range(1001):
        (folder / "rules" / "advise" / f"{number}.yaml").touch()
    return "rules"


def _long_chain(folder: Path) -> str:
    """Write a hundred rulebooks, each building on the next."""
    for number in range(100):
        rule = RULE.replace("rule: rest", f"rule: rest-{number}")
        text = f'language: 1\nname: bad\nversion: "1"\nextends: ./{number + 1}.yaml\nrules:\n{rule}'
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
    (folder / "100.yaml").write_text(HEAD + RULE, encoding="utf-8")
    return "0.yaml"


def _long_chain_of_findings(folder: Path) -> str:
    """Write rules of which each uses the finding of the one whose name comes after its own."""
    rules = [
        f"  - {{rule: r{i:04}, when: f{i + 1:04}, then: {{derive: f{i:04}}}, because: It follows., source: s1}}\n"
        for i in range(2000)
    ]
    rules.append("  - {rule: r2000, when: soreness > 5, then: {derive: f2000}, because: It follows., source: s1}\n")
    return _file(HEAD + "".join(rules))(folder)


def _many_rules(folder: Path) -> str:
    sites = "[knee, shin, achilles, calf, hamstring, quadriceps, hip, groin, it_band, low_back, ankle, foot]"
    rule = "  - {{rule: r{0}, for: {{a: {1}, b: {1}}}, when: pain.$a > pain.$b, then: {{advise: [rest]}}, "
    rule += "because: $a and $b., source: s1}}\n"
    return _file(HEAD + "".join(rule.format(number, sites) for number in range(1000)))(folder)


GENERATED: Mapping[str, Callable[[Path], str]] = MappingProxyType(
    {
        "not-there": _not_there,
        "nul-in-the-name": _nul_in_the_name,
        "link-to-itself": _link_to_itself,
        "links": _links,
        "folder-named-like-a-file": _folder_named_like_a_file,
        "control-characters-in-a-name": _control_characters_in_a_name,
        "many-files": _many_files,
        "long-chain": _long_chain,
        "long-chain-of-findings": _long_chain_of_findings,
        "many-rules": _many_rules,
        "tab": _file(HEAD + RULE.replace("    when", "\twhen")),
        "tab-after-a-dash": _file(HEAD + RULE.replace("  - rule", "  -\trule")),
        "crlf": _file((HEAD + RULE.replace("always", "agee > 3")).replace("\n", "\r\n")),
        "byte-order-mark": _file(b"\xef\xbb\xbf" + b"langauge: 1\n" + HEAD.encode().split(b"\n", 1)[1] + RULE.encode()),
        "latin-1": _file((HEAD + RULE.replace("You", "Ménage: you")).encode("latin-1")),
        "utf-16": _file((HEAD + RULE).encode("utf-16")),
        "cut-character": _file((HEAD + RULE).encode() + b"# \xe2\x82"),
        "nul-byte": _file(HEAD + RULE.replace("You", "Y\0u")),
        "escape-byte": _file(HEAD + RULE.replace("You", "Y\x1b[31mu")),
        "binary": _file(bytes(range(256)) * 100),
        "brackets": _file("[" * 900),
        "braces": _file("{a: " * 200_000),
        "dashes": _file("- " * 200_000),
        "brackets-in-a-rule": _file(HEAD + RULE.replace("[rest]", "[" * 900)),
        "line-of-10-mb": _file("name: " + "a" * 10_000_000),
        "line-of-4-mb": _file(HEAD + RULE.replace("You", "a" * 4_000_000)),
        "many-values": _file(HEAD + RULE.replace("[rest]", "[" + "rest, " * 600_000 + "]")),
        "many-mistakes": _file(HEAD + RULE.replace("[rest]", "[" + ", ".join(f"rest{i}" for i in range(20_000)) + "]")),
        "many-aliases": _file("a: &a b\nb: [" + "*a ," * 900_000 + "]"),
        "many-keys": _file(HEAD + RULE + "".join(f"    k{i}: v\n" for i in range(5_000))),
        "condition-nested-10000-deep": _when("(" * 10_000 + "imbalance" + ")" * 10_000),
        "nots-10000-deep": _when("not " * 10_000 + "imbalance"),
        "parentheses-1900-deep": _when("(" * 1900 + "imbalance" + ")" * 1900),
        "mappings-1000-deep": _file(HEAD + "".join(f"{'  ' * i}a:\n" for i in range(1, 1000))),
        "number-of-5000-digits": _file(
            HEAD
            + RULE.replace("always", "'age > " + "9" * 3900 + "'")
            + "    examples: {fires: {age: "
            + "9" * 5000
            + "}}\n"
        ),
        "decimal-of-3000-digits": _when("'sleep_hours > " + "9" * 3000 + ".5'"),
        "language-of-5000-digits": _file("language: " + "1" * 5000 + "\n"),
    }
)
