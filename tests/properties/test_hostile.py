"""Whatever `recommend` is given as a profile, nothing but `ProfileError` comes out, and it names all that is wrong.

`python -m tests.properties.test_hostile` prints what was tried and what came of it.
"""

from __future__ import annotations

import decimal
import fractions
import itertools
import random
import time
from collections import Counter, OrderedDict, UserDict, deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn, cast

import attrs
import pytest

from runstrength import Profile, ProfileError, recommend
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf, Whole, fields_of, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VALUES = 5000
LONGEST_MESSAGE = 1_000_000

FIELDS = {name: kind_of(attribute) for name, attribute in fields_of(Profile).items()}
asked: list[str] = []


# --- strangers ------------------------------------------------------------------------------------------------------


class _UnshowableError(Exception):
    """An error that cannot be shown either."""

    def __str__(self) -> NoReturn:
        asked.append("__str__ of an error")
        raise self

    __repr__ = __str__


class _FarError(BaseException):
    """An error that `except Exception` does not catch."""


ERRORS: tuple[type[BaseException], ...] = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    MemoryError,
    StopIteration,
    GeneratorExit,
    UnicodeError,
    OverflowError,
    _UnshowableError,
    _FarError,
)


def _raising(name: str, error: type[BaseException], *, record: bool = False) -> Callable[..., NoReturn]:
    def method(*_: object, **__: object) -> NoReturn:
        if record:
            asked.append(name)
        raise error

    return method


def _hostile(base: type, error: type[BaseException], *methods: str) -> type:
    """Make a class that shows itself to nobody, and raises from these methods as well."""
    members = {name: _raising(name, error) for name in methods}
    members |= {name: _raising(name, error, record=True) for name in ("__repr__", "__str__", "__format__")}
    return type("Hostile", (base,), members)


EVERYTHING = (
    "__bool__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
    "__hash__",
    "__len__",
    "__iter__",
    "__contains__",
    "__getitem__",
    "__getattr__",
    "__index__",
    "__int__",
    "__float__",
    "__complex__",
    "__add__",
    "__radd__",
    "__length_hint__",
    "__reduce_ex__",
)


def _lying(error: type[BaseException]) -> object:
    """Give an object whose class cannot be asked for."""
    members = {
        "__class__": property(_raising("__class__", error)),
        "__repr__": _raising("__repr__", error, record=True),
    }
    return type("Liar", (), members)()


def _pretending(kind: type) -> object:
    """Give an object that says that it is of a class which it is not."""
    return type(
        "Pretender", (), {"__class__": property(lambda _: kind), "__repr__": _raising("__repr__", ValueError)}
    )()


def _of_a_hostile_class(error: type[BaseException]) -> object:
    methods = ("__instancecheck__", "__subclasscheck__", "__hash__", "__eq__", "__getattribute__")
    return _hostile(type, error, *methods)("\x1b[31m" * 50, (), {})()


def _counter() -> Iterator[int]:
    yield from itertools.count()


def _itself() -> list[object]:
    found: list[object] = []
    found.append(found)
    return found


def _circle() -> dict[str, object]:
    found: dict[str, object] = {}
    found["knee"] = found
    return found


@attrs.frozen
class _Point:
    knee: int = 3


class _Array:
    """Looks like an array of numpy."""

    shape = (3,)
    dtype = "int64"

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> int:
        return [1, 2, 3][index]

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - as numpy does it
        return [False] * 3

    __hash__ = None  # type: ignore[assignment] # as numpy does it

    def __bool__(self) -> NoReturn:
        raise ValueError("the truth value of an array is ambiguous")


class _Endless(list[object]):
    """A list that never ends."""

    def __iter__(self) -> Iterator[object]:
        return itertools.repeat("speed")


class _EndlessSet(AbstractSet[object]):
    """A set that never ends."""

    def __contains__(self, item: object) -> bool:
        return True

    def __iter__(self) -> Iterator[object]:
        return map(str, itertools.count())

    def __len__(self) -> int:
        return 10**9


