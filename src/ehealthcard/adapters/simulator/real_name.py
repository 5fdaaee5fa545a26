"""A verifier of real names and the people it knows (模拟实名核验)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

import attrs

from ehealthcard.codesets import Labelled
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import Applicant, IdDocument
from ehealthcard.ports import Outcome, RealNameQuestion, RealNameReading
from ehealthcard.rules.real_name import Check

from .faults import Faults
from .people import document_of, name_of

METHOD = "simulated-registry"
PHOTO_GOOD_FOR = timedelta(days=10 * 365)
"""How old a photograph may be; a number of our own."""


class Flaw(Labelled):
    """What is wrong with somebody's record (记录缺陷)."""

    NONE = "none", "无", "nothing"
    WRONG_NAME = "wrong-name", "姓名登记有误", "another name is on record"
    NO_RECORD = "no-record", "未登记", "he is not on record"
    EXPIRED = "expired", "证件过期", "the document has expired"
    STALE_PHOTO = "stale-photo", "照片过旧", "the photograph is old"
    SLOW = "slow", "应答超时", "the answer comes too late to be heard"
    FAILING = "failing", "服务不可达", "the verifier cannot be reached"


@attrs.frozen
class OnRecord:
    """What the verifier knows of one document."""

    name: str = attrs.field(repr=False)
    expires: date | None = None
    photographed: date | None = None
    face: str = attrs.field(default="", repr=False)
    """What a live picture of the holder looks like here: this very text."""

    bank_cards: frozenset[str] = attrs.field(default=frozenset[str](), repr=False)
    flaw: Flaw = Flaw.NONE


@attrs.frozen
class Resident:
    """Somebody of the seeded population, and what asking about him comes to."""

    applicant: Applicant
    flaw: Flaw
    face: str = attrs.field(repr=False)
    bank_card: str = attrs.field(repr=False)


@attrs.define(eq=False)
class SimulatedRegistry:
    """See :class:`ehealthcard.ports.RealNameVerifier`.

    Args:
        people: Names by document number, for those of whom nothing else matters.
        today: Tells the day that terms are compared with; terms never end if not said.
        faults: Switches for everybody at once; a record's own flaw counts besides.

    """

    people: dict[str, str] = attrs.field(factory=dict[str, str])
    today: Callable[[], date] | None = None
    faults: Faults = attrs.field(factory=Faults)
    records: dict[str, OnRecord] = attrs.field(factory=dict[str, OnRecord])
    asked: list[str] = attrs.field(factory=list[str], init=False)
    """The names of the questions that arrived."""

    _answers: dict[str, RealNameReading] = attrs.field(
        factory=dict[str, RealNameReading], init=False
    )

    def verify(self, question: RealNameQuestion, /) -> RealNameReading:
        """See :class:`ehealthcard.ports.RealNameVerifier`."""
        record = self._record(question.number)
        flaw = record.flaw if record else Flaw.NONE
        self.faults.take_up()
        if flaw is Flaw.FAILING:
            raise OutsideUnavailableError
        if self.faults.loses_requests:
            return _said(Outcome.UNCLEAR)
        if question.request_id not in self._answers:
            self.asked.append(question.request_id)
            self._answers[question.request_id] = _said(self._judged(question, record))
        if self.faults.is_slow or self.faults.loses_replies or flaw is Flaw.SLOW:
            return _said(Outcome.UNCLEAR)
        return self._answers[question.request_id]

    def outcome(self, request_id: str, /) -> RealNameReading | None:
        """See :class:`ehealthcard.ports.RealNameVerifier`."""
        return self.faults.read(lambda: self._answers.get(request_id))

    def _record(self, number: str) -> OnRecord | None:
        if number in self.people:
            return OnRecord(self.people[number])
        return self.records.get(number)

    def _judged(self, question: RealNameQuestion, record: OnRecord | None) -> Outcome:
        if record is None:
            return Outcome.NO_RECORD
        if record.name != question.name:
            return Outcome.MISMATCH
        today = self.today() if self.today else date.min
        if record.expires and record.expires < today:
            return Outcome.DOCUMENT_EXPIRED
        if Check.FACE in question.checks:
            taken = record.photographed
            if taken and today - taken > PHOTO_GOOD_FOR:
                return Outcome.STALE_PHOTO
        return _compared(question, record)


def population(
    seed: int, size: int, *, today: date, shares: Mapping[Flaw, float] | None = None
) -> tuple[Resident, ...]:
    """Return *size* people who do not exist, some of them with a flaw.

    The same arguments give the same people.

    Args:
        seed: Which population.
        size: How many.
        today: The day that expiry and age of photographs are meant for.
        shares: How many of each flaw, as parts of one; a twentieth each by default.

    """
    flaws = [flaw for flaw in Flaw if flaw is not Flaw.NONE]
    parts = dict.fromkeys(flaws, 0.05) if shares is None else dict(shares)
    random = Random(f"population-{seed}")  # noqa: S311  # made-up people
    people: list[Resident] = []
    for number in range(size):
        who, drawn, flaw = seed * 1_000_003 + number, random.random(), Flaw.NONE
        for one, part in parts.items():
            if drawn < part:
                flaw = one
                break
            drawn -= part
        born = today - timedelta(days=random.randrange(18 * 366, 90 * 365))
        applicant = Applicant(name_of(who), document_of(who, born=born))
        card = f"621799{random.randrange(10**12):012d}"
        people.append(Resident(applicant, flaw, f"face-{who}", card))
    return tuple(people)


def registry_of(
    residents: tuple[Resident, ...], today: Callable[[], date]
) -> SimulatedRegistry:
    """Return a verifier that knows *residents*, each with his flaw."""
    known = SimulatedRegistry(today=today)
    for one in residents:
        if one.flaw is not Flaw.NO_RECORD:
            document: IdDocument = one.applicant.document
            known.records[document.number] = _on_record(one, today())
    return known


def _on_record(one: Resident, today: date) -> OnRecord:
    wrong, expired = one.flaw is Flaw.WRONG_NAME, one.flaw is Flaw.EXPIRED
    stale = one.flaw is Flaw.STALE_PHOTO
    return OnRecord(
        name=one.applicant.name + ("某" if wrong else ""),
        expires=today + timedelta(days=-1 if expired else 3650),
        photographed=today - (PHOTO_GOOD_FOR * 2 if stale else timedelta(days=400)),
        face=one.face,
        bank_cards=frozenset({one.bank_card}),
        flaw=one.flaw,
    )


def _compared(question: RealNameQuestion, record: OnRecord) -> Outcome:
    face, card = Check.FACE in question.checks, Check.BANK_CARD in question.checks
    wrong_face = face and (not record.face or record.face != question.face)
    wrong_card = card and question.bank_card not in record.bank_cards
    return Outcome.MISMATCH if wrong_face or wrong_card else Outcome.MATCH


def _said(outcome: Outcome) -> RealNameReading:
    return RealNameReading(outcome=outcome, method=METHOD)
