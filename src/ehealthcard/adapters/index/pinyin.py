"""Names as they sound (姓名拼音)."""

import re
import unicodedata
from itertools import islice, product

from ehealthcard.extras import needs

with needs("index"):
    from pypinyin import Style, pinyin


MOST = 16
"""Spellings of one name; characters with several readings multiply."""

_LATIN = re.compile(r"[A-Z]+")


def plain(name: str) -> str:
    """Return *name* in one spelling: NFKC, upper case, no spaces, points or tones."""
    folded = unicodedata.normalize("NFKC", name).upper().replace("Ü", "V")
    kept = (c for c in unicodedata.normalize("NFD", folded) if c.isalnum())
    return unicodedata.normalize("NFC", "".join(kept))


def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return how *name* may be spelt in pinyin, syllable by syllable.

    What is not Chinese stays as it is; ü is written v, as keyboards have it.
    """
    whole = plain(name)
    if not whole or _LATIN.fullmatch(whole):
        return ((whole,),)
    readings = pinyin(whole, style=Style.NORMAL, heteronym=True)
    each = [tuple(dict.fromkeys(r.upper() for r in reading)) for reading in readings]
    return tuple(islice(product(*each), MOST))
