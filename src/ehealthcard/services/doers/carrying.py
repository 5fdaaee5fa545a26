"""Who may do what in what carries the services (办理人); written by ``tests.doers``."""

from collections.abc import Mapping

ROWS: Mapping[str, Mapping[str, str]] = {
    "card": {
        "anyone": "Apply ReportLost",
        "registrar": "IssueTemporary Restore Cancel",
        "registrar verifier": "VerifyRealName Activate",
        "revealer": "Reveal",
        "eraser": "EraseHolder",
    },
    "refusal": {
        "anyone": "NoteLook NoteOpening",
    },
    "broken-glass": {
        "anyone": "BreakIn",
        "auditor": "Justify Object",
    },
    "consent": {
        "holder": "Give GiveAnew Withdraw",
    },
    "account": {
        "family-desk holder registrar staff": "Open Close",
        "family-desk registrar staff": "Widen",
    },
    "family-bond": {
        "family-desk holder registrar staff": (
            "AskGuardianship AskDelegation Delegate Accept Change Revoke TakeOver"
        ),
        "family-desk registrar staff": "Guard GuardAdult Prove Dismiss Provide",
        "family-desk": "Enter",
    },
    "rights-request": {
        "holder registrar": "Request",
        "privacy-officer registrar": "Fulfil",
        "privacy-officer": "Refuse",
    },
    "code-binding": {
        "code-desk": "Bind Renew Unbind",
    },
    "code-conflict": {
        "code-desk": "RaiseClaim",
        "code-reviewer": "TakeUp Decide",
        "code-reviewer holder": "Withdraw",
    },
    "terminal": {
        "terminal-keeper": "Register PutIntoUse Suspend Resume Retire",
    },
    "use-seal": {
        "system": "Begin Seal",
    },
    "risk-alert": {
        "system": "Detect Merge",
        "risk-analyst system": "Assess Warn",
        "risk-analyst risk-officer system": "Contain",
        "risk-analyst risk-officer": (
            "Assign Act ConfirmBreach RecordNotice Resolve Verify RejectVerification"
        ),
        "risk-analyst": "Dismiss",
    },
    "real-name": {
        "real-name-desk": "Prove Replace",
    },
    "real-name-doubt": {
        "real-name-reviewer": "Doubt Dismiss",
    },
    "card-merge": {
        "merge-desk registrar": "Propose",
        "merge-reviewer": "Second Reject AskToPart KeepTogether",
        "holder merge-desk merge-reviewer": "Merge Part",
    },
    "client-app": {
        "client-keeper": "RegisterBuild ChangeKeys Limit Withdraw",
        "client-inspector": "PassInspection",
        "client-inspector client-keeper": "ReportDefect MendDefect",
    },
    "incident": {
        "incident-officer": (
            "Open Assess RecordNotice ExemptPersons RequirePersons Conclude FileSummary"
        ),
        "auditor incident-officer": "Close",
        "auditor": "Dismiss",
    },
}
