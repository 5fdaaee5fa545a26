"""Where a session may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.declaring import Declarant, Signature
from ehealthcard.rules.guidance import Asked, Hit, Intake, Person
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import PRIVATE, State

from .model import ManualReason, Rationale, Recommendation


class Opened(State):
    """What is known of every session."""

    card: CardLink
    session: str
    """The session's own name (导诊会话号)."""

    org: str
    opened_by: str | None
    """The subject of the person who began it; ``None`` where nobody knows."""


class Live(Opened):
    """What is known while health data is kept."""

    declarant: Declarant
    consent: Signature
    person: Person
    intake: Annotated[Intake, PRIVATE]
    expires_at: Moment


class Collecting(Live):
    """Being told (采集中)."""

    questions: Annotated[tuple[Asked, ...], PRIVATE]
    """What to ask next, the most urgent first."""

    knowledge: str | None
    """The knowledge base's version and mark; ``None``: none is plugged in."""


class EmergencyAdvised(Live):
    """120 or the emergency department, and no ranking (已提示急诊)."""

    flags: Annotated[tuple[Hit, ...], PRIVATE]
    """What made it an emergency."""

    departments: tuple[str, ...]
    """Where to go: the emergency department first."""

    advice: str
    """What is shown."""

    raised_by: str | None
    """The staff who said so; ``None``: the knowledge base's red flags did."""

    knowledge: str | None
    advised_at: Moment


class Recommended(Live):
    """Departments, doctors and articles; never a diagnosis (已推荐)."""

    departments: tuple[Recommendation, ...]
    rationale: Rationale
    recommended_at: Moment
    refusal: str | None = None
    """Why the last booking did not come about."""


class ManualGuide(Live):
    """A person helps: the guide desk or general practice (人工导诊)."""

    reason: ManualReason
    department: str
    """General practice (全科), for who does not want to wait."""

    knowledge: str | None


class Converted(Live):
    """A slot was chosen and the appointment asked for (已转预约)."""

    departments: tuple[Recommendation, ...]
    rationale: Rationale
    recommended_at: Moment
    slot: str
    actor: str
    holder: str | None
    actor_org: str | None
    channel: str
    chosen_at: Moment
    appointment: str | None = None
    """The case of §4.2.2; ``None`` until the relay has opened it."""


class Closed(Opened):
    """Over (已关闭)."""

    reason: str
    """``ACKNOWLEDGED``, ``DISMISSED`` or ``HOLDER_GONE``."""

    by: str
    closed_at: Moment


class Expired(Opened):
    """Over by itself after 24 hours (已过期)."""


class Withdrawn(State):
    """The consent was taken back and what was told is erased (已撤回同意)."""

    card: CardLink
