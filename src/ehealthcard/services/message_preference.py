"""What a resident wants to be told, and how (消息偏好).

Messages about care need the holder's consent; it is given and taken back in one step
each (PIPL art. 14-15: withdrawal is as easy). Kinds may be opted out of one by one.
What must be told, such as a suspended clinic, is the notifications' policy.

The guide does not describe it; it is this project's own machine for what §4.3.5 needs.
"""

from pydantic import Field

from ehealthcard.models import only_added
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.links import CardLink
from ehealthcard.rules.messages import MessageKind
from ehealthcard.rules.standing import MessagesWelcome
from ehealthcard.workflow import Claim, Command, Context, State, Title, Workflow


class Granted(MessagesWelcome):
    """Messages are welcome (已同意)."""

    card: CardLink
    consent: Signature


class Withdrawn(State):
    """No messages but those that must be (已撤回)."""

    card: CardLink


class Grant(Command):
    """Say what is welcome, for the first time or anew (设置偏好)."""

    consent: str = Field(min_length=1)
    """Version of the text that was agreed to."""

    without: tuple[MessageKind, ...] = ()
    """Kinds that are not wanted."""

    channels: tuple[str, ...] = ()
    """Channels in order of preference (用卡渠道 codes, or ``SMS``); the policy's if
    empty."""


class Withdraw(Command):
    """Take the consent back (撤回同意)."""


def grant(state: Granted | Withdrawn | None, command: Grant, ctx: Context) -> Granted:
    """The holder, or who acts for him, agrees and chooses."""
    return Granted(
        card=ctx.subject,
        consent=Signature(version=command.consent, accepted_at=ctx.now),
        without=command.without,
        channels=command.channels,
    )


def withdraw(state: Granted, command: Withdraw, ctx: Context) -> Withdrawn:
    """Taken back as easily as given (PIPL art. 15)."""
    return Withdrawn(card=state.card)


def one_each(state: Granted | Withdrawn) -> Claim:
    """Each holder has one preference."""
    return Claim(f"message-preference:{state.card}")


MessagePreference = Granted | Withdrawn
MessagePreferenceCommand = Grant | Withdraw

message_preference: Workflow[MessagePreference, MessagePreferenceCommand] = Workflow(
    "message-preference",
    Title("消息偏好", "What messages are welcome", "4.3.5"),
    transitions=(grant, withdraw),
    effects=(one_each,),
    version=2,
    upcasters=(only_added,),
)
