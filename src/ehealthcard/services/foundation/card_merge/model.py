"""What a merge goes by, and why two cards seem to be of one person (合并策略)."""

from typing import Literal

from pydantic import Field

from ehealthcard.codesets import IdKind, Labelled
from ehealthcard.workflow import Policy, Rule


class MergePolicy(Policy):
    """How merges are handled (合并策略)."""

    retired_codes: Literal["answer", "refuse"] = "answer"
    """Whether a code of the retired card leads to the card that stays, or is refused
    with a word about it. Gates without a network refuse it either way."""

    order: tuple[IdKind, ...] = (
        IdKind.RESIDENT_ID,
        IdKind.FOREIGN_PERMANENT_RESIDENT,
        IdKind.RESIDENCE_PERMIT,
        IdKind.HONG_KONG_MACAO_PERMIT,
        IdKind.TAIWAN_PERMIT,
        IdKind.PASSPORT,
        IdKind.MILITARY_OFFICER,
        IdKind.HOUSEHOLD_REGISTER,
        IdKind.DRIVING_LICENCE,
        IdKind.BIRTH_CERTIFICATE,
        IdKind.OTHER,
    )
    """Whose card is proposed to stay, best document first."""

    most_cards: int = Field(default=30, ge=2)
    """Cards of one person that may become one (一人合并卡数上限); the project's own
    number. Every look at a holder asks for each of them."""

    floor: float = Field(default=0.85, ge=0, le=1)
    """Below this likeness nobody is proposed."""


class Ground(Labelled):
    """Why two cards seem to be of one person (疑似重复依据)."""

    NUMBER = "number", "同一号码不同证件类别", "one number under two kinds of document"
    LIKENESS = "likeness", "人口学信息相似", "name, birth date and sex are alike"
    SEEN = "seen", "窗口查验两证", "a window has seen both documents"


MERGE_ITSELF = Rule(
    "MERGE_ITSELF",
    "This is one and the same card; there is nothing to merge.",
    "两者为同一张卡，无需合并。",
)
NOT_IN_USE = Rule(
    "MERGE_CARD_NOT_IN_USE",
    "The card that stays must be active and the other one active or lost; put them "
    "right first.",
    "保留的卡须为正常状态，被合并的卡须为正常或挂失状态，请先处理。",
)
ONE_FAMILY = Rule(
    "MERGE_ONE_FAMILY",
    "One of these cards is in the account of the other's holder: they are two people; "
    "if they are one, end that bond first.",
    "其中一张卡由另一张卡的持有人代管，应为两人；如确为一人，请先解除该关系。",
)
DOUBTED = Rule(
    "MERGE_CARD_DOUBTED",
    "Somebody doubts that the holder of one of the cards is the holder; settle that "
    "first.",
    "其中一张卡实名存疑，请先完成核查。",
)
TOO_MANY_CARDS = Rule(
    "MERGE_TOO_MANY_CARDS",
    "Together these would be more than {most} cards of one person; cancel what is not "
    "used, or look whether they are one person.",
    "合并后同一人将超过{most}张卡，请先注销不用的卡，或核实是否同一人。",
)
LATER_FIRST = Rule(
    "MERGE_LATER_FIRST",
    "The card that stayed has been merged itself since; undo that merge first.",
    "保留的卡其后又被合并，请先撤销后一次合并。",
)
