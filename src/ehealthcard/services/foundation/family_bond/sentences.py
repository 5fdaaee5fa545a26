"""The sentences in which this service says no."""

from ehealthcard.workflow import Rule

NOT_CONCERNED = Rule(
    "FAMILY_NOT_CONCERNED",
    "Only the holder, his guardian, whoever cares for the card or a window may do "
    "this; the attempt is on record.",
    "仅本人、监护人、代管人或窗口工作人员可以办理；本次尝试已被记录。",
    traced=True,
)
CARER_UNKNOWN = Rule(
    "FAMILY_CARER_UNKNOWN",
    "Whoever cares for others has an active health card of his own; register it first.",
    "代管人须持有本人有效的电子健康卡，请先为其办理。",
)
CARER_TOO_YOUNG = Rule(
    "FAMILY_CARER_TOO_YOUNG",
    "Whoever cares for others is {years} or older.",
    "代管人须年满{years}周岁。",
)
CARER_IS_HOLDER = Rule(
    "FAMILY_CARER_IS_HOLDER",
    "One's own card is in the account already.",
    "本人健康卡已在账户内，无需关联。",
)
NO_ACCOUNT = Rule(
    "FAMILY_NO_ACCOUNT",
    "Whoever cares for others has an account; open it first.",
    "代管人尚未开立账户，请先开立。",
)
ACCOUNT_FULL = Rule(
    "FAMILY_ACCOUNT_FULL",
    "The account holds {most} cards, which is all it may; end one, or let a window set "
    "another limit.",
    "账户已达{most}张卡的上限，请先解除一张或到窗口调整上限。",
)
PROOF_REFUSED = Rule(
    "FAMILY_PROOF_REFUSED",
    "This paper does not show this relation; accepted: {accepted}.",
    "该材料不能证明此关系，可接受：{accepted}。",
)
NOT_A_MINOR = Rule(
    "FAMILY_NOT_A_MINOR",
    "The holder is of age; he decides himself, or a court order names his guardian.",
    "本人已成年，须由本人授权或凭人民法院裁判登记监护。",
)
NOT_OF_AGE = Rule(
    "FAMILY_NOT_OF_AGE",
    "The holder is not of age; his guardian decides.",
    "本人未成年，须由监护人办理。",
)
TERM_WRONG = Rule(
    "FAMILY_TERM_WRONG",
    "It ends in the future, within {days} days, and for a minor before he is of age.",
    "截止时间须晚于当前时间且在{days}天以内，未成年人不得超过其成年之日。",
)
HOLDER_NOT_SEEN = Rule(
    "FAMILY_HOLDER_NOT_SEEN",
    "At a window the holder, or a minor's guardian, is there or has signed on paper; "
    "say that it was so.",
    "窗口办理须本人（未成年人为其监护人）到场或有其签署的书面材料，请确认。",
)
GUARDIAN_STAYS = Rule(
    "FAMILY_GUARDIAN_STAYS",
    "This is the ward's only guardian; enter another one first, or bring the order.",
    "该监护人为唯一监护人，请先登记新的监护人或提供裁判文书编号。",
)
