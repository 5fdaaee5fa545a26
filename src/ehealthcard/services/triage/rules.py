"""The sentences in which this service says no; never to a patient."""

from ehealthcard.workflow import Rule

JUDGEMENT_REQUIRED = Rule(
    "JUDGEMENT_REQUIRED",
    "The measurements give no level; add the nurse's judgement.",
    "现有测量数据不足以定级，请补充护士判断的级别。",
)
LOWERING_REASON_REQUIRED = Rule(
    "LOWERING_REASON_REQUIRED",
    "A level is lowered only for a stated reason; add it.",
    "下调分诊级别须说明理由，请填写。",
)
RECORD_COPY_REQUIRED = Rule(
    "RECORD_COPY_REQUIRED",
    "Who may be infectious is transferred with a copy of the record; add it.",
    "疑似传染病患者转院须随附病历资料复印件，请补充。",
)
DESTINATION_REQUIRED = Rule(
    "DESTINATION_REQUIRED",
    "Say which ward or institution takes the patient over.",
    "请填写接收科室或机构。",
)
OTHER_PATIENT = Rule(
    "OTHER_PATIENT",
    "This case is of another patient; open one for this card.",
    "该分诊记录属于其他患者，请另行登记。",
)
