"""Where an offered report may be."""

from typing import Annotated, Self

from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.access import Access, Grounds
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink, ReportLink
from ehealthcard.rules.reporting import Digest, ReportKind
from ehealthcard.workflow import Actor, State

from .model import Obstacle, Offence, Result, Source, Why, Yuan


class Shown(State):
    """What is known of every report that is shown to others.

    Lists leave ``result`` out; a doctor opens it by ``View``, on the record.
    """

    card: CardLink
    reference: ReportLink
    report: str
    org: str
    org_name: str
    kind: ReportKind
    version: int
    made_at: Moment
    """Since when the result is what it is: the sample's time, or the signature's."""

    sha256: Digest
    codes: tuple[str, ...]
    """Of its items and images; they say what was examined, never what was found."""

    result: Annotated[Result | None, PRIVATE]
    sensitive: bool
    source: Source
    receiver: str
    """The institution that it is shown to."""

    until: Moment
    consent: Signature
    grounds: Grounds
    offered_by: str
    offered_at: Moment

    def shown_to(self, actor: Actor) -> Self:
        """Return it without what was found."""
        del actor
        codes = () if self.sensitive else self.codes
        return self.model_copy(update={"result": None, "codes": codes})


class PendingVerify(Shown):
    """Uploaded, and not yet believed (待核验)."""


class Offered(Shown):
    """Authentic, to be looked at (已出示)."""


class Opened(Shown):
    """What is known once a doctor has looked."""

    encounter: str
    last_access: Access
    views: int


class Viewed(Opened):
    """A doctor looks at it and decides (已调阅)."""


class Recognised(Opened):
    """Taken as the institution's own result (已互认)."""

    order: str | None
    saved: Yuan
    recognised_by: str
    recognised_at: Moment


class Settled(State):
    """Recognised, and nobody can doubt it any more (互认已归档)."""

    card: CardLink
    receiver: str
    org: str
    codes: tuple[str, ...]
    saved: Yuan
    recognised_at: Moment


class Reordered(State):
    """Examined again, for a reason that the patient was told (已复查)."""

    card: CardLink
    org: str
    report: str
    receiver: str
    codes: tuple[str, ...]
    why: Why
    obstacle: Obstacle | None
    explanation: Annotated[str | None, PRIVATE]
    order: str | None
    reordered_by: str
    reordered_at: Moment


class Withdrawn(State):
    """A recognition that was taken back (互认已撤销)."""

    card: CardLink
    org: str
    report: str
    reference: str
    receiver: str
    encounter: str
    codes: tuple[str, ...]
    order: str | None
    reason: Annotated[str, PRIVATE]
    withdrawn_by: str
    withdrawn_at: Moment


class RejectedFake(State):
    """An upload that does not hold (核验不通过)."""

    card: CardLink
    org: str
    report: str
    offences: tuple[Offence, ...]
    offered_by: str
    rejected_by: str
    rejected_at: Moment


class Revoked(State):
    """The authorisation was taken back (授权已撤回)."""

    card: CardLink
    org: str
    report: str
    revoked_by: str
    revoked_at: Moment


class Expired(State):
    """Over by itself: its term, its report or its holder's card (已失效)."""

    card: CardLink
    org: str
    report: str
    expired_at: Moment
