"""Places by their code (行政区划代码, GB/T 2260): six digits, two for each level.

Province, city and county have two digits each; ``00`` says that a level is left open.
``110102`` is a district of Beijing, ``110000`` all of Beijing, ``000000`` the country.
Which codes the standard gives out is not kept here, beyond the provinces: codes change
with every reform of districts.
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.identity.gb11643 import PROVINCES

NATION = "000000"
"""The whole country (全国)."""

Region = Annotated[str, Field(pattern="^[0-9]{6}$")]
"""A place, or an area with zeros at its end."""


def is_known(region: str) -> bool:
    """Whether *region* is the country, or lies in a province that there is.

    A level may not be left open above one that is said: ``110001`` is nothing.
    """
    if region == NATION:
        return True
    city, county = region[2:4], region[4:]
    return region[:2] in PROVINCES and not (city == "00" and county != "00")


def covers(area: str, place: str) -> bool:
    """Whether *place* lies in *area*; an area that is wider than it does not.

    >>> covers("110000", "110105"), covers("110102", "110105")
    (True, False)
    """
    head = area
    while head.endswith("00") and head:
        head = head[:-2]
    return place.startswith(head)
