"""What the service speaks of."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Day, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import stands_in
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.epidemiology import EXPOSURE_DAYS, FEVER
from ehealthcard.rules.preparing import Reminder
from ehealthcard.rules.questionnaire import Answers
from ehealthcard.rules.standing import DeclarationStanding
from ehealthcard.workflow import CARD, PRIVATE, Facts, Model, Policy, Timeline


class Occasion(Labelled):
    """What the survey is required for."""

    APPOINTMENT = "appointment", "预约就诊", "an appointment"
    CHECK_IN = "check-in", "到院签到", "check-in"


class BookedVisit(Model):
    """The visit that a survey was asked for by a booking (预约就诊)."""

    starts_at: Moment
    hours: int = Field(ge=1)
    """From how many hours before it on the survey is asked for."""

    reminder: Reminder = Reminder()
    """Which message of it stands."""

    told_as: str | None = None
    """What the messages are named after; ``None``: after the appointment."""

    @property
    def opens_at(self) -> datetime:
        """From when on it is asked for."""
        return self.starts_at - timedelta(hours=self.hours)


class AlsoBooked(Model):
    """Another visit of the same day that the survey is good for (同日其他就诊)."""

    appointment: str
    department: str | None
    starts_at: Moment
    hours: int = Field(ge=1)
    """From how many hours before it on the survey is asked for."""

    rests: bool = False
    """Whether it is called off, and may be replaced."""

    @property
    def opens_at(self) -> datetime:
        """From when on the survey is asked for because of it."""
        return self.starts_at - timedelta(hours=self.hours)


class Contact(Model):
    """Somebody who was near a suspected patient (密切接触者)."""

    name: Annotated[str, PRIVATE]
    phone: Annotated[str, PRIVATE]
    last_on: Annotated[Day, PRIVATE]
    """The last day of contact."""


class EpiSurveyPolicy(Policy):
    """What changes with places and years."""

    valid_for: timedelta = timedelta(hours=24)
    """How long answers hold, counted from when they were given, closed (inferred)."""

    fever: Decimal = FEVER
    exposure_window_days: int | None = None
    """Days back that an exposure counts, both ends included; ``None``: never."""

    nucleic_counts: bool = False


POLICIES = Timeline(
    (
        EpiSurveyPolicy(
            name="2022-12",
            effective_from=date(2022, 12, 1),
            effective_to=date(2023, 1, 7),
            exposure_window_days=EXPOSURE_DAYS,
            nucleic_counts=True,
        ),
        EpiSurveyPolicy(name="2023-01-08+", effective_from=date(2023, 1, 8)),
    )
)


class Declared(Model):
    """A health declaration in force, as far as the survey may take it over."""

    answers: Annotated[Answers, PRIVATE]
    declarant: Declarant
    commitment: Signature
    submitted_at: Moment


class SurveyFacts(Facts):
    """What the rules must know of the holder."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    """The subject of the registered guardian."""

    stands_in: bool = False
    """Whether who acts may declare in the holder's stead."""

    declared: Declared | None = None
    """The declaration in force, if there is one."""


def survey_facts(ask: Inquiry) -> SurveyFacts:
    """Look at the holder's card and for a declaration in force."""
    holder = ask.holder()
    found = [
        Declared(
            answers=state.answers,
            declarant=state.declarant,
            commitment=state.commitment,
            submitted_at=state.submitted_at,
        )
        for state in ask.related(CARD, ask.subject, "health-declaration")
        if isinstance(state, DeclarationStanding)
    ]
    return SurveyFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        stands_in=stands_in(ask, GrantScope.DECLARING),
        declared=found[-1] if found else None,
    )


class SuspectFound(Model):
    """What a fever clinic or an isolated point is told: no more than it needs."""

    card: str
    org: str
    reasons: tuple[str, ...]


class ContactList(Model):
    """What the centre for disease control is given (IDPL art. 12, 39)."""

    card: str
    org: str
    contacts: Annotated[tuple[Contact, ...], PRIVATE] = Field(min_length=1)


class FalseSurvey(Model):
    """What the monitor is told."""

    card: str
    found_by: str
