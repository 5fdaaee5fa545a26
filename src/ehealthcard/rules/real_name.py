"""How well it is known who somebody is (实名认证等级).

The guide's §3 asks for 适当的实名认证方案 in each channel (窗口注册、自助终端注册、
移动客户端注册) and names no levels. The levels, the checks and the table below are this
project's own; a place sets its table as a policy pack of ``real-name``.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.errors import Phrase
from ehealthcard.models import Model, Moment
from ehealthcard.workflow import Policy, State, Timeline

from .links import CardLink


class Level(Labelled):
    """How well a holder is known (实名等级), weakest first."""

    NONE = "none", "未实名", "nobody has checked"
    IMPORTED = "imported", "系统导入", "taken over from an information system"
    CHECKED = "checked", "证名一致", "name and document number belong together"
    PROVED = "proved", "本人核实", "the holder himself was checked"
    READ = "read", "窗口读证", "a window has read the document, its holder present"

    @property
    def rank(self) -> int:
        """Its place, the weakest being 0."""
        return list(type(self)).index(self)

    def reaches(self, needed: "Level") -> bool:
        """Whether this is *needed* or better."""
        return self.rank >= needed.rank


class Check(Labelled):
    """What was looked at (核验方式)."""

    IMPORTED = "imported", "院方系统导入", "imported from an information system"
    NAME_AND_NUMBER = "name-and-number", "姓名与证件号核验", "name and number"
    FACE = "face", "人脸比对", "the face against the document's photograph"
    BANK_CARD = "bank-card", "银行卡核验", "a bank card in the same name"
    DOCUMENT_SEEN = "document-seen", "人工查验证件", "the document, by eye"
    DOCUMENT_READ = "document-read", "读证", "the document, by a reader of its chip"


class Place(Labelled):
    """Where the holder is checked (实名认证渠道)."""

    WINDOW = "window", "窗口", "a staffed window"
    KIOSK = "kiosk", "自助终端", "a kiosk"
    MOBILE = "mobile", "移动端", "a phone"
    IMPORT = "import", "系统对接", "an information system"


class LevelRow(Model):
    """One row of the table: these checks at this place give this level."""

    place: Place
    checks: tuple[Check, ...] = Field(min_length=1)
    level: Level
    days: Annotated[int, Field(gt=0, le=36_500)] | None = None
    """For how many days it holds; ``None``: as long as the card."""

    @property
    def said(self) -> Phrase:
        """The row as a step that somebody can take."""
        en = " and ".join(check.en for check in self.checks)
        zh = "、".join(check.zh for check in self.checks)
        return Phrase(f"{self.place.en}: {en}", f"{self.place.zh}：{zh}")


class RealNamePolicy(Policy):
    """Which checks give which level (实名认证方案)."""

    table: tuple[LevelRow, ...]
    clears_doubt: Level = Level.READ
    """What is asked for once somebody doubts that the holder is the holder."""

    def row(self, place: Place, checks: Collection[Check]) -> LevelRow | None:
        """Return the best row that *checks* at *place* fulfil; ``None`` if none."""
        done = set(checks)
        fits = [r for r in self.table if r.place is place and set(r.checks) <= done]
        return max(fits, key=lambda row: row.level.rank, default=None)

    def steps(self, needed: Level) -> tuple[LevelRow, ...]:
        """Return the rows that give *needed* or better, the easiest first."""
        good = (row for row in self.table if row.level.reaches(needed))
        return tuple(sorted(good, key=lambda row: row.level.rank))


DEFAULT = RealNamePolicy(
    name="2026",
    effective_from=date(2020, 1, 1),
    table=tuple(
        LevelRow(place=place, checks=checks, level=level, days=days)
        for place, checks, level, days in (
            (Place.IMPORT, (Check.IMPORTED,), Level.IMPORTED, None),
            (Place.MOBILE, (Check.NAME_AND_NUMBER,), Level.CHECKED, None),
            (Place.MOBILE, (Check.NAME_AND_NUMBER, Check.FACE), Level.PROVED, 730),
            (Place.MOBILE, (Check.NAME_AND_NUMBER, Check.BANK_CARD), Level.PROVED, 730),
            (Place.KIOSK, (Check.NAME_AND_NUMBER,), Level.CHECKED, None),
            (Place.KIOSK, (Check.DOCUMENT_READ,), Level.CHECKED, None),
            (Place.KIOSK, (Check.DOCUMENT_READ, Check.FACE), Level.PROVED, None),
            (Place.WINDOW, (Check.NAME_AND_NUMBER,), Level.CHECKED, None),
            (Place.WINDOW, (Check.DOCUMENT_SEEN,), Level.PROVED, None),
            (Place.WINDOW, (Check.DOCUMENT_READ,), Level.READ, None),
        )
    ),
)
REAL_NAME_POLICIES = Timeline((DEFAULT,))


class ProofStanding(State):
    """A proof of the real name that holds (有效实名核验)."""

    card: CardLink
    level: Level
    place: Place
    checks: tuple[Check, ...]
    proved_at: Moment
    until: Moment | None
    """The last moment at which it counts; ``None``: as long as the card."""


class DoubtStanding(State):
    """Somebody doubted that the holder is the holder (实名存疑)."""

    card: CardLink
    counts_from: Moment | None
    """Older proofs are worth nothing; ``None``: all of them are, the doubt is open."""


class Standing(Model):
    """How well a holder is known now, and by what."""

    level: Level = Level.NONE
    place: Place | None = None
    checks: tuple[Check, ...] = ()
    until: Moment | None = None
    doubted: bool = False
    """Whether a doubt is open: then only the policy's ``clears_doubt`` helps."""


def best(
    proofs: Collection[ProofStanding], doubt: DoubtStanding | None = None
) -> Standing:
    """Return what *proofs* come to in the light of a *doubt*."""
    if doubt is not None and doubt.counts_from is None:
        return Standing(doubted=True)
    since = doubt.counts_from if doubt else None
    known = [p for p in proofs if since is None or p.proved_at >= since]
    if not known:
        return Standing()
    top = max(known, key=lambda p: (p.level.rank, p.until is None, p.proved_at))
    return Standing(
        level=top.level, place=top.place, checks=top.checks, until=top.until
    )


def ends_at(now: Moment, days: int | None) -> Moment | None:
    """Return the last moment of a proof made *now*."""
    return None if days is None else now + timedelta(days=days)
