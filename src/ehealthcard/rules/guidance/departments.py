"""Departments and whom they see (诊疗科目).

Codes are those of the national list of clinical departments (医疗机构诊疗科目名录,
1994), recalled and not read again here. What the list lacks, such as a fever clinic,
has the code of the nearest department and a letter.
"""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.workflow import Model

from .person import Person

EMERGENCY = "20"
GENERAL_PRACTICE = "02"
PAEDIATRICS = "07"
OBSTETRICS = "05.02"
WOMEN = "05"
FEVER_CLINIC = "16A"

DepartmentCode = Annotated[str, Field(pattern=r"^\d{2}(\.\d{2}){0,2}[A-Z]?$")]
"""A code such as ``03.01``; a letter at its end is not the national list's."""


class Department(Model):
    """A department that patients are led to (科室)."""

    code: DepartmentCode
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    """What else it is called: 心内科, 耳鼻喉科."""

    sex: Sex | None = None
    """The only sex it sees; ``None``: both."""

    from_age: int = Field(default=0, ge=0)
    """Whole years from which on it sees patients."""

    below_age: int | None = Field(default=None, ge=1)
    """Whole years below which it sees patients; ``None``: no limit."""

    source: Literal["recalled", "own"] = "recalled"
    """``own``: not in the national list."""

    def admits(self, person: Person) -> bool:
        """Return whether it sees *person*; what is not known keeps nobody out."""
        if self.sex is not None and person.sex in _OTHER[self.sex]:
            return False
        if self.code.startswith(OBSTETRICS) and person.pregnant is False:
            return True  # before and after a pregnancy too
        if person.age is None:
            return True
        return self.from_age <= person.age < (self.below_age or person.age + 1)


_OTHER = {
    Sex.MALE: (Sex.FEMALE,),
    Sex.FEMALE: (Sex.MALE,),
    Sex.UNKNOWN: (),
    Sex.UNSTATED: (),
}


def covers(code: str, other: str) -> bool:
    """Return whether *other* is the department *code* or a part of it."""
    rest = other.removeprefix(code)
    if rest == other and code:
        return False
    return rest == "" or rest[0] == "." or rest[0].isalpha()
