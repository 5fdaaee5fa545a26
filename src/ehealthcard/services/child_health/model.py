"""What the service speaks of."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day, Model
from ehealthcard.rules.maternal.child_codes import Frailty
from ehealthcard.rules.maternal.child_forms import ChildForm
from ehealthcard.rules.schedule import Visit
from ehealthcard.workflow import PRIVATE


class ChildSeen(Model):
    """A visit, as it was written down (儿童健康检查)."""

    on: Day
    visit: Visit | None
    """Which of the thirteen; ``None`` for one besides them."""

    months: Annotated[int, Field(ge=0), PRIVATE]
    """Full months of age."""

    form: Annotated[ChildForm, PRIVATE]
    by: str


class FrailCare(Model):
    """A child that is seen more often (体弱儿专案管理)."""

    why: Annotated[tuple[Frailty, ...], Field(min_length=1), PRIVATE]
    since: Day
    recovered_on: Day | None = None


class Unwanted(Labelled):
    """Why a child that was proposed is not looked after (未建档原因)."""

    DECLINED = "declined", "监护人不同意", "the guardian declines"
    TOO_OLD = "too-old", "已满学龄", "of school age"
    DIED = "died", "已死亡", "died before"
