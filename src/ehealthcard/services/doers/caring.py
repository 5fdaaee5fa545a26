"""Who may do what in long care (办理人); written by ``tests.doers``."""

from collections.abc import Mapping

ROWS: Mapping[str, Mapping[str, str]] = {
    "mutual-recognition": {
        "holder": "Offer Upload RevokeAuthorisation",
        "report-verifier": "Confirm Fail",
        "doctor": "View Recognise Reorder",
        "doctor holder": "Doubt",
    },
    "health-record": {
        "family-doctor public-health": (
            "Build Update ConfirmMove ReturnMove Restore Merge Unmerge"
        ),
        "holder": "OpenToSelf CloseToSelf",
        "doctor family-doctor holder nurse public-health": "Read",
        "family-doctor holder public-health": "MoveOut Cancel",
    },
    "record-correction": {
        "holder": "RequestCorrection Withdraw",
        "family-doctor public-health": "Accept Reject",
    },
    "report-interpretation": {
        "holder": "Interpret Dismiss",
    },
    "birth-certificate": {
        "birth-clerk holder": (
            "Apply Match Supplement Correct Withdraw Confirm Mail AskReplacement "
            "AskReissue"
        ),
        "birth-reviewer": "Check Approve Reject",
        "birth-clerk": "Print PickUp",
        "birth-clerk courier": "NoteDelivered NoteReturned",
        "birth-clerk police": "RegisterHousehold",
        "birth-authority birth-reviewer": "GrantRenewal RefuseRenewal",
        "birth-authority": "Revoke",
    },
    "birth-blanks": {
        "birth-authority": "Allot TakeBack",
    },
    "birth-void": {
        "birth-blank-keeper birth-clerk": "Void",
    },
    "pregnancy": {
        "doctor family-doctor midwife nurse public-health": (
            "Register RecordVisit AssessRisk NoteReferral NoteNoContact Resume "
            "Deliver Discharge VisitHome Check EndPregnancy MoveOut NoteDeath"
        ),
        "holder": "WatchSelf",
    },
    "child-health": {
        "doctor family-doctor midwife nurse public-health": (
            "Enrol Decline Record MarkFrail MarkRecovered NoteReferral "
            "NoteNoContact Resume MoveOut NoteDeath"
        ),
    },
    "senior-card": {
        "holder registrar senior-office staff": (
            "Apply AutoVerify SupplyPapers Withdraw ReportLost Update GiveUp"
        ),
        "senior-office": (
            "Approve AskPapers Reject Issue Reissue ReportDeath MoveOut Revoke"
        ),
        "benefit-provider registrar staff terminal triage": "Present",
    },
    "senior-agent": {
        "holder registrar senior-office staff": "AskAgent DismissAgent",
    },
    "chronic-screening": {
        "doctor family-doctor nurse public-health": "Screen Repeat",
        "doctor family-doctor": "ReportDiagnosis",
        "doctor family-doctor holder nurse public-health": "Stop",
    },
    "chronic-care": {
        "doctor family-doctor public-health": "Enrol",
        "doctor family-doctor nurse public-health": (
            "Record NoteOutcome NoteNoContact NoteExam AssessSelfCare"
        ),
        "doctor family-doctor holder nurse public-health": "End",
    },
    "companion-pass": {
        "doctor head-nurse holder nurse": "Apply AgreeTo SubmitTest Renew Withdraw",
        "doctor head-nurse nurse": (
            "IssueTemporary Approve Reject Upgrade Clear Replace Revoke"
        ),
        "doctor guard head-nurse nurse terminal": "ScanIn ScanOut Suspend",
        "doctor head-nurse": "LiftExclusion",
    },
    "inpatient-certificate": {
        "doctor": "Prescribe GrantLeave OrderDischarge WithdrawDischarge Transfer",
        "doctor holder nurse registrar staff": "Register Accept Decline Cancel",
        "doctor nurse registrar staff": (
            "Supply Queue OfferBed Admit AdmitEmergency Revoke"
        ),
        "doctor guard nurse staff terminal": "Return",
        "doctor nurse": "Relocate SetCompanions",
        "cashier registrar staff": "Settle",
    },
    "family-voucher": {
        "holder": "Give Extend TakeBack",
    },
    "referral": {
        "doctor family-doctor holder referral-office registrar staff": (
            "Apply Agree DeclineTarget Withdraw"
        ),
        "doctor family-doctor": (
            "Initiate AcceptReview Decline Approve Retarget SupplyForm Finish "
            "ReferBack AcceptBack Close"
        ),
        "doctor family-doctor referral-office": "Send Accept Refuse Cancel",
        "doctor family-doctor nurse referral-office registrar staff terminal triage": (
            "Arrive TakeInEmergency"
        ),
    },
    "referral-follow-up": {
        "doctor family-doctor nurse": "Record",
    },
    "family-doctor-contract": {
        "doctor family-doctor holder nurse public-health registrar staff": (
            "Request Withdraw Renew ChangeTeam Terminate"
        ),
        "doctor family-doctor": "Accept Decline",
        "doctor family-doctor nurse public-health registrar staff": "Perform",
    },
    "rehab-episode": {
        "doctor family-doctor": "TakeOn AcknowledgeAlarm TransferUp",
        "doctor family-doctor nurse therapist": (
            "Assess MakePlan BeginTraining Conclude LoseTouch"
        ),
        "doctor family-doctor holder nurse therapist": "LogDay",
    },
}
