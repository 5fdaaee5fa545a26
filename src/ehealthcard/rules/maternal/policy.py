"""The numbers of mother and child care, as data (母子健康参数)."""

from datetime import date

from pydantic import Field

from ehealthcard.workflow import Policy, Timeline

from .codes import RiskColour


class MaternalPolicy(Policy):
    """What changes with places and years; both services keep the same pack."""

    high_risk: tuple[RiskColour, ...] = (
        RiskColour.ORANGE,
        RiskColour.RED,
        RiskColour.PURPLE,
    )
    """The colours of which one makes a pregnancy a high risk (recalled)."""

    follow_up_days: int = Field(default=14, ge=1)
    """What became of a referral is asked within two weeks (MAT-3); for a child the
    same is inferred."""

    contacts: int = Field(default=3, ge=1)
    """So many vain contacts make somebody lost (失访)."""

    backdate_days: int = Field(default=7, ge=0)
    """How far back a visit may be written down (inferred)."""

    viable_weeks: int = Field(default=20, ge=12)
    """From this week on there is a birth, before it a loss (inferred)."""

    overdue_days: int = Field(default=294, ge=280)
    """So many days behind the last menstruation the institution asks whether the child
    was born: 42 weeks (inferred)."""


MATERNAL = Timeline(
    (MaternalPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)
