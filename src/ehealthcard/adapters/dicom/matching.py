"""Which entries a machine has asked for (C-FIND, PS3.4 §C.2.2.2 and annex K)."""

import re
from collections.abc import Iterable
from fnmatch import translate
from typing import cast

from ehealthcard.extras import needs

with needs("dicom"):
    from pydicom.datadict import dictionary_VR
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset
    from pydicom.multival import MultiValue
    from pydicom.sequence import Sequence
    from pydicom.tag import Tag


CHARSET = Tag(0x0008, 0x0005)
_RANGED = frozenset({"DA", "TM", "DT"})
_WILD = frozenset({"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"})


def matches(asked: Dataset, entry: Dataset) -> bool:
    """Return whether an entry has all that *asked* names.

    An empty key matches everything; ``*`` and ``?`` stand for letters; days and times
    may be ranges, each by itself. A person name matches in any of its groups, in
    letters of either case. A key that entries do not have is not looked at.
    """
    return all(_meets(key, entry) for key in asked if key.tag != CHARSET)


def answer_to(asked: Dataset, entry: Dataset) -> Dataset:
    """Return of *entry* what was asked for, and how its text is written."""
    told = Dataset()
    told.SpecificCharacterSet = entry.SpecificCharacterSet
    for key in asked:
        if key.tag == CHARSET or key.tag.element == 0:
            continue
        if key.tag in entry:
            told.add(_part(key, entry[key.tag]))
        else:
            told.add(DataElement(key.tag, key.VR, Sequence() if key.VR == "SQ" else ""))
    return told


def _part(key: DataElement, held: DataElement) -> DataElement:
    if key.VR != "SQ" or not key.value or not len(key.value[0]):
        return held
    inner = [_only(key.value[0], item) for item in held.value]
    return DataElement(key.tag, "SQ", Sequence(inner))


def _only(asked: Dataset, item: Dataset) -> Dataset:
    told = Dataset()
    for key in asked:
        known = key.tag in item
        empty = Sequence() if key.VR == "SQ" else ""
        told.add(
            _part(key, item[key.tag]) if known else DataElement(key.tag, key.VR, empty)
        )
    return told


def _meets(key: DataElement, entry: Dataset) -> bool:
    if key.tag not in entry:
        return True
    held = entry[key.tag]
    if key.VR == "SQ":
        inner = key.value[0] if key.value else Dataset()
        return not len(inner) or any(matches(inner, item) for item in held.value)
    wanted = _texts(key.value)
    if not any(wanted):
        return True
    known = _texts(held.value)
    vr = dictionary_VR(key.tag)
    return any(_equals(vr, one, have) for one in wanted for have in known)


def _texts(value: object) -> list[str]:
    if value is None:
        return [""]
    if isinstance(value, MultiValue | list | tuple):
        several = cast("Iterable[object]", value)
        return [str(one) for one in several]
    return [str(value)]


def _equals(vr: str, wanted: str, have: str) -> bool:
    if vr in _RANGED:
        return _within(wanted, have)
    if vr == "PN":
        groups = [*have.split("="), have]
        pieces = [p for p in wanted.split("=") if p.strip("^ ")]
        return all(any(_like(p, g) for g in groups) for p in pieces)
    if vr in _WILD:
        return _fits(wanted, have)
    return wanted.strip() == have.strip()


def _within(wanted: str, have: str) -> bool:
    """Compare days or times, as far as both are written out."""
    if not have:
        return False
    first, dash, last = wanted.partition("-")
    if not dash:
        return _cut(have, wanted) == _plain(wanted)
    return (not first or _cut(have, first) >= _plain(first)) and (
        not last or _cut(have, last) <= _plain(last)
    )


def _plain(text: str) -> str:
    return re.sub(r"[^0-9]", "", text.partition(".")[0])


def _cut(have: str, like: str) -> str:
    return _plain(have)[: len(_plain(like))]


def _like(wanted: str, have: str) -> bool:
    """Compare names; empty parts at the end say nothing."""
    return _fits(wanted.rstrip("^ ").casefold(), have.rstrip("^ ").casefold())


def _fits(wanted: str, have: str) -> bool:
    wanted, have = wanted.strip(), have.strip()
    if "*" not in wanted and "?" not in wanted:
        return wanted == have
    return re.fullmatch(translate(wanted.replace("[", "[[]")), have) is not None
