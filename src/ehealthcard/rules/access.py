"""Who may see a holder's reports and records, and on what grounds (查阅权限).

The holder himself; the registered guardian of a minor (民法典 art. 17-27); somebody to
whom the holder has granted it (PIPL art. 29: a separate consent, for a term). Everybody
else is refused, and the refusal is recorded (PIPL art. 51, guide chapter 5).
"""

from collections.abc import Collection
from datetime import datetime
from typing import Annotated

from ehealthcard.codesets import Labelled
from ehealthcard.crypto import Suite
from ehealthcard.identity import CardStatus
from ehealthcard.models import Model, Moment
from ehealthcard.workflow import Actor, Facts, Link, Rule, State

from .standing import require_active

ADULT_FROM = 18
"""From this birthday on nobody has a guardian by age (民法典 art. 17)."""

STRONGLY_AUTHENTICATED = "strong-auth"
"""The role of a session that has just proved itself a second time (二次认证): by face,
SMS or password. The embedding application adds it, and takes it away again."""

DelegateLink = Annotated[str, Link("delegate")]
"""The subject of somebody who may look in another's stead (受托人)."""

ACCESS_NOT_GRANTED = Rule(
    "ACCESS_NOT_GRANTED",
    "Only the holder, a minor's guardian or somebody with the holder's grant may see "
    "this; the attempt is on record.",
    "仅本人、未成年人的监护人或经本人授权的人员可以查阅；本次尝试已被记录。",
    traced=True,
)
STEP_UP_REQUIRED = Rule(
    "STEP_UP_REQUIRED",
    "This is especially sensitive; prove who you are a second time and ask again.",
    "该内容属于特别敏感信息，请完成二次身份认证后重试。",
)


class SensitiveClass(Labelled):
    """What needs a grant of its own (特别敏感类别, PIPL art. 28 and 29).

    The classes of GB/T 39725 level 5 (recalled), and reproductive health.
    """

    HIV = "hiv", "艾滋病", "HIV"
    SEXUAL = "sexual", "性传播疾病", "sexually transmitted disease"
    PSYCHIATRIC = "psychiatric", "精神心理", "psychiatry"
    GENETIC = "genetic", "遗传基因", "genetics"
    REPRODUCTIVE = "reproductive", "生殖健康", "reproductive health"
    ABUSE = "abuse", "伤害侵害", "abuse"


EVERY_CLASS = frozenset(SensitiveClass)


def classes_of(*told: object) -> frozenset[SensitiveClass]:
    """Return which classes states or commands speak of.

    A field ``sensitivity`` names one, ``speaks_of`` any number; a field ``sensitive``
    that is true names none, so it may be any. What a grant covers is nothing sensitive
    in itself.
    """
    found = set[SensitiveClass]()
    for one in told:
        if isinstance(one, AccessStanding):
            continue
        found |= set(getattr(one, "speaks_of", ()))
        named = getattr(one, "sensitivity", None)
        if named is not None:
            found |= {c for c in SensitiveClass if named.value.startswith(c.value)}
        elif getattr(one, "sensitive", False) is True:
            return EVERY_CLASS
    return frozenset(found)


class GrantScope(Labelled):
    """What a grant covers (授权范围).

    What a scope covers never grows: a grant that was given before would let more be
    done than its holder agreed to (PIPL art. 14). So what delegates may do besides is
    of a scope of its own, even where an older one sounds near: ``CARE``, though a log
    of the day is told as in ``DECLARING``, and ``VISIT``, though leaving the queue is
    near to giving a booking back.
    """

    REPORTS = "reports", "报告", "reports"
    RECORDS = "records", "就医记录", "visit records"
    HEALTH_RECORD = "health-record", "健康档案", "the health record"
    SHOW = "show", "出示健康码", "showing the code"
    BOOKING = "booking", "预约挂号", "booking, changing and giving back visits"
    DECLARING = "declaring", "健康申报", "answering for the holder's health"
    PAYING = "paying", "缴费结算", "settling bills"
    INPATIENT = "inpatient", "住院办理", "applying for beds and companions"
    VISIT = "visit", "到院就诊", "being with the holder at triage"
    REFERRAL = "referral", "转诊办理", "asking for a referral and calling it off"
    CARE = "care", "康复与签约", "the rehabilitation log and the family doctor"


class Grounds(Labelled):
    """Why somebody may look (查阅依据)."""

    SELF = "self", "本人", "the holder"
    GUARDIAN = "guardian", "监护人", "a minor's guardian"
    DELEGATE = "delegate", "受托人", "somebody with a grant"
    CLINICIAN = "clinician", "医务人员", "a clinician"
    BREAK_GLASS = "break-glass", "紧急访问", "breaking the glass"


