"""A declaration, an open gate, a red holder who is led and not refused."""

from decimal import Decimal
from pathlib import Path

from ehealthcard.adapters.simulator import name_of
from ehealthcard.codesets import SHANGHAI
from ehealthcard.desk import StaffPresence
from ehealthcard.identity import Card
from ehealthcard.qr import Tier
from ehealthcard.qr.drawing import Medium, draw
from ehealthcard.services.admission_scan import Diverted, Entered, Route, admission_scan
from ehealthcard.services.health_declaration import (
    Answers,
    Declarant,
    Relation,
    Submit,
    ValidClear,
    health_declaration,
)
from ehealthcard.workflow import Actor

from .hospital import MOTHER, MOTHERS_PHONE, ORG, PHONE, WINDOW, Hospital, People
from .stage import Stage

WELL = Answers(temperature=Decimal("36.5"), symptoms=(), exposures=())
DECLARE = Submit(answers=WELL, consent="2026-1", commitment="2026-1")


def admit(stage: Stage, hospital: Hospital, people: People) -> None:
    """Let mother and child in, after their declarations."""
    stage.scene("Declare and enter", "健康申报与扫码入院")
    desk, entrance = hospital.desk, hospital.entrance
    case = desk.start(health_declaration, people.mother, DECLARE, by=PHONE)
    assert isinstance(case.state, ValidClear)  # noqa: S101  # the story must be true
    until = case.state.valid_until.astimezone(SHANGHAI)
    stage.say(
        f"she declared her health; good until {until:%m-%d %H:%M}",
        "本人完成健康申报，24 小时内有效",
    )
    mother = entrance.enter(hospital.code(people.mother), temperature=36.5)
    _tell(stage, mother.state)
    guardian = Declarant(
        relation=Relation.GUARDIAN,
        name=name_of(MOTHER),
        phone=MOTHERS_PHONE,
        reason="a child of six",
    )
    declared = DECLARE.model_copy(update={"declarant": guardian})
    by_mother = Actor("mini-program", holder=people.mother.subject)
    desk.start(health_declaration, people.child, declared, by=by_mother)
    child = entrance.enter(hospital.code(people.child), temperature=36.8)
    stage.say("the guardian declared for her child", "监护人代儿童申报")
    _tell(stage, child.state)


def divert(stage: Stage, hospital: Hospital, people: People, out: Path) -> None:
    """Lead the elder, who is red, to the fever clinic: care is never refused."""
    stage.scene("Red is led, never refused", "红码分流，不得拒诊")
    desk, entrance = hospital.desk, hospital.entrance
    printed = desk.show(people.elder.id, by=WINDOW, tier=Tier.STATIC).text
    paper = draw(printed, medium=Medium.PAPER, caption="ehealthcard")
    (out / "printed-card.pdf").write_bytes(paper.pdf())
    stage.say("the elder has a printed card (printed-card.pdf)", "老人持纸质卡")
    desk.start(health_declaration, people.elder, DECLARE, by=WINDOW)
    hospital.risk.colours[people.elder.id] = "RED"
    visit = entrance.enter(printed, second_factor=StaffPresence("guard-2"))
    _tell(stage, visit.state)


def see_out(stage: Stage, hospital: Hospital, people: People) -> None:
    """Everybody goes home."""
    stage.scene("Out", "离院")
    desk, entrance = hospital.desk, hospital.entrance
    for card in (people.mother, people.child):
        entrance.leave(hospital.code(card))
    printed = desk.show(people.elder.id, by=WINDOW, tier=Tier.STATIC).text
    entrance.leave(printed, second_factor=StaffPresence("guard-2"))
    left = desk.occupancy(ORG, by=WINDOW)
    stage.say(
        f"everybody scanned out; {left} left inside", f"全部扫码离院，院内 {left} 人"
    )
    stage.table(
        ("who", "visits 入院记录"),
        [
            (who, ", ".join(_ways(hospital, card)))
            for who, card in (
                ("adult 成人", people.mother),
                ("elder 老人", people.elder),
            )
        ],
    )


def _ways(hospital: Hospital, card: Card) -> list[str]:
    """Return the states that the newest visit went through."""
    visits = hospital.desk.cases(admission_scan, card, by=WINDOW, limit=1)
    return [
        happening.state_name
        for visit in visits
        for happening in hospital.desk.history(admission_scan, visit, by=WINDOW)
    ]


def _tell(stage: Stage, state: object) -> None:
    if isinstance(state, Entered):
        stage.say("the gate opens", "闸机开启")
    elif isinstance(state, Diverted):
        route = Route(state.route)
        why = ", ".join(state.reasons)
        stage.say(
            f"red: led to the {route.en}, not refused ({why})",
            f"红码：引导至{route.zh}，并未拒绝",
        )
