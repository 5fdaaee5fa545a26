"""Who is managed, who may act, and on which days (慢病管理的资格与日期)."""

from datetime import date, timedelta

from ehealthcard.codesets import Sex
from ehealthcard.errors import CardNotFoundError
from ehealthcard.identity import CardStatus
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.workflow import Actor, AnyContext, Facts, Rule, State

from .codes import Disease

CLINICIANS = ("doctor", "nurse", "family-doctor", "public-health")
"""Who measures and writes down."""

DOCTORS = ("doctor", "family-doctor")
"""Who diagnoses, and takes somebody into care."""

CHRONIC_OTHER_INSTITUTION = Rule(
    "CHRONIC_OTHER_INSTITUTION",
    "Another institution cares for this resident; its own staff write it down.",
    "该居民由其他机构管理，请由管理机构办理。",
)
VISIT_IN_FUTURE = Rule(
    "VISIT_IN_FUTURE",
    "The day lies in the future; give the day on which it happened.",
    "日期不能晚于今日，请填写实际日期。",
)
VISIT_TOO_OLD = Rule(
    "VISIT_TOO_OLD",
    "It may be written down up to {days} days later; this is older.",
    "仅可补录 {days} 日内的记录。",
)
REFUSAL_NOT_YOURS = Rule(
    "REFUSAL_NOT_YOURS",
    "Only the holder, a minor's guardian or staff may say so.",
    "仅本人、未成年人的监护人或工作人员可以办理。",
)


class CareStanding(State):
    """Somebody is cared for (在管慢病患者)."""

    disease: Disease


class DoubtStanding(State):
    """A raised reading is being followed up (筛查可疑)."""

    disease: Disease


class ChronicFacts(Facts):
    """What must be known of the holder."""

    status: CardStatus | None
    age: int | None
    sex: Sex = Sex.UNKNOWN
    guardian: str | None = None
    """The subject of the registered guardian."""

    by_court: bool = False
    """Whether it is an adult's, by a court order."""

    managed: tuple[Disease, ...] = ()
    """What he is cared for already."""

    suspected: tuple[Disease, ...] = ()
    """What a screening is following up."""

    @property
    def known_age(self) -> int:
        """Whole years.

        Raises:
            CardNotFoundError: Nothing is known of the holder.

        """
        if self.age is None:
            raise CardNotFoundError
        return self.age


def sees_values(actor: Actor) -> bool:
    """Whether a list shows *actor* what was measured: clinicians, holder, guardian."""
    return actor.holder is not None or not actor.roles.isdisjoint(CLINICIANS)


def require_clinician(ctx: AnyContext, org: str, roles: tuple[str, ...]) -> None:
    """Refuse unless the actor holds one of *roles* at the institution *org*.

    Raises:
        RuleViolationError: It does not.

    """
    ctx.require(*roles)
    if ctx.actor.org not in (None, org):
        raise CHRONIC_OTHER_INSTITUTION.broken()


def require_voice(actor: Actor, subject: str, facts: ChronicFacts) -> None:
    """Refuse who may not speak for the holder: himself, or the guardian.

    A minor's, or an adult's by a court order.

    Raises:
        RuleViolationError: He may not.

    """
    minor = facts.age is not None and facts.age < ADULT_FROM
    guardian = (facts.guardian,) if minor or facts.by_court else ()
    speakers = guardian if minor else (subject, *guardian)
    if actor.holder is None or actor.holder not in speakers:
        raise REFUSAL_NOT_YOURS.broken()


def require_day(on: date, today: date, backdate_days: int) -> None:
    """Refuse a day in the future, or one too long ago.

    Raises:
        RuleViolationError: It is.

    """
    if on > today:
        raise VISIT_IN_FUTURE.broken()
    if on < today - timedelta(days=backdate_days):
        raise VISIT_TOO_OLD.broken(days=backdate_days)
