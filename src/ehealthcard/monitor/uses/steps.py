"""Which steps of the services leave a use-card record (服务步骤与用卡环节).

A service step uses the card where the holder stands before somebody: he books, checks
in, pays, is admitted, is shown his report. Steps between machines, steps of the staff
among themselves and the scans, which have records of their own, are not in here, so
that a case costs a record or two and not one for every event.

The codes of the steps are the national ones (:mod:`ehealthcard.codesets.usage`). Which
step belongs to which command follows the functions that a public HIS integration maps
to each code; where it has none, the step is inferred.
"""

from collections.abc import Mapping

import attrs

from ehealthcard.codesets import CardStep
from ehealthcard.ports import UseAct


@attrs.frozen
class ServiceUse:
    """What is written down of a command."""

    step: CardStep
    act: UseAct = UseAct.SERVICE


_LOOK = UseAct.LOOK
_GLASS = UseAct.BREAK_GLASS

SERVICE_USES: Mapping[tuple[str, str], ServiceUse] = {
    ("appointment", "Request"): ServiceUse(CardStep.REGISTRATION),
    ("appointment", "CheckIn"): ServiceUse(CardStep.REGISTRATION),
    ("appointment", "Finish"): ServiceUse(CardStep.DIAGNOSIS),
    ("triage", "Arrive"): ServiceUse(CardStep.REGISTRATION),
    ("pre-visit-interview", "Submit"): ServiceUse(CardStep.DIAGNOSIS),
    ("settlement", "Pay"): ServiceUse(CardStep.PAYMENT),
    ("settlement", "RequestRefund"): ServiceUse(CardStep.PAYMENT),
    ("report", "Order"): ServiceUse(CardStep.EXAMINATION),
    ("report", "HandOut"): ServiceUse(CardStep.REPORT),
    ("report", "View"): ServiceUse(CardStep.REPORT, _LOOK),
    ("report", "Download"): ServiceUse(CardStep.REPORT, _LOOK),
    ("report-interpretation", "Interpret"): ServiceUse(CardStep.REPORT, _LOOK),
    ("health-record", "Read"): ServiceUse(CardStep.DIAGNOSIS, _LOOK),
    ("mutual-recognition", "View"): ServiceUse(CardStep.REPORT, _LOOK),
    ("visit-record-query", "Ask"): ServiceUse(CardStep.DIAGNOSIS, _LOOK),
    ("visit-record-query", "Export"): ServiceUse(CardStep.DIAGNOSIS, _LOOK),
    ("visit-record-query", "BreakGlass"): ServiceUse(CardStep.DIAGNOSIS, _GLASS),
    ("emergency-call", "BreakGlass"): ServiceUse(CardStep.DIAGNOSIS, _GLASS),
    ("inpatient-certificate", "Register"): ServiceUse(CardStep.INPATIENT),
    ("inpatient-certificate", "Admit"): ServiceUse(CardStep.INPATIENT),
    ("inpatient-certificate", "AdmitEmergency"): ServiceUse(CardStep.INPATIENT),
    ("inpatient-certificate", "Settle"): ServiceUse(CardStep.PAYMENT),
    ("companion-pass", "Apply"): ServiceUse(CardStep.INPATIENT),
    ("referral", "Arrive"): ServiceUse(CardStep.REGISTRATION),
    ("chronic-care", "Record"): ServiceUse(CardStep.DIAGNOSIS),
    ("senior-card", "Present"): ServiceUse(CardStep.OTHER),
    ("card", "Reveal"): ServiceUse(CardStep.OTHER, _LOOK),
}
"""By service and command."""
