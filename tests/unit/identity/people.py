"""Made-up people: every county here is one that does not exist."""

from datetime import date

from hypothesis import strategies as st

from ehealthcard.codesets import IdKind
from ehealthcard.identity import IdDocument

from .vectors import read

GB11643 = read("gb11643.json")
RESIDENTS: list[str] = GB11643["residents"]
PERMITS: list[str] = GB11643["residence_permits"]
COUNTY = "9999"


def with_check_digit(first17: str) -> str:
    """Append the check character by ISO 7064 MOD 11-2, not by GB 11643's table."""
    total = sum(int(d) * 2 ** (17 - i) for i, d in enumerate(first17))
    return first17 + "0123456789X"[(1 - total) % 11]


def number_of(birth: str, *, region: str = "11", sequence: str = "000") -> str:
    return with_check_digit(f"{region}{COUNTY}{birth}{sequence}")


@st.composite
def numbers(
    draw: st.DrawFn,
    first: date = date(1850, 1, 1),
    last: date = date(2150, 12, 31),
    regions: list[str] = RESIDENTS,
) -> str:
    """Return valid citizen numbers of 18 characters."""
    birth = draw(st.dates(first, last))
    sequence = draw(st.integers(0, 999))
    region = draw(st.sampled_from(regions))
    return number_of(f"{birth:%Y%m%d}", region=region, sequence=f"{sequence:03}")


FORMS = {
    IdKind.RESIDENT_ID: numbers(),
    IdKind.HOUSEHOLD_REGISTER: st.from_regex(r"[A-Z0-9]{5,19}[0-9]", fullmatch=True),
    IdKind.PASSPORT: st.from_regex(r"[A-Z]{1,2}[0-9]{7,8}", fullmatch=True),
    IdKind.MILITARY_OFFICER: st.from_regex(r"[A-Z]?[0-9]{8}", fullmatch=True),
    IdKind.DRIVING_LICENCE: st.from_regex(r"[0-9]{12}", fullmatch=True),
    IdKind.HONG_KONG_MACAO_PERMIT: st.from_regex(r"[HM][0-9]{8}", fullmatch=True),
    IdKind.TAIWAN_PERMIT: st.from_regex(r"[0-9]{8}", fullmatch=True),
    IdKind.BIRTH_CERTIFICATE: st.from_regex(r"[A-Z][0-9]{9}", fullmatch=True),
    IdKind.FOREIGN_PERMANENT_RESIDENT: st.from_regex(
        r"[A-Z]{3}[0-9]{12}", fullmatch=True
    )
    | numbers(regions=["91", "90"]),
    IdKind.RESIDENCE_PERMIT: numbers(regions=PERMITS),
    IdKind.OTHER: st.from_regex(r"[A-Z0-9]{1,30}", fullmatch=True),
}
"""Numbers of every kind, none longer than a national card ID holds."""


def documents() -> st.SearchStrategy[IdDocument]:
    """Return documents of every kind."""
    return st.sampled_from(list(FORMS)).flatmap(
        lambda kind: FORMS[kind].map(lambda number: IdDocument(kind, number))
    )