class _Wrapped(Mapping[Any, Any]):
    """A mapping that holds these entries, and raises when asked for those of `raising`, or for all."""

    def __init__(self, held: list[tuple[object, object]], error: type[BaseException], raising: frozenset[str]) -> None:
        self.held = held
        self.error = error
        self.raising = raising

    def __iter__(self) -> Iterator[object]:
        if "__iter__" in self.raising:
            raise self.error
        return iter([key for key, _ in self.held])

    def __len__(self) -> int:
        raise self.error

    def __getitem__(self, key: object) -> object:
        if type(key) is str and key in self.raising:
            raise self.error
        return next(item for name, item in self.held if name is key)

    def __repr__(self) -> str:
        asked.append("__repr__ of a mapping")
        raise self.error

    def items(self) -> NoReturn:
        """Raise."""
        raise self.error

    keys = values = items


class _EndlessMapping(_Wrapped):
    def __iter__(self) -> Iterator[object]:
        return itertools.count()

    def __getitem__(self, key: object) -> object:
        return key


def strange_value(rng: random.Random) -> object:
    """Give a value that is right for no field."""
    error = rng.choice(ERRORS)
    makers: tuple[Callable[[], object], ...] = (
        object,
        _hostile(object, error, *EVERYTHING),
        lambda: _lying(error),
        lambda: _pretending(rng.choice([str, int, float, bool, list, dict, set, Mapping, Profile])),
        lambda: _of_a_hostile_class(error),
        lambda: _hostile(type, error),
        _counter,
        lambda: iter(["knee"]),
        lambda: (word for word in ["speed"]),
        lambda: zip(["knee"], [3], strict=True),
        lambda: float("nan"),
        lambda: rng.choice([1, -1]) * float("inf"),
        lambda: rng.choice([1, -1]) * 10 ** rng.choice([5000, 10_000]),
        lambda: 1e308,
        lambda: decimal.Decimal(rng.choice(["NaN", "sNaN", "Infinity", "1E+999999", "-1E-999999"])),
        lambda: fractions.Fraction(10**400, 3),
        lambda: complex(3, 0),
        lambda: "\ud800" + rng.choice(["", "knee", "\x00", "\x1b[31m"]),
        lambda: "x" * rng.choice([100, 1_000_000]),
        lambda: "\n\r\x1b[2J\u202e" * rng.choice([1, 1000]),
        lambda: b"knee",
        lambda: bytearray(b"knee"),
        lambda: memoryview(b"knee"),
        lambda: range(10**9),
        lambda: ...,
        lambda: NotImplemented,
        lambda: Exception,
        lambda: rng.random,
        lambda: SimpleNamespace(knee=3),
        _Point,
        _Array,
        lambda: Profile.__new__(Profile),
        lambda: Profile(discipline="marathon"),
        lambda: deque(["speed"]),
        lambda: _hostile(int, error, *EVERYTHING)(-1),
        lambda: _hostile(float, error, *EVERYTHING)("nan"),
        lambda: _hostile(str, error, *EVERYTHING)("no such word"),
        lambda: 10**9,
        lambda: "\N{PILE OF POO}",
        lambda: "",
    )
    return rng.choice(makers)()


def strange_list(rng: random.Random) -> object:
    """Give something that is no list of words as a whole, though it may be of such a type."""
    error = rng.choice(ERRORS)
    makers: tuple[Callable[[], object], ...] = (
        lambda: strange_value(rng),
        _Endless,
        _EndlessSet,
        lambda: _hostile(list, error, *EVERYTHING)(["speed"]),
        lambda: _hostile(tuple, error, *EVERYTHING)(["speed"]),
        lambda: _hostile(frozenset, error, *EVERYTHING)(["speed"]),
        lambda: ["speed"] * 100_000,
        lambda: {"speed": True},
        lambda: "speed",
        lambda: True,
        lambda: 3,
    )
    return rng.choice(makers)()


def strange_map(rng: random.Random) -> object:
    """Give something that is no map of sites as a whole."""
    error = rng.choice(ERRORS)
    makers: tuple[Callable[[], object], ...] = (
        lambda: strange_value(rng),
        lambda: _Wrapped([], error, frozenset({"__iter__"})),
        lambda: _EndlessMapping([], error, frozenset()),
        lambda: _hostile(dict, error, *EVERYTHING)(knee=3),
        lambda: [("knee", 3)],
        lambda: ["knee"],
        lambda: {"knee"},
        lambda: "knee",
        lambda: dict.fromkeys(map(str, range(2000)), 3),
    )
    return rng.choice(makers)()


