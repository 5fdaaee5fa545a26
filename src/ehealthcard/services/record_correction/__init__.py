"""Corrections of a health record (健康档案更正, guide §4.6.1; PIPL art. 46).

A resident, or a minor's guardian, says what in the record is wrong; the institution
that keeps it by then decides. What it agrees to is written into the record in the same
transaction, section by section; what was there before stays in the record's history. A
refusal says why (PIPL art. 50). It is reminded once when it has not answered in time.
What was asked falls with the record.

The guide does not describe it; it is this project's own machine. The law sets no term;
fifteen days to answer are inferred. Not built: corrections of reports and visit
records, which their own services decide (§4.3.6, §4.3.7); what is asked about name,
birth date or number, which are the card's; the head of the record is put right by an
update of the institution's.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    Accept,
    AnswerPassed,
    RecordGone,
    Reject,
    RequestCorrection,
    Withdraw,
)
from .effects import answer_due, on_cancelled, one_each, tell_keeper, write
from .model import (
    POLICIES,
    CorrectionFacts,
    CorrectionPolicy,
    Section,
    correction_facts,
)
from .states import Accepted, Lapsed, Rejected, Requested, Withdrawn
from .transitions import accept, lapse, reject, request, run_late, withdraw

RecordCorrection = Requested | Accepted | Rejected | Withdrawn | Lapsed
RecordCorrectionCommand = (
    RequestCorrection | Accept | Reject | Withdraw | AnswerPassed | RecordGone
)

record_correction: Workflow[RecordCorrection, RecordCorrectionCommand] = Workflow(
    "record-correction",
    Title("健康档案更正", "Corrections of a health record", "4.6.1"),
    transitions=(request, accept, reject, withdraw, run_late, lapse),
    effects=(answer_due, one_each, tell_keeper, write),
    reactions=(on_cancelled,),
    sources=(correction_facts,),
    policies=POLICIES,
)

__all__ = [
    "POLICIES",
    "Accept",
    "Accepted",
    "AnswerPassed",
    "CorrectionFacts",
    "CorrectionPolicy",
    "Lapsed",
    "RecordCorrection",
    "RecordCorrectionCommand",
    "RecordGone",
    "Reject",
    "Rejected",
    "RequestCorrection",
    "Requested",
    "Section",
    "Withdraw",
    "Withdrawn",
    "correction_facts",
    "record_correction",
]
