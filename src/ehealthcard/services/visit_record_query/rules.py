"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

PERIOD_REVERSED = Rule(
    "PERIOD_REVERSED",
    "The period ends before it begins; exchange the days.",
    "查询结束日期早于开始日期，请更正。",
)
PERIOD_TOO_LONG = Rule(
    "PERIOD_TOO_LONG",
    "One question covers at most {days} days; choose a shorter period.",
    "单次查询最长{days}天，请缩短查询区间。",
)
OTHER_ASKER = Rule(
    "OTHER_ASKER",
    "Only whoever asked may go on with this question; the attempt is on record.",
    "仅查询申请人可继续办理；本次尝试已被记录。",
    traced=True,
)
RECORD_UNKNOWN = Rule(
    "RECORD_UNKNOWN",
    "The answers hold no such record; choose one of those shown.",
    "查询结果中没有该记录，请从列表中选择。",
)
HOLDER_CORRECTS = Rule(
    "HOLDER_CORRECTS",
    "Only the holder or a minor's guardian may ask for a correction.",
    "仅本人或未成年人的监护人可以申请更正。",
)
NOT_THE_SOURCE = Rule(
    "NOT_THE_SOURCE",
    "Only the institution that wrote the record decides on it.",
    "仅出具该记录的机构可以答复更正申请。",
)
CONTENT_DIFFERS = Rule(
    "CONTENT_DIFFERS",
    "The file does not say what the answers say; make it anew.",
    "导出文件与查询结果不一致，请重新导出。",
)
NO_INSTITUTIONS = Rule(
    "NO_INSTITUTIONS",
    "No institution is connected to this desk; ask at the window.",
    "尚未接入任何机构的就医记录，请到窗口查询。",
)
NO_DOCUMENTS = Rule(
    "NO_DOCUMENTS",
    "This desk cannot make files; ask for a printed copy at the window.",
    "尚未接入文档导出，请到窗口打印。",
)