# --- planting problems ----------------------------------------------------------------------------------------------

# Where a problem was planted: the path that has to be named.
Planted = set[str]
SOMEWHERE = "somewhere"  # a key that is no text has no path that is known beforehand


def _plant(rng: random.Random, field: str, planted: Planted) -> object:
    """Give a wrong value for a field, and note the paths of what is wrong with it."""
    kind = FIELDS[field]
    match kind:
        case SetOf() | Ids():
            if rng.random() < 0.4:
                planted.add(field)
                return strange_list(rng)
            words: list[object] = [rng.choice(_known(kind)) for _ in range(rng.randrange(4))]
            for _ in range(rng.randrange(1, 4)):
                words.append(rng.choice([strange_value(rng), _itself(), None]))
                planted.add(f"{field}[{len(words) - 1}]")
            return words if rng.random() < 0.5 else tuple(words)
        case MapOf():
            if rng.random() < 0.4:
                planted.add(field)
                return strange_map(rng)
            return _plant_map(rng, field, kind, planted)
        case Whole() | Number():
            planted.add(field)
            wrong = [strange_value(rng), _itself(), _circle(), {}, [], True, "3", kind.high + 1, kind.low - 1]
            return rng.choice(wrong)
        case Flag():
            planted.add(field)
            return rng.choice([strange_value(rng), _itself(), 1, 0, "true", "yes", []])
        case Choice():
            planted.add(field)
            return rng.choice([strange_value(rng), _itself(), _circle(), 3, False, [kind.values[0]]])


def _plant_map(rng: random.Random, field: str, kind: MapOf, planted: Planted) -> object:
    entries: list[tuple[object, object]] = [(key, rng.randrange(11)) for key in rng.sample(kind.keys, 3)]
    raising: set[str] = set()
    for key in rng.sample([key for key in kind.keys if key not in dict(entries)], rng.randrange(1, 4)):
        planted.add(f"{field}.{key}")
        if rng.random() < 0.3:
            raising.add(key)
        entries.append((key, rng.choice([strange_value(rng), _circle(), 11, -1, 3.5, True, "3"])))
    if rng.random() < 0.3:
        entries.append(("elbow", 3))
        planted.add(f"{field}.elbow")
    if raising or rng.random() < 0.3:
        return _Wrapped(entries, rng.choice(ERRORS), frozenset(raising))
    dresses: list[Callable[[Any], object]] = [dict, OrderedDict, UserDict, lambda x: MappingProxyType(dict(x))]
    return rng.choice(dresses)(entries)


def _known(kind: SetOf | Ids) -> tuple[str, ...]:
    return kind.values if isinstance(kind, SetOf) else ("glute-bridge", "back-squat")


def _fine(rng: random.Random, field: str) -> object:
    """Give a right value for a field, in an odd dress at times."""
    kind = FIELDS[field]
    error = rng.choice(ERRORS)
    match kind:
        case SetOf() | Ids():
            words = rng.sample(_known(kind), rng.randrange(3))
            wrappers: list[Callable[[list[str]], object]] = [
                list,
                tuple,
                set,
                frozenset,
                lambda x: dict.fromkeys(x).keys(),
            ]
            return rng.choice(wrappers)(words)
        case MapOf():
            return _Wrapped([(key, rng.randrange(11)) for key in rng.sample(kind.keys, 3)], error, frozenset())
        case Whole() | Number():
            number = rng.randint(int(kind.low), int(kind.high))
            dresses: list[Callable[[int], object]] = [
                int,
                float,
                _hostile(int, error, *EVERYTHING),
                _hostile(float, error, *EVERYTHING),
                fractions.Fraction,
            ]
            return rng.choice(dresses)(number)
        case Flag():
            return rng.choice([True, False])
        case Choice():
            return rng.choice([str, _hostile(str, error, *EVERYTHING)])(rng.choice(kind.values))


