"""The error tree: stable codes, two sentences, nothing but declared facts."""

import ast
import copy
import json
import pickle
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from string import Formatter

import pytest

import ehealthcard
from ehealthcard import errors
from ehealthcard.errors import (
    CLAIM_TAKEN,
    ROLE_REQUIRED,
    ClaimTakenError,
    DefinitionError,
    EHealthCardError,
    NotAllowedError,
    Rule,
    RuleViolationError,
)

PLAIN = Rule("PLAIN", "No.", "否。")
VECTORS = Path(__file__).parents[1] / "vectors"
CODES: dict[str, str] = json.loads((VECTORS / "error_codes.json").read_text())["codes"]
SOURCE = Path(ehealthcard.__file__).parent


def tree(root: type[BaseException]) -> Iterator[type[BaseException]]:
    """Yield *root* and what is below it in the errors' room."""
    yield root
    for kind in root.__subclasses__():
        if kind.__module__.startswith("ehealthcard.errors"):
            yield from tree(kind)


KINDS: list[type[EHealthCardError]] = [
    kind for kind in tree(EHealthCardError) if issubclass(kind, EHealthCardError)
]
every_kind = pytest.mark.parametrize("kind", KINDS)


def facts_in(sentence: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def example(kind: type[EHealthCardError]) -> EHealthCardError:
    """Return an error of this *kind* with a value for each of its facts."""
    if kind is RuleViolationError:
        return ROLE_REQUIRED.broken(role="x")
    if kind is ClaimTakenError:
        return ClaimTakenError()
    return kind(**dict.fromkeys(facts_in(kind.en), "x"))


def test_the_codes_are_those_that_were_published() -> None:
    assert CODES == {kind.__name__: kind.code for kind in KINDS}


@every_kind
def test_a_code_is_that_of_one_error_only(kind: type[EHealthCardError]) -> None:
    assert [kind] == [other for other in KINDS if other.code == kind.code]
    assert re.fullmatch("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", kind.code)


@every_kind
def test_an_error_has_the_code_of_its_class(kind: type[EHealthCardError]) -> None:
    if kind is not RuleViolationError:  # it has the code of its rule
        assert kind.code == example(kind).code


@every_kind
def test_an_error_that_is_raised_has_sentences_of_its_own(
    kind: type[EHealthCardError],
) -> None:
    error = example(kind)
    assert re.search("[\u4e00-\u9fff]", error.zh)
    assert error.en.isascii()
    assert error.en.endswith(".")
    assert error.zh.endswith("。")
    if not kind.__subclasses__() or kind is RuleViolationError:
        assert EHealthCardError.en != error.en
        assert EHealthCardError.zh != error.zh


def test_no_two_errors_say_the_same() -> None:
    said = [example(kind) for kind in KINDS if "en" in vars(kind)]
    for sentences in ([error.en for error in said], [error.zh for error in said]):
        assert len(sentences) == len(set(sentences))


@every_kind
def test_both_sentences_tell_the_same_facts(kind: type[EHealthCardError]) -> None:
    error = example(kind)
    assert facts_in(error.en) == facts_in(error.zh) == set(error.facts)
    assert all(name.isidentifier() for name in error.facts)


@every_kind
def test_a_status_is_one_of_http_s_for_errors(kind: type[EHealthCardError]) -> None:
    assert HTTPStatus(example(kind).status_hint).value in range(400, 600)


@every_kind
def test_an_error_says_its_code_and_its_facts(kind: type[EHealthCardError]) -> None:
    error = example(kind)
    assert f"{error.code}: {error.english}" == str(error)
    assert (error.facts,) == error.args
    assert error.en.format(**error.facts) == error.english
    assert error.zh.format(**error.facts) == error.chinese
    assert not re.search("[{}]", error.english + error.chinese)


@every_kind
def test_an_error_can_be_copied_and_pickled(kind: type[EHealthCardError]) -> None:
    error = example(kind)
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    for other in (copy.copy(error), copy.deepcopy(error), pickled):
        assert type(error) is type(other)
        assert str(error) == str(other)
        assert error.chinese == other.chinese
        assert (error.facts, error.code, error.status_hint) == (
            other.facts,
            other.code,
            other.status_hint,
        )


def test_the_tree_in_the_documentation_is_the_real_one() -> None:
    documented: list[tuple[str, str]] = []
    above: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.fullmatch(r"    ( *)\* (\w+)(?: \(.*\))?", line):
            del above[len(found[1]) // 2 :]
            documented.append((found[2], above[-1] if above else ""))
            above.append(found[2])
    real = [(kind.__name__, kind.__bases__[0]) for kind in KINDS]
    real.append((DefinitionError.__name__, DefinitionError.__bases__[0]))
    names = {"Exception": "", "TypeError": ""}
    assert len(documented) == len(set(documented))
    assert sorted(documented) == sorted(
        (name, names.get(base.__name__, base.__name__)) for name, base in real
    )


def test_a_contradictory_definition_is_a_type_error_and_none_of_ours() -> None:
    assert issubclass(DefinitionError, TypeError)
    assert not issubclass(DefinitionError, EHealthCardError)


def test_every_error_is_at_the_front_of_its_room() -> None:
    public = {name for name in errors.__all__ if name.endswith("Error")}
    assert {kind.__name__ for kind in KINDS} | {"DefinitionError"} == public
    assert sorted(errors.__all__) == sorted(set(errors.__all__))
    for kind in KINDS:
        assert kind is getattr(errors, kind.__name__)


def test_every_error_of_the_sdk_is_in_this_room() -> None:
    strangers = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(getattr(base, "id", "") in CODES for base in node.bases)
        and not path.is_relative_to(SOURCE / "errors")
    ]
    assert [] == strangers


def told(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield every error that a file raises, with the facts it is given."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            yield node.exc.id, set()
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, {word.arg or "**" for word in node.keywords}


def test_every_error_is_raised_with_its_facts() -> None:
    declared = {
        kind.__name__: facts_in(kind.en)
        for kind in KINDS
        if kind not in (RuleViolationError, ClaimTakenError)
    }
    wrong = [
        (str(path.relative_to(SOURCE)), name, sorted(facts))
        for path in SOURCE.rglob("*.py")
        for name, facts in told(path)
        if name in declared and facts not in (declared[name], {"**"})
    ]
    assert [] == wrong


def test_a_fact_that_is_missing_is_noticed_by_these_tests(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("raise CascadeError\nNotAllowedError(state='x')")
    expected = [("CascadeError", set[str]()), ("NotAllowedError", {"state"})]
    assert expected == list(told(tmp_path / "x.py"))
    assert {"workflow", "command", "state"} == facts_in(NotAllowedError.en)


@pytest.mark.parametrize(
    ("rule", "status"), [(ROLE_REQUIRED, 403), (CLAIM_TAKEN, 409), (PLAIN, 422)]
)
def test_a_rule_says_no_in_its_own_words(rule: Rule, status: int) -> None:
    facts = dict.fromkeys(facts_in(rule.en), "x")
    error = rule.broken(**facts)
    assert rule is error.rule
    assert (rule.code, rule.en, rule.zh) == (error.code, error.en, error.zh)
    assert facts_in(rule.en) == facts_in(rule.zh)
    assert status == error.status_hint
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    assert (rule, status) == (pickled.rule, pickled.status_hint)
    assert RuleViolationError is type(pickled)


def test_a_rule_does_not_change_the_class_of_its_errors() -> None:
    before = (RuleViolationError.code, RuleViolationError.en, RuleViolationError.zh)
    ROLE_REQUIRED.broken(role="x")
    after = (RuleViolationError.code, RuleViolationError.en, RuleViolationError.zh)
    assert before == after


def test_a_claim_that_is_taken_is_a_conflict() -> None:
    error = ClaimTakenError()
    assert CLAIM_TAKEN is error.rule
    assert ("CLAIM_TAKEN", 409) == (error.code, error.status_hint)
