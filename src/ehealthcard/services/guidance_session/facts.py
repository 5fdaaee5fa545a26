"""What must be known to guide somebody."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from ehealthcard.codesets import Sex
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardStatus
from ehealthcard.ports import Inquiry, SlotOffer, wired
from ehealthcard.ports.access import stands_in
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.epidemiology import counts
from ehealthcard.rules.guidance import (
    Advice,
    Asked,
    Department,
    GuidanceKnowledge,
    GuidanceQuestion,
    Hit,
    Intake,
    Keyed,
    Person,
    Reader,
    Signs,
    next_questions,
    reader_of,
    settle,
)
from ehealthcard.rules.standing import DeclarationStanding, SurveySuspect
from ehealthcard.workflow import CARD, PRIVATE, Facts

from .commands import Answer, Book, Finish
from .model import Choice, GuidancePolicy
from .offers import articles_for, choice_of
from .states import Collecting


class GuidanceFacts(Facts):
    """What the rules must know of holder, words and hospital."""

    status: CardStatus | None
    age: int | None = None
    sex: Sex = Sex.UNKNOWN
    guardian: str | None = None
    stands_in: bool = False
    """Whether who acts may declare in the holder's stead (授权代办)."""

    knowledge: str | None = None
    """Version and mark of the knowledge base; ``None``: none is plugged in."""

    person: Person = Person()
    unknown: tuple[str, ...] = ()
    """Chosen symptoms that the base does not have."""

    signs: Annotated[Signs, PRIVATE] = Signs()
    hits: Annotated[tuple[Hit, ...], PRIVATE] = ()
    questions: Annotated[tuple[Asked, ...], PRIVATE] = ()
    advice: Annotated[Advice | None, PRIVATE] = None
    """What the advisor said; ``None``: nothing that can be used."""

    departments: tuple[Department, ...] = ()
    choices: tuple[Choice, ...] = ()
    """What there is to show of each department that may be recommended."""


class SlotFacts(Facts):
    """What must be known to choose a slot."""

    status: CardStatus | None
    offer: SlotOffer | None = None
    is_silent: bool = False


def slot_facts(ask: Inquiry) -> SlotFacts:
    """Look at the holder's card and the slot."""
    holder, scheduling = ask.holder(), ask.ports.scheduling
    status = holder and holder.status
    if not isinstance(ask.command, Book):
        return SlotFacts(status=status, is_silent=True)
    schedule = wired(scheduling, "scheduling")
    try:
        return SlotFacts(status=status, offer=schedule.slot(ask.command.slot))
    except OutsideUnavailableError:
        return SlotFacts(status=status, is_silent=True)


def guidance_facts(ask: Inquiry) -> GuidanceFacts:
    """Look at the holder, read what was told, and ask the advisor at the end."""
    holder, policy = ask.holder(), ask.policy
    known = GuidanceFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        sex=holder.sex if holder else Sex.UNKNOWN,
        guardian=holder and holder.guardian,
        stands_in=stands_in(ask, GrantScope.DECLARING),
    )
    desk = ask.ports.guidance
    if not isinstance(policy, GuidancePolicy):
        return known
    intake = _intake(ask)
    if desk is None:
        return known.model_copy(update={"person": person_of(known, intake, Signs())})
    reader = reader_of(Keyed(desk.knowledge))
    signs = reader.signs(
        intake,
        epi_positive=_is_positive(ask, policy),
        measured=_measured(intake, policy),
    )
    person = person_of(known, intake, signs)
    known = known.model_copy(
        update={
            "knowledge": desk.knowledge.label,
            "person": person,
            "unknown": reader.unknown(intake),
            "signs": signs,
            "hits": reader.hits(signs, person),
            "questions": _questions(reader, intake, signs, person, policy),
        }
    )
    if isinstance(ask.command, Finish) and not (known.hits or intake.is_empty):
        return _advised(ask, known, intake, policy)
    return known


def person_of(known: GuidanceFacts, intake: Intake, signs: Signs) -> Person:
    """Return who is guided: age and sex from the card, the pregnancy as told."""
    pregnant = intake.pregnant
    if pregnant is None and signs.show("pregnant"):
        pregnant = True
    if known.sex is Sex.MALE:
        pregnant = False
    weeks = intake.weeks if pregnant else None
    return Person(age=known.age, sex=known.sex, pregnant=pregnant, weeks=weeks)


def _questions(
    reader: Reader, intake: Intake, signs: Signs, person: Person, policy: GuidancePolicy
) -> tuple[Asked, ...]:
    fertile = (policy.fertile_from, policy.fertile_to)
    return next_questions(reader, intake, signs, person, fertile)


def _intake(ask: Inquiry) -> Intake:
    before = ask.state.intake if isinstance(ask.state, Collecting) else Intake()
    return before.plus(ask.command.told) if isinstance(ask.command, Answer) else before


def _measured(intake: Intake, policy: GuidancePolicy) -> tuple[str, ...]:
    """Return what the thermometer says, by the knowledge base's names."""
    degrees = intake.temperature
    if degrees is None or degrees < policy.fever:
        return ()
    return ("fever", "high-fever") if degrees >= policy.high_fever else ("fever",)


def _is_positive(ask: Inquiry, policy: GuidancePolicy) -> bool:
    """Whether a survey or a declaration in force shows an exposure."""
    surveys = ask.related(CARD, ask.subject, "epi-survey")
    if any(isinstance(s, SurveySuspect) for s in surveys):
        return True
    today, window = day_of(ask.now), policy.exposure_window_days
    return any(
        counts(exposure, today, window)
        for state in ask.related(CARD, ask.subject, "health-declaration")
        if isinstance(state, DeclarationStanding)
        for exposure in state.answers.exposures or ()
    )


def _advised(
    ask: Inquiry, known: GuidanceFacts, intake: Intake, policy: GuidancePolicy
) -> GuidanceFacts:
    desk = ask.ports.guidance
    question = GuidanceQuestion(
        words=intake.words or "",
        symptoms=intake.symptoms,
        denied=intake.denied,
        history=intake.history or "",
        status=intake.status or "",
        person=known.person,
    )
    try:
        advice: object = desk.advise(question) if desk else None
    except OutsideUnavailableError:
        return known  # a person helps instead
    if desk is None or not isinstance(advice, Advice):
        return known
    base = desk.knowledge
    ranked = settle(
        advice.opinions, known.person, known.signs, base.by_code, policy.limits
    )
    codes = [o.department for o in ranked]
    return known.model_copy(
        update={
            "advice": advice,
            "departments": base.departments,
            "choices": tuple(_choices(ask, base, codes, known, policy)),
        }
    )


def _choices(
    ask: Inquiry,
    base: GuidanceKnowledge,
    codes: list[str],
    known: GuidanceFacts,
    policy: GuidancePolicy,
) -> Iterator[Choice]:
    today = day_of(ask.now)
    first = today + timedelta(days=policy.slots_from)
    last = today + timedelta(days=policy.slots_ahead)
    org = ask.state.org if isinstance(ask.state, Collecting) else ""
    for code in codes:
        choice = choice_of(
            ask.ports.scheduling,
            org=org,
            department=base.by_code[code],
            days=(first, last),
            now=ask.now,
            most=policy.doctors,
        )
        articles = articles_for(base, code, known.signs.symptoms, policy.articles)
        yield choice.model_copy(update={"articles": articles})
