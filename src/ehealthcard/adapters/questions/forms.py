"""What a file of questions looks like (题库文件格式)."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from ehealthcard.models import Model
from ehealthcard.rules.interview import Question, RedFlag
from ehealthcard.rules.interview.answers import Code
from ehealthcard.rules.interview.questions import Department


class BlockFile(Model):
    """Questions that several departments share, such as the allergies (公共问题组).

    A block that was ever used does not change; a new one has the next version.
    """

    block: Code
    version: int = Field(ge=1)
    questions: tuple[Question, ...] = Field(min_length=1)
    red_flags: tuple[RedFlag, ...] = ()

    @property
    def name(self) -> str:
        """How departments refer to it."""
        return f"{self.block}@{self.version}"


class Part(Model):
    """Questions of the department's own, or a block; in the order they are asked."""

    questions: tuple[Question, ...] = ()
    block: Annotated[str | None, Field(pattern=r"^[a-z][a-z0-9_]*@[1-9][0-9]*$")] = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if bool(self.questions) == bool(self.block):
            raise ValueError
        return self


class DepartmentFile(Model):
    """One version of one department's list (科室问题清单)."""

    department: Department
    aliases: tuple[Department, ...] = ()
    """Other codes that a HIS may have for it."""

    version: int = Field(ge=1)
    title: str
    parts: tuple[Part, ...] = Field(min_length=1)
    red_flags: tuple[RedFlag, ...] = ()
