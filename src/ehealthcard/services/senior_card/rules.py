"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

TOO_YOUNG = Rule(
    "SENIOR_TOO_YOUNG",
    "A senior card is given from the day on which {age} years are completed; come back "
    "then.",
    "未满{age}周岁，暂不能办理老年证。",
)
OTHER_REGION = Rule(
    "SENIOR_OTHER_REGION",
    "This office serves another region; apply where you are registered or live.",
    "户籍地或居住地不在本地办理范围，请到所在地办理。",
)
REGION_UNKNOWN = Rule(
    "SENIOR_REGION_UNKNOWN",
    "No such region is known; give the six digits of the county.",
    "行政区划代码有误，请填写六位县级区划代码。",
)
RESIDENCE_TOO_SHORT = Rule(
    "SENIOR_RESIDENCE_TOO_SHORT",
    "Who is not registered here has lived here for {months} months; come back then.",
    "外埠老年人须在本地居住满{months}个月方可办理。",
)
RESIDENCE_PROOF_REQUIRED = Rule(
    "SENIOR_RESIDENCE_PROOF",
    "Who is not registered here shows since when he lives here; add day and proof.",
    "外埠老年人须提供居住起始日期及居住证明，请补充。",
)
ALREADY_THERE = Rule(
    "SENIOR_CARD_EXISTS",
    "There is an application or a senior card already; use that one.",
    "已有办理中的申请或有效老年证，不能重复申请。",
)
AUTHORITY_REQUIRED = Rule(
    "SENIOR_AUTHORITY_REQUIRED",
    "At a window the holder is there, or an agent brings his signed authority.",
    "窗口办理须本人到场，或由代办人出示委托书。",
)
PHOTO_REQUIRED = Rule(
    "SENIOR_PHOTO_REQUIRED",
    "There is no photo of the holder yet; add one first.",
    "缺少本人照片，请先补充照片。",
)
NUMBER_FORM = Rule(
    "SENIOR_NUMBER_FORM",
    "The number does not have the form that numbers have here; check it.",
    "老年证号格式不符合本地规则，请核对。",
)
OTHER_ISSUER = Rule(
    "SENIOR_OTHER_ISSUER",
    "Another office issued this senior card; ask there.",
    "该老年证由其他机构核发，请到原发证机构办理。",
)
NOT_ENTITLED = Rule(
    "SENIOR_NOT_ENTITLED",
    "The holder's tier does not include this benefit.",
    "持证人当前档次不享受该项优待。",
)
CODE_NOT_SHOWN = Rule(
    "SENIOR_CODE_NOT_SHOWN",
    "Scan the holder's code here and now, or read number and edition off the card.",
    "请现场扫描持证人的有效二维码，或核对老年证号及版次。",
)
SCAN_USED = Rule(
    "SENIOR_SCAN_USED",
    "This scan has been used for a benefit; scan anew.",
    "该次扫码已用于优待登记，请重新扫码。",
)
OLD_EDITION = Rule(
    "SENIOR_OLD_EDITION",
    "This copy was replaced and is void; ask for the present one.",
    "该版次老年证已作废，请出示最新版次。",
)
MOVED_AWAY = Rule(
    "SENIOR_MOVED_AWAY",
    "The new home is outside this region; the card moves with the holder instead.",
    "新地址不在本地范围，请办理转出。",
)
STILL_HERE = Rule(
    "SENIOR_STILL_HERE",
    "The new home is inside this region; correct the address instead.",
    "新地址仍在本地范围，请办理信息变更。",
)
