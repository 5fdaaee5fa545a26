"""Each of an error's two sentences keeps to its language; what fills it does too."""

import ast
import json
import pickle
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from string import Formatter
from typing import Any

import attrs
import httpx
import pytest

import ehealthcard
from ehealthcard import IdDocument, IdKind, KeyRing, Suite, cli, errors
from ehealthcard.adapters.dbview.loading import load as load_view
from ehealthcard.adapters.fhir import FhirClient
from ehealthcard.adapters.fhir.answers import granted
from ehealthcard.adapters.hip.loading import load as load_platform
from ehealthcard.adapters.knowledge.evaluation import read_sentences
from ehealthcard.adapters.knowledge.loading import load_knowledge
from ehealthcard.adapters.platform.dictionaries import Dictionary
from ehealthcard.adapters.platform.loading import read_platform, read_secret
from ehealthcard.adapters.platform.transport import Transport
from ehealthcard.adapters.questions.reading import broken
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.adapters.storage.sql.opening import REASONS, because
from ehealthcard.codes.assurance import Assurance
from ehealthcard.codesets import Labelled, Sex
from ehealthcard.crypto import save_keys
from ehealthcard.errors import (
    AssuranceTooLowError,
    ClientLimitedError,
    ClientRefusedError,
    CodeProofRequiredError,
    EHealthCardError,
    Phrase,
    Rule,
    RuleViolationError,
    UnprovenCheckError,
)
from ehealthcard.extras import needs
from ehealthcard.identity import SubjectId
from ehealthcard.monitor.access.deciding import Reason, denied
from ehealthcard.monitor.clients import ClientFinding
from ehealthcard.ports.capabilities import KNOWN
from ehealthcard.qr.lifetime import to_byte
from ehealthcard.rules.birth.evidence import Evidence
from ehealthcard.rules.family import ProofKind
from ehealthcard.rules.interview import Flaw
from ehealthcard.rules.interview.questions import Kind
from ehealthcard.rules.messages import MessageKind
from ehealthcard.rules.real_name import DEFAULT, Check, Level
from ehealthcard.rules.reviewing import Review
from ehealthcard.services.foundation.card import ReportLost, card_life
from ehealthcard.services.mutual_recognition.model import Obstacle
from ehealthcard.workflow import SYSTEM, Context

VECTORS = Path(__file__).parents[1] / "vectors"
CODES: dict[str, str] = json.loads((VECTORS / "error_codes.json").read_text())["codes"]
SOURCE = Path(ehealthcard.__file__).parent

HAN = re.compile("[\u4e00-\u9fff]")
WORD = r"[A-Za-z][\w'’-]*"
LATIN = re.compile(rf"\b{WORD}(?:\s+{WORD})+")
"""Two words one after the other, as only a sentence has them."""

NAMES = (
    r"pip install 'ehealthcard\[\w+\]'",
    r"ehealthcard db upgrade URL",
    r"HL7 v2",
    r"WS/T 846",
)
"""What is written with spaces in either language: commands and standards."""

NAME = "7"
"""Stands for any name, number or code; those are the same in both languages."""


def is_chinese(text: str) -> bool:
    """Whether *text* has Chinese and, apart from names, no English."""
    for name in NAMES:
        text = re.sub(name, "", text)
    return bool(HAN.search(text)) and not LATIN.search(text)


def is_english(text: str) -> bool:
    return bool(re.search("[A-Za-z]", text)) and not HAN.search(text)


def in_two_languages(error: EHealthCardError) -> bool:
    return is_chinese(error.chinese) and is_english(error.english)


def kind_of(name: str) -> type[EHealthCardError]:
    kind: type[EHealthCardError] = getattr(errors, name)
    return kind


def caught(act: Callable[[], object]) -> EHealthCardError:
    """Return what *act* raises."""
    with pytest.raises(EHealthCardError) as found:
        act()
    return found.value


# What the source says, place by place.


@attrs.frozen
class Told:
    """A call that makes an error, a rule or a phrase."""

    where: str
    name: str
    call: ast.Call


MAKERS = {*CODES, "Phrase", "Rule", "at", "broken"}


def calls() -> Iterator[Told]:
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        if not any(f"{name}(" in text for name in MAKERS):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name not in MAKERS:
                    continue
                place = f"{path.relative_to(SOURCE)}:{node.lineno}"
                yield Told(place, name, node)


CALLS = list(calls())