class AccessStanding(State):
    """A grant in force (有效授权)."""

    delegate: DelegateLink
    scopes: tuple[GrantScope, ...]
    sensitive: bool
    """Whether it covers what is especially sensitive, of whatever class."""

    by_guardian: bool
    """Whether a guardian gave it; such a one ends with the holder's minority."""

    until: Moment
    classes: tuple[SensitiveClass, ...] = ()
    """The classes that it covers where it does not cover all."""


class GrantSeen(Model):
    """What a rule must know of a grant."""

    delegate: str
    scopes: tuple[GrantScope, ...]
    sensitive: bool
    by_guardian: bool
    until: Moment
    classes: tuple[SensitiveClass, ...] = ()

    def opens(self, classes: Collection[SensitiveClass]) -> bool:
        """Whether it covers all of *classes*; none are always covered."""
        return self.sensitive or set(classes) <= set(self.classes)


def grant_of(state: AccessStanding, delegate: str) -> GrantSeen:
    """Return what a rule must know of a grant in force.

    Args:
        state: The grant.
        delegate: The subject of its delegate by now, whose card may have been merged.

    """
    return GrantSeen(
        delegate=delegate,
        scopes=state.scopes,
        sensitive=state.sensitive,
        by_guardian=state.by_guardian,
        until=state.until,
        classes=state.classes,
    )


class AccessFacts(Facts):
    """What must be known of the holder before somebody looks."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    """The subject of the registered guardian."""

    by_court: bool = False
    """Whether it is an adult's, by a court order."""

    viewer: CardStatus | None = None
    """The card of whoever looks in the holder's stead."""

    grants: tuple[GrantSeen, ...] = ()


class Access(Model):
    """One look (查阅记录); all of them together are the case's history."""

    at: Moment
    by: str
    grounds: Grounds
    action: str
    watermark: str
    """What is printed across what is shown (水印)."""


def is_strong(actor: Actor) -> bool:
    """Whether the session has proved itself a second time."""
    return STRONGLY_AUTHENTICATED in actor.roles


def require_grounds(
    actor: Actor,
    subject: str,
    facts: AccessFacts,
    scope: GrantScope,
    *,
    now: datetime,
    sensitive: bool,
    classes: Collection[SensitiveClass] = EVERY_CLASS,
) -> Grounds:
    """Return why *actor* may look at what is *subject*'s, as a resident.

    Raises:
        RuleViolationError: He may not, or must prove himself a second time first.

    """
    wanted = classes if sensitive else ()
    grounds = resident_grounds(actor, subject, facts, scope, now, classes=wanted)
    if grounds is None:
        raise ACCESS_NOT_GRANTED.broken()
    if sensitive and not is_strong(actor):
        raise STEP_UP_REQUIRED.broken()
    return grounds


def resident_grounds(
    actor: Actor,
    subject: str,
    facts: AccessFacts,
    scope: GrantScope,
    now: datetime,
    *,
    classes: Collection[SensitiveClass] = (),
) -> Grounds | None:
    """Return the grounds of a resident; ``None`` where there are none.

    What is of *classes* needs a grant that covers them all.

    Raises:
        CardError: Whoever looks in the holder's stead has no active card.

    """
    who = actor.holder
    if who is None:
        return None
    if who == subject:
        return Grounds.SELF
    grounds = _in_stead(who, facts, scope, now, classes)
    if grounds is not None:
        require_active(facts.viewer)
    return grounds


def _in_stead(
    who: str,
    facts: AccessFacts,
    scope: GrantScope,
    now: datetime,
    classes: Collection[SensitiveClass],
) -> Grounds | None:
    """Return the grounds of somebody who is not the holder."""
    minor = facts.by_court or (facts.age is not None and facts.age < ADULT_FROM)
    if minor and who == facts.guardian:
        return Grounds.GUARDIAN
    granted = any(
        g.delegate == who
        and scope in g.scopes
        and now <= g.until
        and g.opens(classes)
        and (minor or not g.by_guardian)
        for g in facts.grants
    )
    return Grounds.DELEGATE if granted else None


def accessed(
    actor: Actor, grounds: Grounds, now: datetime, *, action: str, what: str, of: str
) -> Access:
    """Return the record of a look.

    Args:
        actor: Who looks.
        grounds: Why he may.
        now: When.
        action: ``view``, ``download``, ``export``.
        what: The number of what is looked at.
        of: Whose paper it is: the institution's name.

    """
    moment = f"{now:%Y%m%d%H%M%S%f}"
    seed = "\0".join((actor.id, actor.holder or "", what, moment)).encode()
    trace = Suite.INTL.digest(b"watermark\0" + seed).hex()[:10].upper()
    text = f"{of} {what} 仅供{grounds.zh}查阅 追溯码{trace}"
    return Access(at=now, by=actor.id, grounds=grounds, action=action, watermark=text)
