"""Reports (报告查询, guide §4.3.6; FHIR ``DiagnosticReport``).

Ordered, begun, found, verified by an authorised signer, released: what is online is
what the hospital's paper says, letter for letter, or it is not released. What is of a
withheld class (HIV confirmation, some of genetics and psychiatry, as policy) never goes
online; it is given in person after a doctor has spoken. Who may read a report: the
holder, a minor's guardian, who has a grant, and clinicians; each look is an event of
the case with its grounds and watermark, and each refusal is on record as well.
What was found is opened by ``View``; lists leave it out.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Added to the table it was made from: a first signature where two are needed, amendments
that wait for their second one, cancelled orders, reports that were handed out, and the
end of the term for which records are kept (here counted from the verification). A
critical value is raised when the report is final and is a case of its own
(``critical-value``). Turnaround times are hospitals', none is national.

Sources: DSP art. 16 (patients read and copy), HIV art. 39, MR-13. The hashes are of the
canonical text of :mod:`ehealthcard.rules.reporting`, without name and print time.

Not built: releasing by itself when the delay is over (somebody must know the paper);
pulling results out of a LIS (its adapter sends the commands); guardians of adult wards;
relatives of somebody who has died (PIPL art. 49). A message of an older version is not
taken back when a newer one is out.
"""

from ehealthcard.models import only_added
from ehealthcard.ports.access import access_facts
from ehealthcard.workflow import Title, Workflow

from .checks import paper_facts
from .commands import (
    Amend,
    Begin,
    Cancel,
    Disclose,
    Download,
    DropAmendment,
    HandOut,
    Order,
    RecordPreliminary,
    Release,
    Retract,
    SendBack,
    TermPassed,
    TurnaroundPassed,
    Verify,
    View,
    Withhold,
)
from .correcting import (
    amend,
    amend_unreleased,
    archive,
    drop_amendment,
    retract,
    verify_amendment,
)
from .effects import (
    alarm,
    erase,
    file_result,
    once,
    push,
    recall_message,
    report_incident,
    take_back,
    tell_late,
    term_ends,
    turnaround_ends,
)
from .making import (
    begin,
    cancel,
    order,
    record_preliminary,
    run_late,
    send_back,
    verify_first,
    verify_second,
)
from .model import (
    POLICIES,
    Correction,
    Delay,
    Fault,
    HandOverFacts,
    Incident,
    LateReport,
    Marker,
    OrderFacts,
    PaperFacts,
    Recipient,
    ReportPolicy,
    ResultToFile,
    Sensitivity,
    Signed,
    Why,
    hand_over_facts,
    order_facts,
)
from .releasing import disclose, hand_out, release, view, view_unreleased, withhold
from .states import (
    Amended,
    Amending,
    Archived,
    Cancelled,
    Final,
    HandedOut,
    InProgress,
    Ordered,
    Preliminary,
    Released,
    Retracted,
    VerifiedOnce,
    Withheld,
    sheet_of,
)
from .turnaround import TestGroup, Turnaround

Report = (
    Ordered
    | InProgress
    | Preliminary
    | VerifiedOnce
    | Final
    | Withheld
    | HandedOut
    | Released
    | Amending
    | Amended
    | Retracted
    | Archived
    | Cancelled
)
ReportCommand = (
    Order
    | Begin
    | RecordPreliminary
    | Verify
    | SendBack
    | Release
    | Withhold
    | Disclose
    | HandOut
    | View
    | Download
    | Amend
    | DropAmendment
    | Retract
    | Cancel
    | TurnaroundPassed
    | TermPassed
)

report: Workflow[Report, ReportCommand] = Workflow(
    "report",
    Title("报告查询", "Reports", "4.3.6"),
    transitions=(
        order,
        begin,
        record_preliminary,
        verify_first,
        verify_second,
        send_back,
        release,
        withhold,
        disclose,
        hand_out,
        view,
        view_unreleased,
        amend_unreleased,
        amend,
        verify_amendment,
        drop_amendment,
        retract,
        archive,
        cancel,
        run_late,
    ),
    effects=(
        turnaround_ends,
        term_ends,
        erase,
        tell_late,
        file_result,
        push,
        alarm,
        report_incident,
        recall_message,
        take_back,
        once,
    ),
    sources=(order_facts, paper_facts, hand_over_facts, access_facts),
    policies=POLICIES,
    version=2,
    upcasters=(only_added,),  # reproductive health is a class of its own
)

__all__ = [
    "Amend",
    "Amended",
    "Amending",
    "Archived",
    "Begin",
    "Cancel",
    "Cancelled",
    "Correction",
    "Delay",
    "Disclose",
    "Download",
    "DropAmendment",
    "Fault",
    "Final",
    "HandOut",
    "HandOverFacts",
    "HandedOut",
    "InProgress",
    "Incident",
    "LateReport",
    "Marker",
    "Order",
    "OrderFacts",
    "Ordered",
    "PaperFacts",
    "Preliminary",
    "Recipient",
    "RecordPreliminary",
    "Release",
    "Released",
    "Report",
    "ReportCommand",
    "ReportPolicy",
    "ResultToFile",
    "Retract",
    "Retracted",
    "SendBack",
    "Sensitivity",
    "Signed",
    "TermPassed",
    "TestGroup",
    "Turnaround",
    "TurnaroundPassed",
    "VerifiedOnce",
    "Verify",
    "View",
    "Why",
    "Withheld",
    "Withhold",
    "report",
    "sheet_of",
]
