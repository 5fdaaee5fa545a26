"""Where a companion pass may be."""

from typing import Annotated, ClassVar

from ehealthcard.models import Moment
from ehealthcard.rules.links import AdmissionLink, CardLink, PassLink
from ehealthcard.rules.stays import StayEnd
from ehealthcard.rules.ward_tests import WardTest
from ehealthcard.workflow import PRIVATE, State

from .model import (
    CompanionData,
    Consent,
    Hindrance,
    Passage,
    Seat,
)


class Pass(State):
    """What is known of every pass; its case is the companion's."""

    is_live: ClassVar[bool] = True
    """Whether it is asked for or in use."""

    card: CardLink
    """The companion's subject; the companion's card is the pass."""

    pass_id: PassLink
    admission: AdmissionLink
    patient: str
    """The patient's subject."""

    org: str
    ward: str
    bed: str
    companion: CompanionData
    consent: Consent | None = None
    test: Annotated[WardTest | None, PRIVATE] = None
    second: str | None = None
    """Why the ward lets a second companion in, where it said so here."""

    applied_at: Moment


class Applied(Pass):
    """Something is still missing (已申请，待补充)."""

    replaces: str | None = None
    missing: tuple[str, ...]
    """``CONSENT`` or ``TEST``."""


class PendingWard(Pass):
    """Checked; the ward decides (待病区审核)."""

    seat: Seat


class PendingReplacement(Pass):
    """Checked; takes over when the other companion goes (待更换)."""

    replaces: str
    """The pass of the companion who goes."""


class Seated(Pass):
    """What is known of somebody with a place at the bedside."""

    seat: Seat
    valid_from: Moment
    until: Moment
    since: Moment
    """Since when the pass is in use in this ward, or rests."""

    approved_by: str
    order_doctor: str | None = None
    inside: bool = False
    passages: int = 0
    last_passage: Passage | None = None
    """Earlier ones are the case's history."""


class Temporary(Seated):
    """Good for a day, for an emergency (临时陪护证)."""


class Active(Seated):
    """Good for the ward's gate (有效)."""

    tested_until: Moment | None = None
    """How long the test lasts, where it must be repeated."""

    remind_at: Moment
    reminded: bool = False
    edition: int = 1
    """Counts how often it was extended, from 1."""


class Suspended(Seated):
    """Rests (已暂停)."""

    reasons: tuple[Hindrance, ...]
    temporary: bool
    remind_at: Moment
    tested_until: Moment | None = None
    reminded: bool = False
    edition: int = 1


class Rejected(State):
    """Not given (未通过)."""

    card: CardLink
    admission: str
    reasons: tuple[str, ...]
    rejected_at: Moment


class Revoked(Pass):
    """Taken away, or given up (已收回)."""

    is_live: ClassVar[bool] = False
    reason: str
    revoked_by: str
    revoked_at: Moment


class Excluded(Revoked):
    """Taken away for misuse; its holder gets none for a while (已收回并限制申请)."""

    excluded_until: Moment


class RevokedWithStay(Pass):
    """Ended with the patient's stay (随出院收回)."""

    is_live: ClassVar[bool] = False
    how: StayEnd
    ended_at: Moment
    inside: bool = False
    """Whether the companion was in the ward; the ward collects the pass."""


class Replaced(Pass):
    """Another companion took the place (已更换)."""

    is_live: ClassVar[bool] = False
    seat: Seat
    successor: str
    replaced_at: Moment
    inside: bool = False


class Expired(Pass):
    """Run out; it may be renewed while the stay lasts (已过期)."""

    is_live: ClassVar[bool] = False
    expired_at: Moment
    inside: bool = False
