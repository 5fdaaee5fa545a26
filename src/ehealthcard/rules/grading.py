"""Grading at triage (预检分诊分级): four levels, and what raises one.

Four levels: WS/T 390-2012 and the principles of 2011 (急诊病人病情分级试点指导原则).
The two upgrade rules are of those principles: level III or IV with unstable vital signs
goes up one level; level IV that needs two or more emergency resources is level III.
That oral drugs and tetanus shots are no resource is recalled, not re-read.

:data:`CONSENSUS` holds the numbers of the 2018 consensus as they are remembered: its
tables could not be read in the original. It is data of the policy, marked as recalled,
and a hospital replaces it or switches it off.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from ehealthcard.codesets import Labelled
from ehealthcard.workflow import Model

from .mews import YOUNGEST, Mews, mews
from .vitals import Vitals

UPGRADING = 2
"""Resources from which level IV is level III."""


class Level(Labelled):
    """The four levels; 1 is the most urgent."""

    I = "1", "Ⅰ级 濒危", "immediate, life-threatening"  # noqa: E741  # the standard's name
    II = "2", "Ⅱ级 危重", "critical"
    III = "3", "Ⅲ级 急症", "urgent"
    IV = "4", "Ⅳ级 非急症", "not urgent"

    @property
    def raised(self) -> "Level":
        """One level up; level I stays."""
        return Level(str(max(1, int(self) - 1)))


class Area(Labelled):
    """Where a level waits (分区): I and II red, III yellow, IV green (2011)."""

    RED = "red", "红区", "red area"
    YELLOW = "yellow", "黄区", "yellow area"
    GREEN = "green", "绿区", "green area"


AREAS = {
    Level.I: Area.RED,
    Level.II: Area.RED,
    Level.III: Area.YELLOW,
    Level.IV: Area.GREEN,
}


class Resource(Labelled):
    """What a patient may need (急诊医疗资源); kinds are counted, not acts."""

    LAB = "lab", "实验室检查(血、尿)", "laboratory"
    ECG_XRAY = "ecg-xray", "心电图、X线", "ECG or X-ray"
    IMAGING = "imaging", "CT、MRI、超声、血管造影", "CT, MRI, ultrasound, angiography"
    IV_FLUIDS = "iv-fluids", "建立静脉通路补液", "intravenous fluids"
    INJECTION = "injection", "静脉、肌内注射或雾化给药", "injected or nebulised drug"
    CONSULT = "consult", "专科会诊", "specialist consult"
    SIMPLE_PROCEDURE = (
        "simple-procedure",
        "简单操作(导尿等)",
        "simple procedure",
    )
    COMPLEX_PROCEDURE = "complex-procedure", "复杂操作(镇静镇痛)", "complex procedure"
    ORAL_DRUG = "oral-drug", "口服药物", "oral drug"
    TETANUS = "tetanus", "破伤风免疫", "tetanus shot"


WEIGHTS = {
    Resource.COMPLEX_PROCEDURE: 2,
    Resource.ORAL_DRUG: 0,
    Resource.TETANUS: 0,
}


class Band(Model):
    """A value in this closed or open range has at least this level."""

    item: str
    level: Level
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Whether *value* lies in the range."""
        return not (
            (self.at_least is not None and value < self.at_least)
            or (self.above is not None and value <= self.above)
            or (self.at_most is not None and value > self.at_most)
            or (self.below is not None and value >= self.below)
        )


class MewsBand(Model):
    """From this score on, at least this level."""

    at_least: int
    level: Level


class Indicators(Model):
    """Which single values and scores mean which level."""

    name: str
    standing: Literal["documented", "recalled"]
    bands: tuple[Band, ...]
    mews: tuple[MewsBand, ...]
    """The highest first."""


class Judgement(Model):
    """What a grading rests on besides the numbers."""

    level: Level | None = None
    """The nurse's own."""

    resources: tuple[Resource, ...] = ()
    unstable: bool = False
    """Whether the vital signs are unstable (生命体征不稳定), as the nurse sees it."""


