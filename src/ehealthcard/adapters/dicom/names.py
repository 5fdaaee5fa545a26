"""Names as DICOM writes them (患者姓名, PS3.5 §6.2.1.2 and annexes H to J).

A Chinese name has two groups: how it sounds in Latin letters, for machines that show
nothing else, and how it is written: ``ZHANG^XIAODONG=张^小东``. The sound is that of
GB/T 28039-2011 (surname first, a compound surname in one, ü as YU; recalled, not read
in the original). It is a guess where a character has several readings, and serves
display and search only: the ideographic group is the name.
"""

import unicodedata

from ehealthcard.extras import needs

with needs("dicom"):
    from pypinyin import Style, pinyin


COMPOUND = frozenset({
    "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙",
    "慕容", "令狐", "宇文", "长孙", "司徒", "司空", "轩辕", "端木", "百里",
    "呼延", "南宫", "西门", "独孤", "拓跋", "申屠", "澹台", "淳于", "单于",
    "太史", "公羊", "赫连", "钟离", "闻人", "万俟", "第五", "东郭", "梁丘",
    "左丘", "濮阳", "公冶", "宗政", "鲜于", "闾丘", "仲孙", "亓官", "太叔",
})  # fmt: skip
"""Surnames of two characters (复姓)."""

READ_AS = {
    "单": "SHAN", "曾": "ZENG", "仇": "QIU", "解": "XIE", "查": "ZHA", "任": "REN",
    "区": "OU", "盖": "GE", "尉迟": "YUCHI", "万俟": "MOQI", "长孙": "ZHANGSUN",
    "单于": "CHANYU", "澹台": "TANTAI", "朴": "PIAO", "缪": "MIAO", "覃": "QIN",
    "乐": "YUE", "员": "YUN", "冼": "XIAN", "繁": "PO", "洗": "XIAN", "折": "SHE",
}  # fmt: skip
"""Surnames that are read otherwise than the character is (姓氏异读)."""

GROUP = 64
"""Characters that one group has at most (PS3.5 §6.2.1.2)."""

_LONGEST = 4
"""Characters that a Han name has at most; longer ones are not taken apart."""

_SIGNS = str.maketrans(dict.fromkeys("^=\\", " "))


def person_name(name: str) -> str:
    """Return *name* as a DICOM person name (PN).

    A Han name is split into surname and given name. All else, such as a transcribed
    Uyghur name with its point, stays in one piece: which part of it would be the family
    name is not known.
    """
    written = " ".join(unicodedata.normalize("NFKC", name).translate(_SIGNS).split())
    if written.isascii():
        return written
    if not _is_han(written):
        return f"{_sound(written)[:GROUP].strip()}={written}"
    surname, given = _split(written)
    heard = READ_AS.get(surname) or _sound(surname)
    parts = (heard, _sound(given)) if given else (heard,)
    return "^".join(parts) + "=" + "^".join(p for p in (surname, given) if p)


def name_in(person: str) -> str:
    """Return the name that a person name says: as it is written, else as it sounds."""
    groups = person.split("=")
    has_ideographic = len(groups) > 1 and groups[1]
    chosen = groups[1] if has_ideographic else groups[0]
    return chosen.replace("^", "" if has_ideographic else " ").strip()


def _is_han(text: str) -> bool:
    han = all("CJK UNIFIED" in unicodedata.name(c, "") for c in text)
    return han and len(text) <= _LONGEST


def _split(name: str) -> tuple[str, str]:
    cut = 2 if name[:2] in COMPOUND and len(name) > 2 else 1  # noqa: PLR2004  # both characters
    return name[:cut], name[cut:]


def _sound(text: str) -> str:
    syllables = pinyin(text, style=Style.NORMAL, v_to_u=True)
    read = "".join(syllable for (syllable, *_) in syllables).upper()
    plain = unicodedata.normalize("NFD", read.replace("Ü", "YU").replace("·", " "))
    letters = (c for c in plain if c.isascii())
    spelt = "".join(letters).strip()
    return spelt or "X"
