"""What states of one service tell others about a card holder."""

from abc import abstractmethod
from typing import Annotated

from ehealthcard.errors import (
    CardCancelledError,
    CardLostError,
    CardMergedError,
    CardNotActiveError,
    CardNotFoundError,
)
from ehealthcard.identity import CardStatus
from ehealthcard.models import Day, Moment
from ehealthcard.workflow import PRIVATE, Actor, Link, State

from .declaring import Declarant, Signature
from .links import CardLink, TeamLink
from .messages import MessageKind
from .questionnaire import Answers


class DeclarationStanding(State):
    """A health declaration in force (有效健康申报)."""

    attention: bool
    """Whether anything in it calls for attention."""

    answers: Annotated[Answers, PRIVATE]
    declarant: Declarant
    commitment: Signature
    submitted_at: Moment
    valid_until: Moment


class SurveyAnswered(State):
    """A survey that was filled in (已填写流调)."""

    @property
    @abstractmethod
    def holds_until(self) -> Moment:
        """The last moment at which its answers hold."""


class SurveySuspect(State):
    """A survey found suspect, and not ruled out by a doctor (流调疑似)."""


class MessagesWelcome(State):
    """A holder's consent to messages (消息接收同意)."""

    without: tuple[MessageKind, ...] = ()
    """Kinds that are not wanted."""

    channels: tuple[str, ...] = ()
    """Channels in order of preference; the policy's if empty."""


class BookingStanding(State):
    """What the record of missed appointments means for booking (预约信用)."""

    blocked_until: Moment | None = None
    """The last moment of a block (限制预约)."""


class BookingCounted(BookingStanding):
    """What counts towards a block that is not there yet (计次)."""

    missed: tuple[Day, ...] = ()
    """Days of the visits that were missed, within the period that counts."""

    cancelled: tuple[Day, ...] = ()
    """Days on which bookings were cancelled."""

    refunded: tuple[Day, ...] = ()
    """Days on which tickets were given back."""


class InsuranceStanding(State):
    """Whether somebody may settle with the insurance online (医保联网结算资格)."""

    suspended_until: Moment | None = None
    """The last moment of a suspension (YB-41)."""


class SeniorStanding(State):
    """A senior card in force (有效老年证)."""

    number: str
    edition: int
    """Which copy of it; a card that replaces a lost one has the next."""

    tier_from: int
    """The age from which its tier is given (优待档次), such as 70."""


class SeniorAgentStanding(State):
    """Somebody may see to the senior card in the holder's stead (老年证代办授权)."""

    agent: Annotated[str, Link("senior-agent")]
    """The agent's subject."""

    until: Moment


class FamilyDoctorStanding(State):
    """A family doctor contract in force (有效家庭医生签约)."""

    card: CardLink
    team: TeamLink

    def is_with(self, actor: Actor) -> bool:
        """Whether *actor* belongs to the team; nobody does unless it says who."""
        del actor
        return False


def require_active(status: CardStatus | None) -> None:
    """Refuse unless the card is active.

    Raises:
        CardError: It is not; the subclass says why.

    """
    match status:
        case CardStatus.ACTIVE:
            return
        case CardStatus.SUSPENDED:
            raise CardLostError
        case CardStatus.CANCELLED:
            raise CardCancelledError
        case CardStatus.MERGED:
            raise CardMergedError
        case None:
            raise CardNotFoundError
        case _:
            raise CardNotActiveError
