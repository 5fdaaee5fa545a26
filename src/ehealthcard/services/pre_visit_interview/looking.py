"""What is looked up before a rule decides."""

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import is_he, stands_in
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.interview import Allergy, AllergyRead, QuestionSet
from ehealthcard.rules.visits import VisitStage, VisitStanding
from ehealthcard.workflow import CARD

from .commands import Answer, Back, GoOn, Start, Submit
from .model import InterviewFacts, InterviewPolicy
from .states import Answering, Begun, ForVisit


def interview_facts(ask: Inquiry) -> InterviewFacts:
    """Look at the holder, the appointment, the questions and the record."""
    holder, found = ask.holder(), _appointment(ask)
    questions, is_silent = _questions(ask)
    recorded, read = _recorded(ask, holder.card_id if holder else None)
    return InterviewFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        sex=holder and holder.sex,
        guardian=holder and holder.guardian,
        stands_in=stands_in(ask, GrantScope.DECLARING),
        began=_began(ask, found),
        visit=found.visit if found else None,
        stage=found.stage if found else VisitStage.ENDED,
        questions=questions,
        is_silent=is_silent,
        recorded=recorded,
        read=read,
    )


def _began(ask: Inquiry, found: VisitStanding | None) -> bool:
    """Whether who acts has begun the interview, or is to: he has booked the visit."""
    if isinstance(ask.state, Begun):
        return is_he(ask, ask.state.respondent.holder)
    return ask.state is None and found is not None and is_he(ask, found.visit.booker)


def _appointment(ask: Inquiry) -> VisitStanding | None:
    """Return the holder's own appointment of the name that is meant."""
    name = getattr(ask.command, "appointment", None)
    if isinstance(ask.state, ForVisit):
        name = ask.state.appointment
    found = [
        s
        for s in ask.related(CARD, ask.subject, "appointment")
        if isinstance(s, VisitStanding) and s.visit.appointment == name
    ]
    return found[-1] if found else None


def _questions(ask: Inquiry) -> tuple[QuestionSet | None, bool]:
    """Return the version that was fixed, or at the start the newest one."""
    if not isinstance(ask.command, (Start, Answer, Back, GoOn, Submit)):
        return None, False
    bank, state = ask.ports.questions, ask.state
    if bank is None:
        return None, True
    try:
        if isinstance(state, Answering):
            return bank.version(state.bank.department, state.bank.version), False
        if isinstance(state, ForVisit):
            return _newest(ask, state.visit.department), False
    except OutsideUnavailableError:
        return None, True
    return None, False


def _newest(ask: Inquiry, department: str) -> QuestionSet | None:
    bank, policy = ask.ports.questions, ask.policy
    if bank is None:
        return None
    found = bank.newest(department)
    if found or not isinstance(policy, InterviewPolicy):
        return found
    general = policy.general_department
    return bank.newest(general) if general else None


def _recorded(
    ask: Inquiry, card: CardId | None
) -> tuple[tuple[Allergy, ...], AllergyRead]:
    records = ask.ports.allergies
    if records is None or card is None:
        return (), AllergyRead.ABSENT
    if not isinstance(ask.command, Submit):
        return (), AllergyRead.NOT_YET
    try:
        return records.allergies(card), AllergyRead.READ
    except OutsideUnavailableError:
        return (), AllergyRead.SILENT
