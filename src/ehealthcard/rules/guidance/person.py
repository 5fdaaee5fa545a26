"""What guidance may know of a person: no name and no number."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.workflow import PRIVATE, Model


class Person(Model):
    """Who is guided (就诊人)."""

    age: int | None = Field(default=None, ge=0)
    """Whole years; ``None`` where nobody knows."""

    sex: Sex = Sex.UNKNOWN
    pregnant: Annotated[bool | None, PRIVATE] = None
    weeks: Annotated[int | None, Field(ge=0, le=45), PRIVATE] = None
    """Completed weeks of a pregnancy (孕周)."""