def text_of(node: ast.expr) -> str | None:
    """Return a text that is written there, with a name in each of its places."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (v.value if isinstance(v, ast.Constant) else NAME for v in node.values)
        return "".join(map(str, parts))
    return None


ALWAYS_NAMES = {"command", "dictionary", "file", "operation", "platform", "workflow"}
"""Places that take the name of something whatever stands there."""


def facts_of(told: Told) -> dict[str, Any]:
    """Return the facts that a call gives; ``None`` for what does not stand there."""
    return {
        word.arg: NAME if word.arg in ALWAYS_NAMES else fact_of(word.value)
        for word in told.call.keywords
        if word.arg
    }


def fact_of(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Phrase":
        en, zh = (text_of(arg) for arg in node.args)
        return Phrase(en, zh) if en and zh else None
    return text_of(node)


def test_every_phrase_is_english_and_chinese() -> None:
    found = [
        (told.where, phrase)
        for told in CALLS
        if told.name == "Phrase" and (phrase := fact_of(told.call))
        if re.search("[^7:：; ]", phrase.en + phrase.zh)
    ]
    assert len(found) > 150
    wrong = [f for f in found if not (is_english(f[1].en) and is_chinese(f[1].zh))]
    assert [] == wrong


def test_nobody_fills_a_place_with_english_words() -> None:
    words = [
        (told.where, word.arg, text)
        for told in CALLS
        for word in told.call.keywords
        if (text := text_of(word.value)) and (LATIN.search(text) or HAN.search(text))
    ]
    assert [] == words


def test_every_error_says_what_its_places_in_the_source_fill_in() -> None:
    made = 0
    for told in CALLS:
        if told.name not in CODES or kind_of(told.name) is RuleViolationError:
            continue
        facts = facts_of(told)
        if facts and None not in facts.values():
            assert in_two_languages(kind_of(told.name)(**facts)), told.where
            made += 1
    assert made > 150


def test_every_rule_says_no_in_two_languages() -> None:
    rules = [
        Rule(*[text for arg in told.call.args if (text := text_of(arg))])
        for told in CALLS
        if told.name == "Rule" and len(told.call.args) == 3
    ]
    assert len(rules) > 300
    for rule in rules:
        places = {name for _, name, _, _ in Formatter().parse(rule.en) if name}
        assert in_two_languages(rule.broken(**dict.fromkeys(places, NAME))), rule.code


# What fills a place is the name of a code.

SETS: tuple[type[Labelled], ...] = (
    Assurance,
    Check,
    ClientFinding,
    Evidence,
    Flaw,
    Kind,
    Level,
    MessageKind,
    Obstacle,
    ProofKind,
    Reason,
)


@pytest.mark.parametrize("code", [c for kind in SETS for c in kind], ids=str)
def test_a_code_that_fills_a_place_has_two_names(code: Labelled) -> None:
    assert is_english(code.en)
    assert is_chinese(code.zh)


def by_codes() -> Iterator[EHealthCardError]:
    yield from (denied(reason) for reason in Reason)
    for finding in ClientFinding:
        yield ClientLimitedError(reason=finding)
        yield ClientRefusedError(reason=finding)
    for level in Level:
        steps = Phrase.listed(row.said for row in DEFAULT.steps(level))
        yield AssuranceTooLowError(needed=level, step=steps)
    yield from (CodeProofRequiredError(least=least) for least in Assurance)
    yield from (broken("a.yaml", "groups.0", flaw) for flaw in Flaw)
    yield UnprovenCheckError(check=Phrase.listed(Check))
    yield from (capability.missing() for capability in KNOWN)


# What fills a place is known only when it happens.

WHEN = datetime(2026, 3, 2, tzinfo=UTC)
NOW = Context[Any, Any](WHEN, SYSTEM, None, None, SubjectId("0" * 32))


def by_acts(folder: Path) -> Iterator[EHealthCardError]:
    """Yield errors as they are raised where they come from."""
    bad = folder / "bad.yaml"
    bad.write_text("a: 1\na: 2\n", "utf-8")
    sentences = folder / "said.csv"
    sentences.write_text("department,text\n呼吸内科,\n", "utf-8")
    settings = folder / "platforms.toml"
    settings.write_text('[platforms.town]\ndialect = "none"\n', "utf-8")
    server = httpx.MockTransport(lambda _: httpx.Response(500))
    server403 = httpx.MockTransport(lambda _: httpx.Response(403))
    prose = httpx.MockTransport(lambda _: httpx.Response(200, text="welcome"))
    town = Transport("town", httpx.Client(transport=server), "https://town", 1)
    acts: tuple[Callable[[], object], ...] = (
        lambda: card_life.decide(None, ReportLost(reason="lost"), NOW),
        lambda: IdDocument(IdKind.RESIDENT_ID, "11"),
        lambda: Dictionary("sexes", {Sex.MALE: "1"}).out(Sex.FEMALE),
        lambda: Dictionary("sexes", {Sex.MALE: "1", Sex.FEMALE: "1"}),
        lambda: granted(httpx.Response(403)),
        lambda: granted(httpx.Response(412, json={"issue": [{"code": "conflict"}]})),
        lambda: town.post("/x", b"", operation="find", repeatable=True),
        lambda: read_platform(folder / "none.toml", "town"),
        lambda: read_platform(settings, "village"),
        lambda: read_platform(settings, "town"),
        lambda: read_secret("town", "env:NOTHING_THERE", {}),
        lambda: load_knowledge(folder),
        lambda: load_knowledge(folder / "nowhere"),
        lambda: load_view(bad),
        lambda: load_view(folder / "nowhere.yaml"),
        lambda: load_platform(bad),
        lambda: load_platform(folder / "nowhere.yaml"),
        lambda: read_sentences(sentences),
        lambda: read_sentences(folder / "nowhere.csv"),
        lambda: FhirClient("https://his", transport=server403).require_versions(),
        lambda: FhirClient("https://his", transport=prose).require_versions(),
        lambda: SqlStorage.open("abacus://beads"),
        *(partial(_raise, because(why)) for why in REASONS),
        lambda: save_keys(KeyRing.generate(Suite.INTL), "short"),
        lambda: _without("abacus"),
        lambda: Review.from_data({"reviewer": "x", "day": 1}),
        lambda: Review.from_data([]),
        lambda: to_byte(timedelta(0)),
    )
    yield from map(caught, acts)


def _raise(error: Exception) -> None:
    raise error


def _without(module: str) -> None:
    with needs("cli"):
        __import__(module)


@pytest.fixture(scope="module")
def happened(tmp_path_factory: pytest.TempPathFactory) -> list[EHealthCardError]:
    return [*by_codes(), *by_acts(tmp_path_factory.mktemp("acts"))]


def test_whatever_is_raised_speaks_two_languages(
    happened: list[EHealthCardError],
) -> None:
    for error in happened:
        assert in_two_languages(error), (error.english, error.chinese)


def test_words_come_whole_from_one_process_to_another(
    happened: list[EHealthCardError],
) -> None:
    for error in happened:
        there = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own
        said = (type(error), error.code, error.english, error.chinese)
        assert said == (type(there), there.code, there.english, there.chinese)


def test_a_file_that_is_not_there_is_told_in_two_languages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    where = str(tmp_path / "none.keys")
    monkeypatch.setenv("EHEALTHCARD_PASSPHRASE", "a long passphrase")
    monkeypatch.setattr("sys.argv", ["ehealthcard", "keys", "show", where])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    code, english, chinese = str(ended.value).split("\n")
    assert "FILE_UNUSABLE" == code
    assert is_english(english)
    assert is_chinese(chinese)
    assert "不存在" in chinese


# And those whose places take names and numbers only.

NAMED = {
    "AmbiguousCodeError": "kinds of codes",
    "CascadeError": "a number",
    "CaseNotFoundError": "a workflow",
    "CodeBoundElsewhereError": "a case",
    "DocumentTooLongError": "a number",
    "GateLogGapError": "a number",
    "InvalidApplicantError": "a field",
    "OutsideBusyError": "a number",
    "PictureError": "a field",
    "PlatformRefusedError": "a platform, a call, a code",
    "PlatformUnclearError": "a platform, a call",
    "RateLimitedError": "a number",
    "RuleViolationError": "those of its rule",
    "SchemaOutdatedError": "revisions",
    "SchemaTooNewError": "revisions",
    "StoredDataTooNewError": "numbers",
    "TooManyAttemptsError": "a number",
    "UnknownRevisionError": "a revision",
}


def written() -> Iterable[str]:
    """Return the errors that some place in the source fills with what stands there."""
    for told in CALLS:
        facts = facts_of(told)
        if told.name in CODES and facts and None not in facts.values():
            yield told.name


def places(name: str) -> set[str]:
    sentence = kind_of(name).en
    return {place for _, place, _, _ in Formatter().parse(sentence) if place}


def test_of_every_published_error_some_test_has_made_one(
    happened: list[EHealthCardError],
) -> None:
    plain = {n for n in CODES if not places(n)} - NAMED.keys()
    for name in plain:
        assert in_two_languages(kind_of(name)()), name
    for name in NAMED.keys() - {"RuleViolationError"}:
        facts = dict.fromkeys(places(name), NAME)
        assert in_two_languages(kind_of(name)(**facts)), name
    raised = {type(error).__name__ for error in happened} | {"FileUnusableError"}
    assert CODES.keys() == plain | NAMED.keys() | raised | {*written()}


def test_words_are_told_from_names() -> None:
    assert is_chinese("未安装模块 x，请运行 pip install 'ehealthcard[http]'。")
    assert is_chinese("请检查 born, name，见 HL7 v2。")
    assert not is_chinese("无权进行此操作：the holder (本人)。")
    assert not is_chinese("no Chinese")
    assert not is_english("Somebody (某人) did.")
