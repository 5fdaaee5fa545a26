"""Who cares for whose card: what services and the desk know of it (家庭成员).

A bond in force is a state of the service that keeps it (``family-bond``). The access
policy asks for no other list, and the guardian that a person's sealed data names is
written from it.
"""

from datetime import date, datetime
from typing import Annotated

from ehealthcard.codesets import Kinship, Labelled
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.workflow import State

from .access import ADULT_FROM
from .calendar import add_months, start_of
from .declaring import GUARDED_BELOW
from .links import CardLink, CarerLink

FAMILY_DESK = "family-desk"
"""What the desk's own room acts as; no person is given it."""

FAMILY_WINDOW = ("registrar", "staff", FAMILY_DESK)
"""Roles of a window that sees to families on paper (窗口代办)."""


class ProofKind(Labelled):
    """What shows a relation (关系证明材料); a division of our own."""

    STATED = "stated", "登记时陈述", "stated when the child was registered"
    BIRTH_CERTIFICATE = "birth-certificate", "出生医学证明", "birth certificate"
    HOUSEHOLD_BOOK = "household-book", "居民户口簿", "household book"
    MARRIAGE_CERTIFICATE = "marriage-certificate", "结婚证", "marriage certificate"
    APPOINTMENT = "appointment", "指定监护证明", "appointment as guardian"
    COURT_ORDER = "court-order", "人民法院裁判文书", "court order"
    DELEGATION = "delegation", "授权委托书", "signed delegation"


class EndReason(Labelled):
    """Why a bond ended (解除原因)."""

    REVOKED = "revoked", "一方解除", "one of the two ended it"
    REFUSED = "refused", "未获同意", "it was refused"
    NOT_ANSWERED = "not-answered", "逾期未确认", "nobody answered in time"
    TERM = "term", "授权到期", "its term was over"
    DISMISSED = "dismissed", "监护关系终止", "the guardianship was ended"
    CARER_GONE = "carer-gone", "代管人账户已终止", "the carer's account ended"
    CARER_DIED = "carer-died", "代管人死亡", "the carer has died"
    HOLDER_GONE = "holder-gone", "本人健康卡注销", "the holder's card was cancelled"
    HOLDER_DIED = "holder-died", "本人死亡", "the holder has died"
    NOT_TAKEN = "not-taken", "逾期未接管", "of age, and nobody took the card over"
    PROVIDED = "provided", "已另行落实监护", "another guardian was found"
    OF_AGE = "of-age", "本人已成年", "the holder is of age"


class AccountStanding(State):
    """An account that is open (有效账户)."""

    most: int
    """How many cards it may hold, the holder's own included."""


class BondStanding(State):
    """A card is in somebody's account, with or without power over it (家庭成员关系)."""

    card: CardLink
    carer: CarerLink
    kinship: Kinship
    """What the carer is to the card's holder (GB/T 4761)."""

    slot: int
    """Which place in the carer's account it takes, from 1."""

    asked_by: str
    asked_at: Moment


class GuardianStanding(BondStanding):
    """A guardianship in force (有效监护)."""

    proof: ProofKind
    reference: Annotated[str | None, PRIVATE]
    """Number of the paper that was seen."""

    proved_by: str
    since: Moment


def first_moment_of(born: date, years: int) -> datetime:
    """Return when somebody completes *years*: 00:00 of the birthday, in China's time.

    The birthday completes a year, as everywhere here (:func:`.calendar.age_on`).
    """
    return start_of(add_months(born, 12 * years))


def last_moment_before(born: date, years: int) -> datetime:
    """Return the last moment at which somebody is younger than *years*."""
    return first_moment_of(born, years) - datetime.resolution


def childhood_ends(born: date) -> datetime:
    """Return the last moment of the age below 14 (PIPL art. 31)."""
    return last_moment_before(born, GUARDED_BELOW)


def minority_ends(born: date) -> datetime:
    """Return the last moment of the age below 18 (民法典 art. 17)."""
    return last_moment_before(born, ADULT_FROM)
