"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

AUTHORITY_REQUIRED = Rule(
    "BIRTH_AUTHORITY_REQUIRED",
    "The mother is there, or somebody brings her signed power of attorney.",
    "须由母亲本人办理，或由代办人出示母亲签署的委托书。",
)
MOTHER_IN_PERSON = Rule(
    "BIRTH_MOTHER_IN_PERSON",
    "A mother who names no father comes herself.",
    "不提供父亲信息的，须由母亲本人到场办理。",
)
OTHER_INSTITUTION = Rule(
    "BIRTH_OTHER_INSTITUTION",
    "Only the institution in which the child was born certifies the birth; ask there.",
    "出生医学证明由接生机构签发，请到接生机构办理。",
)
DELIVERY_UNKNOWN = Rule(
    "BIRTH_DELIVERY_UNKNOWN",
    "No such delivery or child is recorded; check the number or ask the institution.",
    "未查到该分娩登记或该新生儿，请核对或联系接生机构。",
)
CLERK_TRANSCRIBES = Rule(
    "BIRTH_CLERK_TRANSCRIBES",
    "Only the institution can transcribe a birth; apply with the delivery's number.",
    "手工登记仅限签发机构工作人员，请填写分娩登记号。",
)
NOT_LIVE_BORN = Rule(
    "BIRTH_NOT_LIVE",
    "A birth certificate is for a child that was born alive.",
    "出生医学证明仅为活产新生儿签发。",
)
TOO_EARLY = Rule(
    "BIRTH_BEFORE_1996",
    "Who was born before 1 January 1996 has no certificate of this kind.",
    "出生医学证明仅为1996年1月1日以后出生者签发。",
)
NOT_BORN_YET = Rule(
    "BIRTH_IN_FUTURE",
    "The moment of birth lies in the future; check it.",
    "出生时间晚于当前时间，请核对。",
)
IMPLAUSIBLE = Rule(
    "BIRTH_IMPLAUSIBLE",
    "These entries cannot be right: {fields}; correct the delivery record.",
    "以下信息不合常理：{fields}，请更正分娩登记。",
)
NAME_REFUSED = Rule(
    "BIRTH_NAME",
    "The name may not be written so ({flaws}); use standard characters only.",
    "姓名不符合规定（{flaws}），请使用通用规范汉字且不含字母、数字。",
)
SURNAME = Rule(
    "BIRTH_SURNAME",
    "The surname is the father's or the mother's; another needs a lawful ground.",
    "姓氏应随父姓或母姓，选取其他姓氏须有法定理由。",
)
NAME_MISSING = Rule(
    "BIRTH_NAME_MISSING",
    "The child has no name yet; add it first.",
    "尚未填写新生儿姓名，请先补充。",
)
SAME_PERSON = Rule(
    "BIRTH_SAME_PERSON",
    "Another person than the first one checks it.",
    "复核须由另一人办理。",
)
PARTY_ONLY = Rule(
    "BIRTH_PARTY_ONLY",
    "Only the mother, or the institution with a signature, does this.",
    "仅限母亲本人或签发机构凭签字办理。",
)
NUMBER_FORM = Rule(
    "BIRTH_NUMBER_FORM",
    "A number is one upper-case letter and nine digits, the first two the province's.",
    "编号应为1位大写字母加9位数字，前两位为省级代码，请核对。",
)
BLANK_NOT_YOURS = Rule(
    "BIRTH_BLANK_NOT_HERE",
    "This blank is in no lot of your institution; check its number.",
    "该空白证不在本机构领用的号段内，请核对编号。",
)
EDITION_ENDED = Rule(
    "BIRTH_EDITION",
    "This edition is not issued on this day; take a blank of the other one.",
    "该版本证件今日不得签发，请更换相应版本的空白证。",
)
PICK_UP_AUTHORITY = Rule(
    "BIRTH_PICK_UP_AUTHORITY",
    "Who is not the mother shows her power of attorney to take it along.",
    "非母亲本人领取须出示委托书。",
)
HOUSEHOLD_DONE = Rule(
    "BIRTH_HOUSEHOLD_DONE",
    "The child is entered in the household register already.",
    "该新生儿已办理户口登记。",
)
HOUSEHOLD_DAY = Rule(
    "BIRTH_HOUSEHOLD_DAY",
    "The day of registration lies between the birth and today; check it.",
    "户口登记日期应在出生之后、今日之前（含今日），请核对。",
)
CAUSE_NOT_ALLOWED = Rule(
    "BIRTH_REPLACE_CAUSE",
    "This is no ground here for another certificate.",
    "该情形不属于本地规定的换发范围。",
)
ORIGINAL_REQUIRED = Rule(
    "BIRTH_ORIGINAL_REQUIRED",
    "The old certificate is handed back for another one.",
    "换发须交回原证。",
)
PROOF_REQUIRED = Rule(
    "BIRTH_PROOF_REQUIRED",
    "Something is not proved yet: {papers}; bring it.",
    "缺少证明材料：{papers}，请补充。",
)