class Graded(Model):
    """A level, and why."""

    level: Level
    mews: Mews
    reasons: tuple[str, ...]


def weight(resources: Iterable[Resource]) -> int:
    """Return how many resources these are: a kind counts once, a complex one twice."""
    return sum(WEIGHTS.get(r, 1) for r in set(resources))


def grade(
    vitals: Vitals,
    judgement: Judgement,
    age: int | None,
    indicators: Indicators | None,
    *,
    youngest: int = YOUNGEST,
) -> Graded | None:
    """Return the worst of single values, score and judgement, raised by the rules.

    ``None`` where nothing gives a level: nobody is graded on silence. Below *youngest*
    years neither score nor adult thresholds apply; a paediatric tool and the nurse do.
    """
    score = mews(vitals, age, youngest=youngest)
    child = score.standing == "NOT_APPLICABLE"
    found = [] if child or not indicators else _by_numbers(vitals, score, indicators)
    if judgement.level is not None:
        found.append((judgement.level, f"JUDGEMENT_{judgement.level}"))
    if not found:
        return None
    level = min(known for known, _ in found)
    reasons = [why for known, why in found if known == level]
    if child:
        reasons.append("PAEDIATRIC_TOOL_NEEDED")
    return _raised(level, reasons, judgement, score)


def _raised(
    level: Level, reasons: list[str], judgement: Judgement, score: Mews
) -> Graded:
    if level is Level.IV and weight(judgement.resources) >= UPGRADING:
        level = Level.III
        reasons.append("RESOURCES")
    if judgement.unstable and level in (Level.III, Level.IV):
        level = level.raised
        reasons.append("UNSTABLE_VITALS")
    return Graded(level=level, mews=score, reasons=tuple(reasons))


def _by_numbers(
    vitals: Vitals, score: Mews, indicators: Indicators
) -> list[tuple[Level, str]]:
    found: list[tuple[Level, str]] = []
    for band in indicators.bands:
        value = getattr(vitals, band.item)
        if value is not None and band.holds(Decimal(value)):
            found.append((band.level, f"{band.item.upper()}_{band.level}"))
    if score.score is not None:
        for step in indicators.mews:
            if score.score >= step.at_least:
                found.append((step.level, f"MEWS_{score.score}"))
                break
    return found


def _band(item: str, level: Level, **ends: str) -> Band:
    return Band(item=item, level=level, **{k: Decimal(v) for k, v in ends.items()})


CONSENSUS = Indicators(
    name="consensus-2018",
    standing="recalled",
    bands=(
        _band("heart_rate", Level.I, above="180"),
        _band("heart_rate", Level.I, below="40"),
        _band("systolic", Level.I, below="70"),
        _band("spo2", Level.I, below="80"),
        _band("temperature", Level.I, above="41"),
        _band("temperature", Level.I, below="32"),
        _band("glucose", Level.I, below="3.33"),
        _band("potassium", Level.I, above="7.0"),
        _band("heart_rate", Level.II, at_least="150", at_most="180"),
        _band("heart_rate", Level.II, at_least="40", at_most="50"),
        _band("systolic", Level.II, above="200"),
        _band("systolic", Level.II, at_least="70", at_most="80"),
        _band("spo2", Level.II, at_least="80", at_most="90"),
        _band("heart_rate", Level.III, at_least="100", at_most="150"),
        _band("heart_rate", Level.III, at_least="50", at_most="55"),
        _band("systolic", Level.III, at_least="180", at_most="200"),
        _band("systolic", Level.III, at_least="80", at_most="90"),
        _band("spo2", Level.III, at_least="90", at_most="94"),
    ),
    mews=(
        MewsBand(at_least=6, level=Level.I),
        MewsBand(at_least=4, level=Level.II),
        MewsBand(at_least=2, level=Level.III),
        MewsBand(at_least=0, level=Level.IV),
    ),
)
"""The 2018 consensus as it is remembered; where two ranges share a value, the worse."""
