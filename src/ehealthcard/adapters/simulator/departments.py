"""Departments and doctors who do not exist (模拟科室与医师).

Codes are those of the national list of clinical departments (医疗机构诊疗科目名录,
1994), recalled and not read again here.
"""

from decimal import Decimal
from random import Random

import attrs

from ehealthcard.ports import Fees

from .people import name_of

DEPARTMENTS = {
    "03.01": "呼吸内科",
    "03.02": "消化内科",
    "03.03": "神经内科",
    "03.04": "心血管内科",
    "04.01": "普通外科",
    "04.03": "骨科",
    "05.01": "妇科",
    "07": "儿科",
    "10": "眼科",
    "11": "耳鼻咽喉科",
    "12": "口腔科",
    "13": "皮肤科",
    "20": "急诊医学科",
}
EXPERTS = ("主任医师", "副主任医师")
TITLES = (*EXPERTS, "主治医师", "主治医师")
BASIC = Fees(registration=Decimal("1.00"), consultation=Decimal("9.00"))


@attrs.frozen
class Doctor:
    """A made-up doctor."""

    id: str
    department: str
    name: str
    title: str

    @property
    def is_expert(self) -> bool:
        """Whether the clinic is an expert's (专家门诊)."""
        return self.title in EXPERTS

    @property
    def fees(self) -> Fees:
        """What a visit costs."""
        if self.is_expert:
            return BASIC.model_copy(update={"expert": Decimal("40.00")})
        return BASIC


def doctors_of(department: str, seed: int) -> list[Doctor]:
    """Return the doctors of a department; the same seed gives the same."""
    random = Random(f"{seed}-{department}")  # noqa: S311  # no secrecy is needed
    return [
        Doctor(
            id=f"{department.replace('.', '')}{number:02d}",
            department=department,
            name=name_of(random.randrange(10_000)),
            title=title,
        )
        for number, title in enumerate(TITLES, 1)
    ]
