"""The safety rules that no advisor gets past (导诊安全规则).

They are applied behind the advisor, whoever it is, in this order: who is seen by a
department at all; children; pregnancy; fever with a positive epidemiological history.
Source: the hard filters of the project's notes on guide §4.2.1 (inferred); 传染病防治法
art. 52 for leading infectious patients elsewhere first.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.workflow import Model

from .advice import Opinion
from .departments import (
    EMERGENCY,
    FEVER_CLINIC,
    OBSTETRICS,
    PAEDIATRICS,
    WOMEN,
    Department,
    covers,
)
from .person import Person
from .reading import Signs

MOST = 3
"""No more departments than this are ever recommended."""

PREGNANT_REASON = "孕期腹痛或出血"
FEVER_REASON = "发热且有流行病学史"
CHILD_REASON = "未满儿科就诊年龄上限"


class Limits(Model):
    """What a hospital sets of the rules."""

    children_below: int = Field(default=14, ge=0, le=18)
    at_most: Annotated[int, Field(ge=1, le=MOST)] = MOST
    fever_clinic_first: bool = True


def settle(
    opinions: tuple[Opinion, ...],
    person: Person,
    signs: Signs,
    departments: Mapping[str, Department],
    limits: Limits,
) -> tuple[Opinion, ...]:
    """Return the departments that may be recommended, best first.

    Args:
        opinions: What the advisor says, best first.
        person: Who is guided.
        signs: What the knowledge base found, whatever the advisor saw.
        departments: Those that there are, by code.
        limits: The hospital's.

    """
    kept = [
        o
        for o in opinions
        if o.department in departments and sees(departments[o.department], person)
    ]
    if person.age is not None:
        kept = _by_age(kept, person.age, limits.children_below)
    if person.pregnant and signs.show("abdominal-pain", "bleeding"):
        kept = _first(kept, (OBSTETRICS, EMERGENCY), PREGNANT_REASON)
    if limits.fever_clinic_first and signs.show("fever") and signs.show("epi-contact"):
        kept = _first(kept, (FEVER_CLINIC,), FEVER_REASON)
    return tuple(kept[: limits.at_most])


def sees(department: Department, person: Person) -> bool:
    """Return whether *department* sees *person*; a man never gynaecology (妇产科)."""
    if person.sex is Sex.MALE and covers(WOMEN, department.code):
        return False
    return department.admits(person)


def _by_age(kept: list[Opinion], age: int, below: int) -> list[Opinion]:
    """Lead a child to paediatrics before all else, and nobody else there."""
    if age >= below:
        return [o for o in kept if not covers(PAEDIATRICS, o.department)]
    own = [o for o in kept if covers(PAEDIATRICS, o.department)]
    others = [o for o in kept if not covers(PAEDIATRICS, o.department)]
    best = own or _first([], (PAEDIATRICS,), CHILD_REASON)
    return [*best[:1], *others, *best[1:]] if kept else best


def _first(kept: list[Opinion], codes: tuple[str, ...], reason: str) -> list[Opinion]:
    """Put *codes* before the others."""
    top = max((o.score for o in kept), default=1.0)
    known = {o.department: o for o in kept}
    led = [
        Opinion(
            department=code,
            score=top,
            reasons=(reason, *(known[code].reasons if code in known else ())),
        )
        for code in codes
    ]
    return [*led, *(o for o in kept if o.department not in codes)]
