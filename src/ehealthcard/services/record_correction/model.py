"""What the service speaks of, and what must be known."""

from datetime import date

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import access_facts
from ehealthcard.rules.access import AccessFacts
from ehealthcard.rules.health_records.standing import RecordSeen, seen
from ehealthcard.workflow import CARD, Facts, Policy, Rule, Timeline

CORRECTION_EMPTY = Rule(
    "CORRECTION_EMPTY",
    "Say which sections are to read how; nothing would change.",
    "请填写更正后的内容，当前没有任何变更。",
)


class Section(Labelled):
    """Which part is said to be wrong (更正项目); named as in the record."""

    PERSONAL = "personal", "个人情况", "about the person"
    CONTACT = "contact", "联系人", "whom to call"
    BLOOD = "blood", "血型", "blood"
    ALLERGIES = "allergies", "药物过敏史", "allergies"
    EXPOSURES = "exposures", "暴露史", "exposures"
    PAST = "past", "既往史", "past history"
    FAMILY = "family", "家族史", "family history"
    GENETIC = "genetic", "遗传病史", "heredity"
    DISABILITIES = "disabilities", "残疾情况", "disabilities"
    LIFE_STYLE = "life-style", "生活方式", "life style"
    DWELLING = "dwelling", "生活环境", "dwelling"


class CorrectionPolicy(Policy):
    """What changes with places and years; inferred."""

    answer_days: int = Field(default=15, ge=1)
    """Days in which the institution answers, closed."""


POLICIES = Timeline(
    (CorrectionPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class CorrectionFacts(Facts):
    """What must be known of who asks or decides, and of the record."""

    access: AccessFacts
    record: RecordSeen | None


def correction_facts(ask: Inquiry) -> CorrectionFacts:
    """Look at the cards and at the holder's record."""
    found = map(seen, ask.related(CARD, ask.subject, "health-record"))
    record = next(filter(None, found), None)
    return CorrectionFacts(access=access_facts(ask), record=record)


class RecordCorrectionWanted(Model):
    """What the institution is told: that somebody asks, nothing of the contents."""

    card: str
    org: str
    section: Section
    answer_by: Moment
    reminder: bool
