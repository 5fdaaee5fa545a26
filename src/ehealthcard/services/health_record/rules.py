"""The sentences in which a health record says no."""

from ehealthcard.workflow import Rule

RECORD_EXISTS = Rule(
    "RECORD_EXISTS",
    "The resident has a health record; everybody has one at a time.",
    "该居民已有健康档案，一人一档，不能重复建档。",
)
RECORD_OTHER_REGION = Rule(
    "RECORD_OTHER_REGION",
    "The number names another county than that of the home, or one not served here.",
    "档案编码的县级区划与居住地不符，或不在本地办理范围。",
)
RESIDENCE_TOO_SHORT = Rule(
    "RECORD_RESIDENCE_TOO_SHORT",
    "A record is built for who has lived there {months} months; come back then.",
    "须在辖区居住满{months}个月方可建档。",
)
HOME_AHEAD = Rule(
    "RECORD_HOME_AHEAD",
    "The first day at the new home lies ahead; confirm the move then.",
    "新居住地起始日期尚未到来，请届时确认迁入。",
)
RESIDENCE_UNPROVED = Rule(
    "RECORD_RESIDENCE_UNPROVED",
    "Neither a paper nor the registers say since when the resident lives there.",
    "缺少居住证明，且居住登记信息不能佐证，请补充。",
)
GUARDIAN_AGREES = Rule(
    "RECORD_GUARDIAN_REQUIRED",
    "For somebody under 18 the guardian agrees; ask the guardian.",
    "未满十八周岁须由监护人知情同意。",
)
NOTHING_SAID = Rule(
    "RECORD_NOTHING_CHANGED",
    "Nothing would change; say what is to be written.",
    "没有需要更新的内容，请填写更新项。",
)
OPEN_ALREADY = Rule(
    "RECORD_OPEN_ALREADY",
    "The record is that way already.",
    "健康档案已处于该开放状态。",
)
OWN_REQUEST_ONLY = Rule(
    "RECORD_OWN_WISH_ONLY",
    "The resident may have it cancelled as refused; staff give other reasons.",
    "居民本人仅可以“拒绝”为由申请注销，其他原因由机构办理。",
)
REASON_DETAILS = Rule(
    "RECORD_REASON_DETAILS",
    "For loss and other reasons say what happened.",
    "失访或其他原因注销须填写说明。",
)
MOVE_TO_SELF = Rule(
    "RECORD_MOVE_TO_SELF",
    "The institution keeps the record already; choose the one it goes to.",
    "该机构已管理此档案，请选择迁入机构。",
)
NOT_RECEIVER = Rule(
    "RECORD_NOT_RECEIVER",
    "The record goes to another institution; that one answers.",
    "该档案迁往其他机构，请由迁入机构确认。",
)
MERGE_ITSELF = Rule(
    "RECORD_MERGE_ITSELF",
    "A record is not merged into itself; choose the other one.",
    "不能与自身合并，请选择另一份档案。",
)
MERGE_TARGET = Rule(
    "RECORD_MERGE_TARGET",
    "The other record is not there or not in force; check its file.",
    "目标档案不存在或不在档，请核对。",
)
MERGE_DIFFERS = Rule(
    "RECORD_MERGE_DIFFERS",
    "Birth date or sex differ: these are two persons, or a card is wrong.",
    "两份档案的出生日期或性别不一致，不能认定为同一人。",
)
MERGE_CHAIN = Rule(
    "RECORD_MERGE_CHAIN",
    "Others were merged into this record; take those out of it first.",
    "该档案已并入其他档案，请先取消原合并。",
)
