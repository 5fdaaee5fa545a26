"""States and commands of a code's binding."""

from ehealthcard.codes import Assurance, Source
from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.rules.code_desk import Name, Value
from ehealthcard.rules.links import CardLink, CodeBindingLink, CodeConflictLink
from ehealthcard.workflow import Command, Notice, State


class Unbinding(Labelled):
    """Why a binding ended (解绑原因)."""

    ASKED = "asked", "本人申请", "the holder asked for it"
    WRONG = "wrong", "绑定有误", "it was bound by mistake"
    VOID = "void", "码已失效", "its issuer says that it no longer holds"
    RULING = "ruling", "冲突裁定", "a ruling on a conflict"
    MERGED = "merged", "档案合并", "it went to the card that was merged with this one"
    CARD_ENDED = "card-ended", "健康卡注销", "the health card was cancelled"


class Held(State):
    """What is known of every binding."""

    card: CardLink
    name: CodeBindingLink
    """The binding's own name."""

    kind: Name
    issuer: Name
    value: Value
    source: Source
    assurance: Assurance
    valid_from: Moment
    valid_until: Moment | None
    bound_by: str
    bound_at: Moment


class Bound(Held):
    """The code leads to the card (已绑定)."""


class Disputed(Held):
    """Somebody reviews whose the code is; it leads nowhere (争议中)."""

    conflict: CodeConflictLink
    disputed_at: Moment


class Unbound(Held):
    """Over (已解绑)."""

    reason: Unbinding
    unbound_by: str
    unbound_at: Moment


class Expired(Held):
    """Its term is over (已到期)."""

    expired_at: Moment


class Bind(Command):
    """Let a code lead to the card (绑定); the desk does it."""

    name: Name
    kind: Name
    issuer: Name
    value: Value
    source: Source
    assurance: Assurance
    valid_from: Moment
    valid_until: Moment | None = None


class Renew(Command):
    """The binding is better known or holds longer (续绑); the desk does it."""

    source: Source
    assurance: Assurance
    valid_until: Moment | None


class Unbind(Command):
    """End the binding (解绑); the desk does it."""

    reason: Unbinding


class Awarded(Notice):
    """A ruling gave the code to this card."""

    name: Name
    kind: Name
    issuer: Name
    value: Value
    assurance: Assurance
    valid_until: Moment | None


class Contested(Notice):
    """Somebody reviews whose the code is."""

    conflict: str


class Kept(Notice):
    """The code stays where it is."""


class Lost(Notice):
    """The code was not this card's."""


class TermEnded(Notice):
    """The last moment of its term is over."""


class CardEnded(Notice):
    """The health card was cancelled."""
