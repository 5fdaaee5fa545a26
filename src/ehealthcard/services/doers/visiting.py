"""Who may do what around a visit (办理人); written by ``tests.doers``."""

from collections.abc import Mapping

ROWS: Mapping[str, Mapping[str, str]] = {
    "health-declaration": {
        "holder": "Create Submit",
        "anyone": "Save Discard Withdraw",
        "registrar staff terminal triage": "Escalate",
        "registrar staff triage": "Void",
    },
    "admission-scan": {
        "anyone": "Present Identify RejectCode Assess ScanAgain ScanOut",
        "guard registrar staff triage": (
            "IdentifyManually BypassEmergency BindIdentity AdmitReviewed DivertReviewed"
        ),
    },
    "emergency-consent": {
        "holder registrar staff": "Grant Update Revoke",
    },
    "emergency-call": {
        "anyone": "Dial",
        "crew dispatcher doctor": (
            "NamePatient BreakGlass Depart Divert ReportRefusal Close"
        ),
        "crew dispatcher terminal": "Relocate DropCall Cancel",
        "dispatcher": "Accept Dispatch Advise FlagFalse Merge",
        "crew doctor": (
            "ArriveScene MeasureVitals Release RefuseTransport ArriveHospital"
        ),
        "crew emergency-department": "SignHandover",
        "crew doctor emergency-department": "CompleteRecord",
        "reviewer": "ReviewBreakGlass",
    },
    "guidance-session": {
        "holder": "Start Answer Finish AskForPerson Book Dismiss Acknowledge Withdraw",
        "doctor nurse registrar staff terminal triage": "RaiseRedFlag",
    },
    "appointment": {
        "holder registrar staff triage": "Request",
        "holder": "Confirm Reschedule Rebook Cancel Refund CheckIn",
        "system": "Prepare",
        "registrar staff triage": "Suspend",
        "doctor nurse registrar staff triage": "Call PassBy Finish",
        "doctor nurse registrar staff terminal triage": "Requeue",
    },
    "booking-penalty": {
        "supervisor": "Clear",
    },
    "pre-visit-interview": {
        "doctor holder nurse registrar staff system terminal triage": "Invite",
        "doctor holder nurse registrar staff triage": (
            "Start Answer Back Submit Acknowledge GoOn Withdraw"
        ),
        "doctor": "Open BeginConsultation Adopt AdoptEdited Reject",
        "doctor staff": "FileAgain",
    },
    "triage": {
        "anyone": "Arrive",
        "doctor nurse staff triage": (
            "Precheck RouteOn Grade Regrade CallIn Deteriorate BindPatient"
        ),
        "doctor nurse staff terminal triage": "MeasureVitals",
        "doctor holder nurse staff triage": "Leave",
        "doctor": "Exclude ConfirmNotifiable Dispose",
    },
    "epi-survey": {
        "doctor nurse registrar staff terminal triage": "Require",
        "holder": "Submit Amend",
        "anyone": "ReuseDeclaration",
        "doctor nurse triage": "Review Dispose",
        "doctor": "Exclude BeginConsultation",
        "doctor nurse registrar staff triage": "Falsify",
    },
    "settlement": {
        "cashier his registrar staff": "Publish ChangeItems Close",
        "cashier holder registrar staff": (
            "ChooseInsurance ChooseSelf Pay RequestRefund"
        ),
        "cashier registrar staff": "MarkPosted",
        "department doctor pharmacist": "ApproveRefund DeclineRefund",
        "cashier finance": "MarkRefunded",
        "finance": "Reconcile FixDiscrepancy",
    },
    "insurance-suspension": {
        "insurance-office": "SuspendInsurance LiftSuspension",
    },
    "notification": {
        "doctor nurse staff system": "Raise Recall",
        "messenger": "ReportFailed ReportDelivered ReportRead",
        "anyone": "ReportActed",
        "doctor nurse staff": "ConfirmTold",
    },
    "message-preference": {
        "anyone": "Grant Withdraw",
    },
    "report": {
        "doctor his": "Order",
        "doctor his nurse technician": "Begin",
        "doctor his report-signer technician": "RecordPreliminary",
        "report-signer": "Verify SendBack Amend DropAmendment Retract",
        "his report-signer": "Release",
        "doctor his report-signer": "Withhold",
        "doctor": "Disclose",
        "doctor nurse registrar staff": "HandOut",
        "doctor holder nurse report-signer technician": "View Download",
        "doctor his technician": "Cancel",
    },
    "critical-value": {
        "report-signer technician": "Raise",
        "doctor family-doctor nurse": "Acknowledge",
        "doctor family-doctor": "Handle",
    },
    "visit-record-query": {
        "holder": "Ask Authorise",
        "doctor": "BreakGlass",
        "privacy-officer staff": "Deny",
        "system": "Collect",
        "anyone": "Export Dispute",
        "medical-records": "AcceptCorrection RejectCorrection",
    },
    "access-grant": {
        "holder": "Grant Extend Revoke",
    },
    "record-seal": {
        "medical-affairs": "Seal",
        "holder medical-affairs": "RaiseClaim SignOpening",
    },
}
