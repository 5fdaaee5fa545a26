"""What the service speaks of."""

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Model, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.rules.access import Access
from ehealthcard.rules.encounters import Outcome, SealStanding
from ehealthcard.rules.reporting import Digest
from ehealthcard.workflow import CARD, PRIVATE, Facts, Policy, Timeline


class QueryPolicy(Policy):
    """What changes with places and years; the numbers are inferred."""

    authorise_within: timedelta = timedelta(minutes=15)
    """How long a question waits for its authorisation."""

    fetch_within: timedelta = timedelta(minutes=2)
    """How long the answers of all HISs together are waited for."""

    kept_for: timedelta = timedelta(minutes=30)
    """How long answers are kept, closed; then they are wiped."""

    longest_days: int = Field(default=366 * 30, ge=1)
    """Days in one question; inpatient records are kept for 30 years (MR-13)."""

    answer_within: timedelta = timedelta(days=15)
    """By when the institution should have answered a correction; later is marked."""


POLICIES = Timeline((QueryPolicy(name="standard", effective_from=date(2022, 12, 1)),))


class Stale(Labelled):
    """Why answers are kept no longer (失效原因)."""

    TIME = "time", "超过保留时间", "the time is over"
    NOT_AUTHORISED = "not-authorised", "未完成授权", "nobody authorised it"
    NOT_FETCHED = "not-fetched", "未取得结果", "nothing was fetched in time"
    INDEX_CHANGED = "index-changed", "患者主索引变更", "the patient index has changed"
    RECORD_SEALED = "record-sealed", "病历已封存", "a record was sealed"
    HOLDER_GONE = "holder-gone", "电子健康卡注销", "the holder's card has ended"


class Missing(Model):
    """An institution whose answer is not there, or not whole."""

    org: str
    name: str
    why: Outcome


class Source(Model):
    """An institution whose answer is in it."""

    org: str
    name: str


class LeftOut(Model):
    """How many entries came and are not shown, by reason."""

    sensitive: int = 0
    """Not asked for, or without a second proof."""

    restricted: int = 0
    """Guarded closely: for the holder, the guardian, or by breaking the glass."""

    sealed: int = 0
    """Shown as sealed, without their contents."""


class Exported(Model):
    """One file that was made (导出记录)."""

    content_sha256: Digest
    """Of what it says: the same answers give the same."""

    file_sha256: Digest
    """Of the sealed file that was handed out."""

    access: Access


class Disputed(Model):
    """What is said to be wrong (更正申请, PIPL art. 46)."""

    org: str
    record: str
    wrong: Annotated[str, PRIVATE]
    wanted: Annotated[str, PRIVATE]
    at: Moment


class SealSeen(Model):
    """A record that is sealed."""

    org: str
    record: str


class SealFacts(Facts):
    """What is sealed of the holder's."""

    seals: tuple[SealSeen, ...] = ()


def seal_facts(ask: Inquiry) -> SealFacts:
    """Look for sealed records of the holder."""
    return SealFacts(
        seals=tuple(
            SealSeen(org=state.org, record=state.record)
            for state in ask.related(CARD, ask.subject, "record-seal")
            if isinstance(state, SealStanding)
        )
    )


class CorrectionWanted(Model):
    """What the source institution is asked to look at; it decides."""

    card: str
    org: str
    record: str
    wrong: Annotated[str, PRIVATE]
    wanted: Annotated[str, PRIVATE]
    answer_by: Moment
    reminder: bool


class GlassBroken(Model):
    """What the monitor is told of a look in an emergency; it is reviewed."""

    card: str
    by: str
    reason: str
    at: Moment
