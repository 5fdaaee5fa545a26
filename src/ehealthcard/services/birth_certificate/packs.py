"""What changes with provinces (各地签发政策)."""

from datetime import date

from pydantic import Field

from ehealthcard.rules.birth.evidence import Evidence, Requirement
from ehealthcard.rules.birth.identifier import LicenceType
from ehealthcard.rules.birth.newborn import NATIONAL_BOUNDS, Bounds
from ehealthcard.rules.birth.windows import Stage, Term, stage_of
from ehealthcard.workflow import Policy, Timeline

from .model import ReplaceCause


class BirthPolicy(Policy):
    """How births are certified in one place."""

    normal: Term = Term(months=1)
    """The time that is normal."""

    long: Term = Term(months=12)
    late: tuple[Evidence, ...] = (Evidence.EXPLANATION,)
    """What is asked for behind the normal time, each of them."""

    very_late: tuple[Evidence, ...] = (Evidence.EXPLANATION, Evidence.DNA)
    """The same behind the long time."""

    supplement_days: int = Field(default=60, ge=1)
    """How long missing papers are waited for; inferred."""

    no_father_in_person: bool = False
    """Whether a mother who names no father comes herself."""

    home_institutions: tuple[str, ...] = ()
    """Who certifies births outside of institutions; anybody where none is named."""

    replace_causes: tuple[ReplaceCause, ...] = tuple(ReplaceCause)
    bounds: Bounds = NATIONAL_BOUNDS
    licence_type: LicenceType | None = None
    """The code of this kind of electronic licence (证照类型代码); without it none is
    made. The state's list was not seen."""

    def lateness(self, born_on: date, day: date) -> tuple[Requirement, ...]:
        """Return what an application on *day* asks for because it is late."""
        stage = stage_of(born_on, day, self.normal, self.long)
        asked = {Stage.LATE: self.late, Stage.VERY_LATE: self.very_late}
        reason = stage.name
        return tuple(
            Requirement(reason=reason, any_of=(e,)) for e in asked.get(stage, ())
        )


_FROM = date(2014, 1, 1)
"""The present rules are younger than this; when each began was not found."""

POLICIES = Timeline((BirthPolicy(name="national", effective_from=_FROM),))
"""A month is "in principle" the time nationally; the year and DNA behind it are those
of several provinces. A province uses its own."""

ZHEJIANG = BirthPolicy(
    name="zhejiang", effective_from=_FROM, normal=Term(days=30), long=Term(months=12)
)
"""浙江: 30 days; an explanation up to a year; DNA behind it."""

BOZHOU = BirthPolicy(
    name="bozhou",
    effective_from=_FROM,
    late=(Evidence.DNA,),
    very_late=(Evidence.DNA,),
    no_father_in_person=True,
)
"""亳州 (2024): DNA behind a month; who names no father comes herself."""
