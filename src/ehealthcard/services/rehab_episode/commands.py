"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.workflow import PRIVATE, Command, Notice

from .model import DailyLog, Effect, Goal, Plan, Scores, Suggestion


class TakeOn(Command):
    """Take a patient on (转入)."""

    referral: str | None = Field(default=None, min_length=1)


class Assess(Command):
    """Assess for the first time, or in between (评估)."""

    scores: Annotated[Scores, PRIVATE]


class MakePlan(Command):
    """Write the plan, or change it after an assessment (制定计划)."""

    plan: Plan


class BeginTraining(Command):
    """Begin, or go on (开始训练)."""


class LogDay(Command):
    """Write down a day (每日健康登记)."""

    log: DailyLog


class AcknowledgeAlarm(Command):
    """A doctor has seen the alarm (预警确认)."""


class Conclude(Command):
    """Assess for the last time (末期评估)."""

    scores: Annotated[Scores, PRIVATE]
    effect: Annotated[Effect, PRIVATE]
    reached: Annotated[tuple[Goal, ...], PRIVATE] = ()
    suggestions: tuple[Suggestion, ...] = Field(min_length=1)


class TransferUp(Command):
    """Refer up (上转)."""

    reason: Annotated[str, Field(min_length=1), PRIVATE]


class LoseTouch(Command):
    """The patient cannot be reached any more (失访)."""


class DayPassed(Notice):
    """A day passed without a log."""


class HolderDied(Notice):
    """The patient has died."""
