"""People who do not exist (模拟人口)."""

from datetime import date, timedelta
from random import Random

from ehealthcard.codesets import IdKind, Sex
from ehealthcard.identity import IdDocument
from ehealthcard.identity.gb11643 import check_digit

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


def document_of(
    seed: int, *, born: date | None = None, sex: Sex | None = None
) -> IdDocument:
    """Return a made-up resident ID: valid, and of a district that does not exist.

    Args:
        seed: The same seed gives the same document.
        born: The birth date; otherwise by the seed, between 1935 and 2005.
        sex: Otherwise by the seed.

    """
    random = Random(seed)  # noqa: S311  # made-up people need no secrecy
    birth = born or date(1935, 1, 1) + timedelta(days=random.randrange(25_000))
    sequence = random.randrange(500) * 2
    if sex is Sex.MALE or (sex is None and random.random() < 0.5):  # noqa: PLR2004
        sequence += 1
    first = f"110199{birth:%Y%m%d}{sequence:03d}"
    return IdDocument(IdKind.RESIDENT_ID, first + check_digit(first))


def name_of(seed: int) -> str:
    """Return a made-up name: a common surname and a word of the calendar."""
    random = Random(f"name-{seed}")  # noqa: S311  # made-up people need no secrecy
    return random.choice(SURNAMES) + random.choice(GIVEN) + random.choice(GIVEN)
