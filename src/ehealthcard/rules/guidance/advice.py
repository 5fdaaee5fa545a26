"""What an advisor is asked, and what it answers."""

from typing import Annotated

from pydantic import Field

from ehealthcard.workflow import PRIVATE, Model

from .departments import DepartmentCode
from .person import Person


class GuidanceQuestion(Model):
    """What a patient said, for an advisor to rank departments."""

    words: Annotated[str, PRIVATE]
    """The complaint in the patient's words (主诉)."""

    symptoms: Annotated[tuple[str, ...], PRIVATE] = ()
    """Symptoms that were chosen from a list, by the knowledge base's names."""

    denied: Annotated[tuple[str, ...], PRIVATE] = ()
    """Symptoms that were asked for and are not there."""

    history: Annotated[str, PRIVATE] = ""
    """Earlier illnesses (既往史)."""

    status: Annotated[str, PRIVATE] = ""
    """How it is now: since when, how bad (当前状况)."""

    person: Person = Person()


class Opinion(Model):
    """One department, and what speaks for it."""

    department: DepartmentCode
    score: float = Field(gt=0, allow_inf_nan=False)
    """Higher is better; only the order and the proportions matter."""

    reasons: Annotated[tuple[str, ...], PRIVATE] = ()
    """The words that spoke for it."""


class Advice(Model):
    """Departments, best first, and how sure the advisor is."""

    opinions: tuple[Opinion, ...] = ()
    confidence: float = Field(ge=0, le=1, allow_inf_nan=False)
    version: str = Field(min_length=1, max_length=80)
    """The advisor's model and version; stored with every recommendation."""
