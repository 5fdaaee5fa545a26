"""The colours of the health risk (健康风险颜色)."""

from enum import IntEnum
from typing import Self

from .colour import BLACK, Rgb


class RiskColour(IntEnum):
    """What a platform says about the holder's declared risk (codeColor, 颜色).

    Values and Chinese words as in the answer of Tencent's health card platform
    (``getDynamicQRCode.rsp.color``, 2020): 0 黑 未申报, 1 绿 低风险, 2 黄 中风险,
    3 红 高风险. What a platform means by them after the epidemic rules ended in
    December 2022 is not documented; ask it before relying on them. The English words
    and the exact hues are ours.
    """

    label_zh: str
    """The platform's word (中文)."""

    label_en: str
    """The same in English."""

    frame: Rgb
    """The hue of the frame."""

    NONE_DECLARED = 0, "未申报", "Not declared", BLACK
    GREEN = 1, "低风险", "Low risk", Rgb(0x1B, 0x8A, 0x2F)
    YELLOW = 2, "中风险", "Medium risk", Rgb(0xF9, 0xC8, 0x0B)
    RED = 3, "高风险", "High risk", Rgb(0xD3, 0x2F, 0x2F)

    def __new__(
        cls, value: int, zh: str = "", en: str = "", frame: Rgb = BLACK
    ) -> Self:
        """Take the platform's number as value and the rest as attributes."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.label_zh = zh
        member.label_en = en
        member.frame = frame
        return member
