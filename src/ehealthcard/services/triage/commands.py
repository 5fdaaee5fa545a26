"""What is asked, and what happens."""

from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.identity import SubjectId
from ehealthcard.rules.epidemiology import Symptom
from ehealthcard.rules.grading import Judgement
from ehealthcard.rules.vitals import Vitals
from ehealthcard.workflow import PRIVATE, Command, Notice

Mode = Literal["walk", "ambulance", "referral"]
"""来院方式: 步行、120、转诊."""


class Arrive(Command):
    """Come to the triage desk (到达分诊台), with a card or unknown."""

    org: str = Field(min_length=1)
    """Code of the institution."""

    mode: Mode = "walk"
    complaint: Annotated[str, PRIVATE] = ""
    """Chief complaint (主诉)."""

    age: Annotated[int | None, Field(ge=0, le=150), PRIVATE] = None
    """Estimated, for somebody unknown; a card's age goes before it."""

    prior: str | None = None
    """The case of the ambulance or referral that announced the patient."""


class Precheck(Command):
    """Ask and measure (预检)."""

    vitals: Vitals = Vitals()
    symptoms: Annotated[tuple[Symptom, ...], PRIVATE] = ()
    complaint: Annotated[str | None, PRIVATE] = None


class RouteOn(Command):
    """Lead the patient on (分流)."""

    judgement: Judgement = Judgement()
    suspected: bool = False
    """Whether staff suspect an infectious disease whatever the facts say."""

    emergency: bool = False
    """Whether the patient seeks the emergency department without danger to life."""

    department: str | None = None
    """The clinic, where it is one."""


class Grade(Command):
    """Give a level (分级)."""

    vitals: Vitals = Vitals()
    judgement: Judgement = Judgement()


class MeasureVitals(Command):
    """New vital signs (记录体征); they raise a level and never lower one."""

    vitals: Vitals


class Regrade(Command):
    """Look at a waiting patient again (再次评估)."""

    judgement: Judgement
    vitals: Vitals = Vitals()
    reason: str = ""
    """Why; needed to lower the level."""


class CallIn(Command):
    """The patient is seen now (接诊)."""


class Leave(Command):
    """Gone before being seen (候诊离开)."""


class Deteriorate(Command):
    """A life is in danger now, wherever the patient was led (病情恶化)."""

    reason: str = Field(min_length=1)


class Exclude(Command):
    """A doctor excludes the suspected infection (排除)."""

    evidence: str = Field(min_length=1)
    department: str | None = None


class ConfirmNotifiable(Command):
    """A doctor confirms a notifiable disease (法定传染病)."""

    disease: Annotated[str, Field(min_length=1), PRIVATE]
    """Its code."""

    class_a: bool
    """Whether it is reported as class A (甲类或按甲类管理)."""


class Dispose(Command):
    """Say where the patient goes from here (去向)."""

    outcome: Literal["discharged", "observed", "admitted", "transferred", "died"]
    destination: str | None = None
    """The receiving ward or institution."""

    record_copied: bool = False
    """Whether a copy of the medical record goes along."""


class BindPatient(Command):
    """Say later who an unknown patient is (补录身份)."""

    holder: SubjectId


class ResponseOverdue(Notice):
    """The level's response time has passed and nobody called."""


class Unattended(Notice):
    """Nobody has touched the case for a long time."""
