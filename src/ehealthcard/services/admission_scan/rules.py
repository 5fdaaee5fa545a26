"""The sentences in which this service says no; never to a patient."""

from ehealthcard.workflow import Rule

SCAN_UNKNOWN = Rule(
    "SCAN_UNKNOWN",
    "There is no such scan by this terminal just now; scan again.",
    "本终端近期没有该扫码记录，请重新扫码。",
)
SCAN_REFUSED = Rule(
    "SCAN_REFUSED",
    "A refused scan identifies nobody; refresh the code or go by document.",
    "该次扫码未通过，请刷新二维码或走人工通道。",
)
SCAN_ACCEPTED = Rule(
    "SCAN_ACCEPTED",
    "The scan was good; identify the holder with it.",
    "该次扫码有效，请直接完成身份识别。",
)
OTHER_HOLDER = Rule(
    "OTHER_HOLDER",
    "The scan is of another holder than this visit; start a visit for that holder.",
    "扫码人与本次入院登记人不一致，请另行登记。",
)
