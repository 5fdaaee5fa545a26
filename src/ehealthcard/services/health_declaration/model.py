"""What the service speaks of."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.codesets import Channel, Kinship, Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.epidemiology import (
    EXPOSURE_DAYS,
    FEVER,
    Celsius,
    Exposure,
    Symptom,
    counts,
)
from ehealthcard.workflow import PRIVATE, Facts, Model, Policy, Timeline

OLDEST_CHILD = 14
"""Below this age a guardian declares (PIPL art. 31)."""


class Relation(Labelled):
    """Who declares (申报人): 特殊情况可由家人/朋友代为申报, guide §4.1.1."""

    SELF = "self", "本人", "the holder"
    FAMILY = "family", "家人", "a family member"
    FRIEND = "friend", "朋友", "a friend"
    GUARDIAN = "guardian", "监护人", "the guardian"


class VisitPurpose(Labelled):
    """Why the holder comes (来院目的); the codes are the project's own."""

    TREATMENT = "1", "就诊", "treatment"
    ACCOMPANYING = "2", "陪诊", "accompanying a patient"
    VISITING = "3", "探视", "visiting a patient"
    ADMISSION = "4", "住院", "admission"
    OTHER = "5", "其他", "other"


class Declarant(Model):
    """Who fills in the declaration."""

    relation: Relation = Relation.SELF
    kinship: Kinship | None = None
    """For family: what the declarant is to the holder (GB/T 4761)."""

    name: Annotated[str | None, PRIVATE] = None
    document: Annotated[str | None, PRIVATE] = None
    phone: Annotated[str | None, PRIVATE] = None
    reason: str | None = None
    """Why the holder does not declare himself."""


class NucleicTest(Model):
    """A nucleic acid test (核酸检测)."""

    result: Literal["negative", "positive", "pending"]
    sampled_at: Moment


class Answers(Model):
    """The questionnaire; ``None`` is an item not answered, and "none" an empty list."""

    temperature: Annotated[Celsius | None, PRIVATE] = None
    symptoms: Annotated[tuple[Symptom, ...] | None, PRIVATE] = None
    exposures: Annotated[tuple[Exposure, ...] | None, PRIVATE] = None
    nucleic: Annotated[NucleicTest | None, PRIVATE] = None
    address_region: Annotated[str | None, Field(pattern=r"^\d{6}$")] = None
    """Six digits of GB/T 2260."""

    address_detail: Annotated[str | None, PRIVATE] = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The mandatory items without an answer."""
        items = ("temperature", "symptoms", "exposures")
        return tuple(i for i in items if getattr(self, i) is None)


class Visit(Model):
    """What the declaration is for."""

    purpose: VisitPurpose = VisitPurpose.TREATMENT
    org: str | None = None
    """Code of the institution the holder means to visit."""


class Use(Model):
    """One use of a declaration, at a gate or a triage desk."""

    org: str
    place: str
    channel: str
    at: Moment


class Signature(Model):
    """A text that was accepted: the personal commitment (个人承诺), or the consent."""

    version: str = Field(min_length=1)
    accepted_at: Moment


class Attention(Model):
    """What a fever clinic is told: no more than it needs."""

    card: str
    org: str | None
    reasons: tuple[str, ...]


class FalseDeclaration(Model):
    """What the monitor is told."""

    card: str
    voided_by: str


class DeclarationPolicy(Policy):
    """What changes with places and years."""

    valid_for: timedelta = timedelta(hours=24)
    """guide §4.1.1: 申报后 24 小时内有效."""

    draft_for: timedelta = timedelta(days=7)
    fever: Decimal = FEVER
    exposure_window_days: int | None = None
    """Days back that an exposure counts, both ends included; ``None``: never."""

    nucleic_counts: bool = False
    keep_used_attention: bool = False
    """Whether a declaration that led to isolation may no longer be withdrawn."""


POLICIES = Timeline(
    (
        DeclarationPolicy(
            name="2022-12",
            effective_from=date(2022, 12, 1),
            effective_to=date(2023, 1, 7),
            exposure_window_days=EXPOSURE_DAYS,
            nucleic_counts=True,
            keep_used_attention=True,
        ),
        DeclarationPolicy(name="2023-01-08+", effective_from=date(2023, 1, 8)),
    )
)


class DeclarationFacts(Facts):
    """What the rules must know of the holder."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    """The subject of the registered guardian."""


def declaration_facts(ask: Inquiry) -> DeclarationFacts:
    """Look at the holder's card."""
    holder = ask.holder()
    return DeclarationFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
    )


def reasons(answers: Answers, on: datetime, policy: DeclarationPolicy) -> list[str]:
    """Return what in *answers* calls for attention, as codes.

    Any one symptom, any counting exposure or a fever does (hospital questionnaires,
    2020-2022).
    """
    found = [f"SYMPTOM_{s.value}" for s in answers.symptoms or ()]
    if answers.temperature is not None and answers.temperature >= policy.fever:
        found.append("FEVER")
    day, window = day_of(on), policy.exposure_window_days
    found += [e.kind.value for e in answers.exposures or () if counts(e, day, window)]
    test = answers.nucleic
    if policy.nucleic_counts and test and test.result == "positive":
        found.append("NUCLEIC_POSITIVE")
    return found


PAPER = Channel.WINDOW
"""A form filled in by staff for somebody without a phone."""
