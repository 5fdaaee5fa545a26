"""How often an advisor is right, on sentences that somebody labelled (导诊评测)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs

from ehealthcard.errors import EvaluationFileError, Phrase
from ehealthcard.ports import GuidanceAdvisor
from ehealthcard.rules.guidance import (
    GuidanceKnowledge,
    GuidanceQuestion,
    covers,
    plain,
)

ENCODINGS = ("utf-8-sig", "gb18030")
COLUMNS = ("department", "text")
TOP = 3
_OPTIONAL = re.compile("(?:门诊|诊室|专业|中心|科室|科)$")


@attrs.frozen
class Sentence:
    """A sentence and the department that it belongs to."""

    department: str
    text: str = attrs.field(repr=False)


@attrs.frozen
class Tally:
    """How many there were, and how many were right."""

    total: int = 0
    first: int = 0
    """Right at the first place."""

    among: int = 0
    """Right within the first three."""

    def plus(self, place: int | None) -> "Tally":
        """Return this with one more sentence, right at *place* (0 is the first)."""
        return Tally(
            self.total + 1,
            self.first + (place == 0),
            self.among + (place is not None and place < TOP),
        )


@attrs.frozen
class Report:
    """What came of a file."""

    departments: dict[str, Tally]
    """By the label in the file, among the departments that the file names."""

    overall: Tally
    open: Tally
    """The same, among all departments of the knowledge base."""

    unknown: tuple[str, ...]
    """Labels that the base knows no department by; their sentences count as wrong."""


def read_sentences(file: Path) -> list[Sentence]:
    """Read a CSV file with the columns ``department`` and ``text``.

    Raises:
        EvaluationFileError: It cannot be read as such.

    """
    try:
        data = file.read_bytes()
    except OSError:
        raise EvaluationFileError(
            problem=Phrase("it cannot be opened", "无法打开")
        ) from None
    rows = csv.DictReader(io.StringIO(_decoded(data), newline=""), strict=True)
    try:
        names = {(n or "").strip().lower(): n for n in rows.fieldnames or ()}
        for column in COLUMNS:
            if column not in names:
                raise EvaluationFileError(
                    problem=Phrase(f"no column {column}", f"缺少 {column} 列")
                )
        found = list(_sentences(rows, names["department"], names["text"]))
    except csv.Error:
        line = rows.line_num
        problem = Phrase(f"line {line} is no CSV", f"第 {line} 行不是 CSV")
        raise EvaluationFileError(problem=problem) from None
    if not found:
        raise EvaluationFileError(problem=Phrase("it has no sentences", "没有句子"))
    return found


def evaluate(
    knowledge: GuidanceKnowledge, advisor: GuidanceAdvisor, sentences: list[Sentence]
) -> Report:
    """Count how often the advisor names the right department.

    A department is right if it is the label's or a part of it. What an advisor says of
    departments that are not in the file is left out, as a hospital has only its own;
    a part counts for the department that the file has of it.
    """
    known = {s.department: code_of(knowledge, s.department) for s in sentences}
    listed = sorted({c for c in known.values() if c})
    by_label: dict[str, Tally] = {}
    closed, opened = Tally(), Tally()
    for sentence in sentences:
        question = GuidanceQuestion(words=sentence.text)
        said = [o.department for o in advisor.advise(question).opinions]
        code = known[sentence.department]
        place = _place(code, _among(said, listed))
        closed, opened = closed.plus(place), opened.plus(_place(code, said))
        label = sentence.department
        by_label[label] = by_label.get(label, Tally()).plus(place)
    unknown = tuple(label for label, code in known.items() if code is None)
    return Report(by_label, closed, opened, unknown)


def code_of(knowledge: GuidanceKnowledge, label: str) -> str | None:
    """Return the department that *label* means: a code, a name or an alias."""
    wanted = plain(label)
    if wanted in knowledge.by_code:
        return wanted
    if (upper := wanted.upper()) in knowledge.by_code:
        return upper
    names = {
        plain(name): d.code
        for d in knowledge.departments
        for name in _names(d.code, knowledge)
    }
    if wanted in names:
        return names[wanted]
    digits = _dotted(wanted)
    if digits in knowledge.by_code:
        return digits
    short = {_short(n): c for n, c in reversed(names.items())}
    return short.get(_short(wanted))


def _names(code: str, knowledge: GuidanceKnowledge) -> tuple[str, ...]:
    department = knowledge.by_code[code]
    return (department.name, *department.aliases)


def _short(name: str) -> str:
    return _OPTIONAL.sub("", _OPTIONAL.sub("", name)) or name


def _dotted(code: str) -> str:
    """Return ``0301`` as ``03.01``, and ``3`` or ``0300`` as ``03``."""
    if not re.fullmatch(r"\d{1,6}", code):
        return code
    pairs = re.findall("..", code.zfill(len(code) + len(code) % 2))
    return ".".join(p for n, p in enumerate(pairs) if n == 0 or p != "00")


def _place(code: str | None, said: list[str]) -> int | None:
    if code is None:
        return None
    return next((n for n, s in enumerate(said) if covers(code, s)), None)


def _among(said: list[str], listed: list[str]) -> list[str]:
    """Return *said* as the departments of a list, each once."""
    found: Counter[str] = Counter()
    for code in said:
        homes = [c for c in listed if covers(c, code)]
        if homes:
            found[max(homes, key=len)] += 1
    return list(found)


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise EvaluationFileError(
            problem=Phrase(
                "NUL bytes: a spreadsheet or UTF-16?",
                "含有空字节，可能是电子表格或 UTF-16",
            )
        )
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise EvaluationFileError(
        problem=Phrase("it is neither UTF-8 nor GB18030", "既不是 UTF-8 也不是 GB18030")
    )


def _sentences(
    rows: "csv.DictReader[str]", department: str, text: str
) -> Iterator[Sentence]:
    for row in rows:
        label, said = (row.get(department) or "").strip(), (row.get(text) or "").strip()
        if not label and not said:
            continue
        if not label or not said:
            missing = "text" if label else "department"
            line = rows.line_num
            problem = Phrase(
                f"line {line} has no {missing}", f"第 {line} 行缺少 {missing}"
            )
            raise EvaluationFileError(problem=problem)
        yield Sentence(label, said)