def hostile_profile(seed: int) -> tuple[object, Planted]:
    """Give what somebody might give as a profile, and the paths of all that is wrong with it."""
    rng = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    planted: Planted = set()
    if rng.random() < 0.1:
        whole = rng.choice([strange_value, strange_map])(rng)
        return (whole, {"$"}) if type(whole) is not Profile else (Profile.__new__(Profile), {"discipline"})
    fields = rng.sample(list(FIELDS), rng.randrange(1, 9))
    entries: list[tuple[object, object]] = []
    raising: set[str] = set()
    for field in dict.fromkeys(["discipline", *fields]):
        if rng.random() < 0.5:
            entries.append((field, _fine(rng, field)))
            continue
        entries.append((field, _plant(rng, field, planted)))
        if rng.random() < 0.1:
            raising.add(field)
            planted = {path for path in planted if not _is_below(path, field)} | {field}
    for _ in range(rng.choice([0, 0, 0, 1, 3])):
        entries.append((rng.choice([f"field{rng.randrange(10)}", "disciplin", "Pain"]), strange_value(rng)))
        planted.add(str(entries[-1][0]))
    if raising or rng.random() < 0.3:
        if rng.random() < 0.3:
            entries.append((strange_value(rng), 3))
            planted.add(SOMEWHERE)
        return _Wrapped(entries, rng.choice(ERRORS), frozenset(raising)), planted
    return dict(entries), planted


def _is_below(path: str, field: str) -> bool:
    return path == field or path.startswith((f"{field}.", f"{field}["))


# --- what has to come of it -----------------------------------------------------------------------------------------


def problems_of(seed: int) -> tuple[ProfileError | None, Planted]:
    """Ask for a recommendation; give the error that came of it, and the paths of what was planted."""
    profile, planted = hostile_profile(seed)
    asked.clear()
    try:
        recommend(cast("Any", profile))
    except ProfileError as error:
        return error, planted
    return None, planted


def outcome_of(seed: int) -> str:
    """Hold what comes of a hostile profile to what is promised, and say what it was."""
    # No stranger is in sight of these assertions: whoever reports on one would ask it to show itself.
    error, planted = problems_of(seed)
    if error is None:
        assert planted == set()
        return "recommendations"
    named = {problem.path for problem in error.problems}
    assert planted - {SOMEWHERE} - named == set()
    assert SOMEWHERE in planted or named - planted == set()
    text = str(error)
    assert len(text) < LONGEST_MESSAGE
    text.encode("utf-8")
    assert all(line.isprintable() for line in text.splitlines())
    assert 1 + len(error.problems) == len(text.splitlines())
    assert asked == []
    count = len(error.problems)
    return "1 problem" if count == 1 else f"{count} problems" if count < 10 else "10 problems or more"


@pytest.mark.parametrize("start", range(0, VALUES, 500))
def test_only_a_profile_error_comes_out(start: int) -> None:
    """Every planted problem is named, and no other; no stranger is asked to show itself."""
    for seed in range(start, start + 500):
        outcome_of(seed)


def _stranger(error: type[BaseException]) -> Any:  # noqa: ANN401 - a class made on the spot
    """Make a profile of a stranger's class, whose age raises."""
    kind: Any = type("Stranger", (Profile,), {"age": property(_raising("age", error))})
    made = kind.__new__(kind)
    object.__setattr__(made, "discipline", "marathon")
    return made


@pytest.mark.parametrize("error", [error for error in ERRORS if error is not AttributeError])
def test_a_profile_that_cannot_be_read(error: type[BaseException]) -> None:
    """A stranger's profile may raise from its fields, a problem as any other (but an absent one is unknown)."""
    with pytest.raises(ProfileError) as raised:
        Profile.from_dict(_stranger(error))
    assert [problem.path for problem in raised.value.problems] == ["age"]


def test_a_profile_that_cannot_be_read_is_no_recommendation() -> None:
    """Likewise where it is given to `recommend`."""
    with pytest.raises(ProfileError):
        recommend(_stranger(ValueError))


def test_an_interrupt_passes() -> None:
    """Who presses Ctrl-C while a slow mapping is read means the program, and is no problem of the profile."""
    with pytest.raises(KeyboardInterrupt):
        recommend(_Wrapped([("discipline", "trail")], KeyboardInterrupt, frozenset({"__iter__"})))


if __name__ == "__main__":
    begin = time.perf_counter()
    counts = Counter(outcome_of(seed) for seed in range(VALUES))
    for outcome, count in sorted(counts.items()):
        print(f"{count:6} {outcome}")  # noqa: T201 - it prints: that is its purpose
    print(f"{VALUES:6} in {time.perf_counter() - begin:.1f} s, and nothing else")  # noqa: T201 - likewise
