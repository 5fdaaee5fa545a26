"""The sentences in which this service says no; never to a call for help."""

from ehealthcard.workflow import Rule

REFUSAL_SIGNATURE_REQUIRED = Rule(
    "REFUSAL_SIGNATURE_REQUIRED",
    "Who refuses transport signs for it; add who signed.",
    "拒绝转运须由患者或家属签字，请补充签字人。",
)
RISK_NOT_TOLD = Rule(
    "RISK_NOT_TOLD",
    "Before a diversion the risk is told to patient or family; do so.",
    "改送医院前须向患者或家属告知风险。",
)
OTHER_SHEET = Rule(
    "OTHER_SHEET",
    "The other side signed another hand-over sheet; sign the same one.",
    "双方签署的交接单不一致，请签署同一份交接单。",
)
OTHER_SIGNATURE_REQUIRED = Rule(
    "OTHER_SIGNATURE_REQUIRED",
    "One person cannot sign for both sides; let the other side sign.",
    "交接单须由双方分别签字，请由另一方签字。",
)
RECORD_REQUIRED = Rule(
    "RECORD_REQUIRED",
    "The rescue record is not complete; complete it before closing.",
    "抢救记录尚未完成，请补记后结案。",
)
OWN_REVIEW = Rule(
    "OWN_REVIEW",
    "Who broke the glass does not review it; let somebody else.",
    "紧急访问不得由本人审查，请由他人审查。",
)
