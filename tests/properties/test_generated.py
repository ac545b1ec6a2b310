"""A program as a function: whatever facts it reads and whatever they are called, the same rules fire."""

from __future__ import annotations

import ast
import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstrength.engine.generated import DEEPEST, function_of, tree_of
from runstrength.engine.native import NativeEngine
from runstrength.engine.program import CompiledRule, Input, Program
from runstrength.facts import Choice, Flag, Ids, MapOf, Number, SetOf
from tests.programs import fires
from tests.strategies import examples

if TYPE_CHECKING:
    from runstrength.facts import Facts

# Of what may stand in a rule file, what looks like code, and what no file could hold.
TEXTS = st.sampled_from(["a", "b", "'", '"', '"); exit(); ("', "facts", "names", "v0", "\n", "\0", "\ud800", "é", ""])
BOUNDS = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 1)), unique=True, max_size=5).map(sorted)
NUMBERS = st.integers(-4, 4) | st.sampled_from([-2.5, 0.5, 2.5])

# A field: the inputs that read it, and the values that it may have.
Field = tuple[list[Input], st.SearchStrategy[Any]]


def number(field: str, key: str | None, kind: Number | MapOf, bounds: list[tuple[int, int]]) -> Input:
    """Make the input of a number."""
    return Input(field, key, kind, bounds=tuple(bounds))


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    """Draw a field of any kind, and what is read of it."""
    words = draw(st.lists(TEXTS, min_size=2, max_size=4, unique=True))
    match draw(st.sampled_from(["choice", "flag", "number", "set", "ids", "map"])):
        case "choice":
            return [Input(name, None, Choice(tuple(words)), tuple(words))], st.sampled_from(words)
        case "flag":
            return [Input(name, None, Flag(), (False, True))], st.booleans()
        case "number":
            return [number(name, None, Number(-4, 4), draw(BOUNDS))], NUMBERS
        case "map":
            kind = MapOf(tuple(words), Number(-4, 4))
            entries = st.dictionaries(st.sampled_from(words), NUMBERS, min_size=1)
            return [number(name, word, kind, draw(BOUNDS)) for word in words], entries
        case of:
            elements = [
                Input(name, word, SetOf(tuple(words)) if of == "set" else Ids(), (False, True)) for word in words
            ]
            itself = Input(name, None, elements[0].kind, (True,))
            return [itself, *elements], st.frozensets(st.sampled_from(words))


@st.composite
def programs(draw: st.DrawFn) -> tuple[Program, list[Facts]]:
    """Draw a program over fields of any kind, in which each stratum finds what later ones may read, and facts."""
    drawn = [draw(fields(f"field_{place}")) for place in range(draw(st.integers(1, 4)))]
    facts = [item for inputs, _ in drawn for item in inputs]
    strata = draw(st.integers(1, 3))
    inputs = (*facts, *(Input(f"finding {at}", None, None, (True,)) for at in range(strata)))

    def conjunctions(known: int) -> st.SearchStrategy[dict[int, int]]:
        literals = st.integers(0, known - 1).flatmap(
            lambda at: st.tuples(st.just(at), st.integers(1, (1 << inputs[at].size) - 1))
        )
        return st.lists(literals, max_size=4).map(dict)

    def rules(known: int) -> st.SearchStrategy[CompiledRule]:
        return st.builds(
            lambda name, forms, found: CompiledRule(name, tuple(tuple(sorted(x.items())) for x in forms), found),
            TEXTS,
            st.lists(conjunctions(known), max_size=3),
            st.sampled_from([(), (known,)]),
        )

    layers = [tuple(draw(st.lists(rules(len(facts) + at), max_size=6))) for at in range(strata)]
    runner = st.fixed_dictionaries({inputs[0].field: st.none() | values for inputs, values in drawn})
    runners = draw(st.lists(runner, min_size=1, max_size=6))
    return Program(inputs, len(facts), tuple(layers)), [cast("Facts", SimpleNamespace(**one)) for one in runners]


@given(programs())
def test_a_function_fires_the_rules_that_the_program_does(drawn: tuple[Program, list[Facts]]) -> None:
    """Of every kind of fact, known or not, for every mask; so do the vectors."""
    program, runners = drawn
    function, vectors = function_of(program), NativeEngine.of(program)
    for runner in runners:
        assert fires(program, program.encode(runner)) == function(runner) == vectors.infer(runner)


def test_a_number_lies_on_a_threshold_or_beside_it() -> None:
    """For every choice of its intervals."""
    item = number("number", None, Number(-4, 4), [(0, 0), (0, 1), (1, 1), (2, 0)])
    rules = tuple(CompiledRule(str(mask), (((0, mask),),), ()) for mask in range(1, 1 << item.size))
    program = Program((item,), 1, (rules,))
    infer = function_of(program)
    for value in (None, -1, 0, 0.5, 1, 1.5, 2, 3):
        facts = cast("Facts", SimpleNamespace(number=value))
        assert fires(program, program.encode(facts)) == infer(facts)


@examples(25)
@given(programs())
def test_a_function_has_no_names_but_our_own(drawn: tuple[Program, list[Facts]]) -> None:
    """What a rule file says is a constant in it; attributes are the fields of the vocabulary, and one of a mapping."""
    program, _ = drawn
    nodes = [*ast.walk(tree_of(program))]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    others = {
        text for node in nodes if not isinstance(node, (ast.Name, ast.Attribute, ast.Constant)) for text in texts(node)
    }
    assert {name for name in names if not re.fullmatch(r"[vw][0-9]+", name)} <= {"facts", "frozenset", "names"}
    assert attributes <= {"get", *(item.field for item in program.inputs[: program.facts])}
    assert others == {"infer", "facts"}


def texts(node: ast.AST) -> set[str]:
    """Give the text that a node holds by itself."""
    return {value for _, value in ast.iter_fields(node) if isinstance(value, str)}


@pytest.mark.parametrize("length", [DEEPEST, DEEPEST + 1, DEEPEST + 2, 100])
def test_conjunctions_may_be_of_any_length(length: int) -> None:
    """Each shares all its tests with those that are longer, so that each would stand below the one before it."""
    kind = SetOf(tuple(f"word {at}" for at in range(length)))
    inputs = tuple(Input("words", word, kind, (False, True)) for word in kind.values)
    rules = tuple(CompiledRule(f"first {n}", (tuple((at, 4) for at in range(n)),), ()) for n in range(length + 1))
    infer = function_of(Program(inputs, length, (rules,)))
    for known in (0, 1, DEEPEST, length - 1, length):
        facts = cast("Facts", SimpleNamespace(words=frozenset(kind.values[:known])))
        assert {f"first {n}" for n in range(known + 1)} == infer(facts)
