"""Tests that a ward asked for in the years of the epidemic (入院区检测要求).

Hospital practice of 2022, never law; off since 2023-01-08.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.models import Moment
from ehealthcard.workflow import PRIVATE, Model


class WardTest(Model):
    """A nucleic acid or antigen test (检测报告)."""

    kind: Literal["nucleic", "antigen"] = "nucleic"
    result: Annotated[Literal["negative", "positive", "pending"], PRIVATE]
    sampled_at: Moment
    org: str = Field(min_length=1)
    """Who tested."""


def is_fresh(test: WardTest | None, within: timedelta | None, now: datetime) -> bool:
    """Return whether *test* lets in: negative and not older than *within*, closed.

    Without *within* no test is asked for. One that lies ahead of *now* proves nothing.
    """
    if within is None:
        return True
    if test is None or test.result != "negative":
        return False
    return test.sampled_at <= now <= test.sampled_at + within
