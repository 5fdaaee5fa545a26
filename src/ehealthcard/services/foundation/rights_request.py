"""What a person may ask of whoever keeps his data (个人信息权利请求).

PIPL art. 44 to 50: a copy of everything (art. 45), a correction (art. 46), an erasure
(art. 47), an explanation (art. 48). Each request is a case: fulfilled, or refused with
a reason (art. 50), and overdue where nobody answers. The near relatives of somebody who
died may ask for a copy, a correction or an erasure (art. 49): the registrar who has
seen the proof of kinship asks for them.

The law says "in time" (及时); the fifteen working days are taken as twenty-one days
and are inferred. Not built: nobody moves the request to another keeper of the data
(art. 45, transfer).
"""

from datetime import date, timedelta

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import ADULT_FROM
from ehealthcard.workflow import (
    Command,
    Context,
    Facts,
    Notice,
    Policy,
    Rule,
    State,
    Timeline,
    Title,
    Until,
    Workflow,
)

REGISTRAR = "registrar"
OFFICER = "privacy-officer"
NOT_ENTITLED = Rule(
    "RIGHTS_NOT_ENTITLED",
    "The holder, a minor's guardian or a window asks for this; go there.",
    "须由本人、未成年人的监护人提出，或到窗口办理。",
    traced=True,
)


class Right(Labelled):
    """What is asked for (权利类型)."""

    COPY = "copy", "查阅复制", "a copy of everything"
    CORRECTION = "correction", "更正补充", "a correction"
    ERASURE = "erasure", "删除", "an erasure"
    EXPLANATION = "explanation", "解释说明", "an explanation of the rules"


class RightsPolicy(Policy):
    """What a hospital may set."""

    answer_within: timedelta = timedelta(days=21)


POLICIES = Timeline((RightsPolicy(name="standard", effective_from=date(2021, 11, 1)),))


class RightsFacts(Facts):
    """What must be known of who asks."""

    age: int | None
    guardian: str | None


def rights_facts(ask: Inquiry) -> RightsFacts:
    """Look at the holder's age and guardian."""
    holder = ask.holder()
    return RightsFacts(age=holder and holder.age, guardian=holder and holder.guardian)


class Asked(State):
    """What is known of every request."""

    right: Right
    detail: str
    asked_by: str
    asked_at: Moment
    for_relative: bool
    """Whether a near relative of somebody who died asks (art. 49)."""


class Received(Asked):
    """Nobody has answered yet (已受理)."""

    answer_by: Moment


class Overdue(Asked):
    """Nobody answered in time (逾期未答复)."""


class Fulfilled(Asked):
    """It was done (已办结)."""

    answered_by: str
    answered_at: Moment
    digest: str | None
    """SHA-256 of the file that was handed over, in hexadecimal."""


class Refused(Asked):
    """It was refused, and the reason said (已拒绝并说明理由)."""

    answered_by: str
    answered_at: Moment
    reason: str


class Request(Command):
    """Ask (提出请求)."""

    right: Right
    detail: str = ""
    for_relative: bool = False


class Fulfil(Command):
    """Do what was asked (办结)."""

    digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Refuse(Command):
    """Refuse it, and say why (拒绝)."""

    reason: str = Field(min_length=1)


class AnswerDue(Notice):
    """The time for an answer is over."""


def request(
    state: None, command: Request, ctx: Context[RightsFacts, RightsPolicy]
) -> Received:
    """The holder asks, a minor's guardian, or a window for somebody it has seen."""
    who, facts = ctx.actor.holder, ctx.facts
    minor = facts.age is not None and facts.age < ADULT_FROM
    own = who == ctx.subject or (minor and who is not None and who == facts.guardian)
    window = REGISTRAR in ctx.actor.roles
    if not window and (command.for_relative or not own):
        raise NOT_ENTITLED.broken()
    return Received(
        right=command.right,
        detail=command.detail,
        asked_by=ctx.actor.id,
        asked_at=ctx.now,
        for_relative=command.for_relative,
        answer_by=ctx.now + ctx.policy.answer_within,
    )


def fulfil(state: Received | Overdue, command: Fulfil, ctx: Context) -> Fulfilled:
    """An officer has done it; a copy is handed over by the desk itself."""
    if state.right is not Right.COPY or ctx.actor.id != state.asked_by:
        ctx.require(OFFICER, REGISTRAR)
    return state.to(
        Fulfilled,
        answered_by=ctx.actor.id,
        answered_at=ctx.now,
        digest=command.digest,
    )


def refuse(state: Received | Overdue, command: Refuse, ctx: Context) -> Refused:
    """An officer refuses, with a reason; the person may go to court (art. 50)."""
    ctx.require(OFFICER)
    return state.to(
        Refused,
        answered_by=ctx.actor.id,
        answered_at=ctx.now,
        reason=command.reason,
    )


def fall_due(state: Received, command: AnswerDue, ctx: Context) -> Overdue:
    """It can still be answered."""
    return state.to(Overdue)


def deadline(state: Received) -> Until[AnswerDue]:
    """A request is answered within its term."""
    return Until(state.answer_by, AnswerDue())


RightsRequest = Received | Overdue | Fulfilled | Refused
RightsCommand = Request | Fulfil | Refuse | AnswerDue

rights_request: Workflow[RightsRequest, RightsCommand] = Workflow(
    "rights-request",
    Title("个人信息权利请求", "A person's rights over his data"),
    transitions=(request, fulfil, refuse, fall_due),
    effects=(deadline,),
    sources=(rights_facts,),
    policies=POLICIES,
)
