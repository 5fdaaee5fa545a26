"""What the service speaks of."""

from datetime import date, timedelta
from decimal import Decimal

from ehealthcard.codesets import Channel, Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import stands_in
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.epidemiology import EXPOSURE_DAYS, FEVER
from ehealthcard.workflow import Facts, Model, Policy, Timeline


class VisitPurpose(Labelled):
    """Why the holder comes (来院目的); the codes are the project's own."""

    TREATMENT = "1", "就诊", "treatment"
    ACCOMPANYING = "2", "陪诊", "accompanying a patient"
    VISITING = "3", "探视", "visiting a patient"
    ADMISSION = "4", "住院", "admission"
    OTHER = "5", "其他", "other"


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

    stands_in: bool = False
    """Whether who acts may declare in the holder's stead."""


def declaration_facts(ask: Inquiry) -> DeclarationFacts:
    """Look at the holder's card."""
    holder = ask.holder()
    return DeclarationFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        stands_in=stands_in(ask, GrantScope.DECLARING),
    )


PAPER = Channel.WINDOW
"""A form filled in by staff for somebody without a phone."""
