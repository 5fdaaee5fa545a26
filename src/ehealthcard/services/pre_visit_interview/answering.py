"""How an interview is begun and answered."""

from typing import Any

from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.interview import Sheet, require_fit
from ehealthcard.rules.interview.report import raised, version_of
from ehealthcard.rules.questionnaire import ANSWER_REQUIRED
from ehealthcard.rules.standing import require_active
from ehealthcard.rules.visits import VisitStage
from ehealthcard.workflow import Context

from .checks import (
    STAFF,
    To,
    about,
    newest,
    require_respondent,
    sheet,
)
from .commands import Answer, Back, Invite, Start, Submit, VisitBooked
from .model import Consent
from .reporting import logged_until, report_of
from .rules import CONSENT_REQUIRED, FIRST_QUESTION, VISIT_NOT_CONFIRMED
from .states import Escalated, InProgress, Invited, ReportReady

BEFORE_VISIT = (VisitStage.BOOKED, VisitStage.ARRIVED)


def invite(state: None, command: Invite, ctx: To) -> Invited:
    """A confirmed appointment whose consultation has not begun."""
    facts, visit = ctx.facts, ctx.facts.visit
    own = (ctx.subject, facts.guardian, visit and visit.booker)
    if ctx.actor.holder not in own and not (facts.began or facts.stands_in):
        ctx.require(*STAFF, "terminal", "system")
    require_active(facts.status)
    if visit is None or facts.stage not in BEFORE_VISIT:
        raise VISIT_NOT_CONFIRMED.broken()
    return Invited(
        card=ctx.subject,
        appointment=visit.appointment,
        visit=visit,
        org_name=command.org_name,
    )


def invite_booked(state: None, command: VisitBooked, ctx: Context) -> Invited:
    """A booking was confirmed, and the hospital's policy invites."""
    return Invited(
        card=ctx.subject,
        appointment=command.visit.appointment,
        visit=command.visit,
        org_name=command.org_name,
    )


def start(state: Invited, command: Start, ctx: To) -> InProgress:
    """With consent, by the patient or a proxy; the version of the list is fixed."""
    facts = ctx.facts
    require_active(facts.status)
    if facts.visit is None or facts.stage not in BEFORE_VISIT:
        raise VISIT_NOT_CONFIRMED.broken()
    who = require_respondent(command.declarant, ctx)
    if command.consent is None:
        raise CONSENT_REQUIRED.broken()
    accepted = Signature(version=command.consent, accepted_at=ctx.now)
    questions = newest(ctx)
    empty = Sheet(questions, about(ctx))
    return state.to(
        InProgress,
        respondent=who,
        consent=Consent(given=accepted, by=ctx.actor.id),
        bank=version_of(questions),
        **_place(empty, empty.open[0].id if empty.open else None),
    )


def answer(state: InProgress, command: Answer, ctx: To) -> InProgress | Escalated:
    """Kept at once; branches that fell away are dropped, a new red flag stops it."""
    filled = sheet(state, ctx)
    for given in command.given:
        require_fit(filled, given, ctx.now)
        filled = filled.answered(given)
    last = command.given[-1].question
    following = filled.after(last)
    flags = raised(state.raised, filled.flags, ctx.now)
    known = {r.flag for r in state.raised if r.stands}
    place = _place(filled, following.id if following else None)
    if all(r.flag in known for r in flags if r.stands):
        return state.to(InProgress, raised=flags, **place)
    partial = report_of(filled, state, flags, ctx)
    return state.to(Escalated, raised=flags, partial=partial, **place)


def back(state: InProgress, command: Back, ctx: To) -> InProgress:
    """The question before, with the answer that it has."""
    earlier = sheet(state, ctx).before(state.shown)
    if earlier is None:
        raise FIRST_QUESTION.broken()
    return state.model_copy(update={"shown": earlier.id})


def submit(state: InProgress, command: Submit, ctx: To) -> ReportReady:
    """Every mandatory question answered; "none" is said, never taken for granted."""
    filled = sheet(state, ctx)
    if filled.missing:
        places = map(filled.questions.place, filled.missing)
        raise ANSWER_REQUIRED.broken(items=", ".join(places))
    flags = raised(state.raised, filled.flags, ctx.now)
    return state.to(
        ReportReady,
        raised=flags,
        report=report_of(filled, state, flags, ctx),
        kept_until=logged_until(ctx),
    )


def _place(filled: Sheet, shown: str | None) -> dict[str, Any]:
    """Return answers and place, as they are stored."""
    return {
        "answers": filled.answers,
        "shown": shown,
        "done": filled.progress.done,
        "asked": filled.progress.asked,
        "missing": tuple(q.id for q in filled.missing),
    }
