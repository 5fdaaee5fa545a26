"""Where a card may be (卡状态)."""

from ehealthcard.models import Moment
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import State


class Life(State):
    """What every step keeps."""

    card: CardLink
    channel: str
    applied_at: Moment


class Applied(Life):
    """Applied for; the real name is not verified (已申领)."""


class Verified(Life):
    """The real name is verified (已实名认证)."""

    verified_by: str
    method: str


class Active(Verified):
    """Good for use (正常)."""

    active_since: Moment
    restored_at: Moment | None = None
    """When it was found again, if it was lost."""

    reveals: int = 0
    """How often the card ID was turned back into the document."""

    last_reveal_reason: str | None = None


class Suspended(Active):
    """Reported lost (挂失)."""

    reason: str


class Merged(Active):
    """The holder has another card, which answers for this one (已合并)."""

    merged_at: Moment
    lost: str | None = None
    """Why it was reported lost before, if it was."""


class Temporary(Life):
    """For somebody who cannot say who he is; good for a term (临时卡)."""

    until: Moment


class Cancelled(Life):
    """Cancelled (注销); applying again restores it."""

    reason: str


class Erased(State):
    """All that was known of the holder is destroyed (已删除)."""

    erased_at: Moment
