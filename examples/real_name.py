"""Known better and better, doubted, and two cards that become one."""

import attrs
from _story import WINDOW, Stage, told_on

from ehealthcard import Actor, Applicant, Card, IdDocument, IdKind, Ports, Terminal
from ehealthcard.adapters.index import PeopleIndex
from ehealthcard.adapters.simulator import (
    Flaw,
    Resident,
    SimulatedRegistry,
    population,
    registry_of,
)
from ehealthcard.codes import SHIPPED, medical_record
from ehealthcard.codesets import Channel
from ehealthcard.desk import ServiceDesk, Shown
from ehealthcard.errors import EHealthCardError
from ehealthcard.monitor.access import HouseRules
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.real_name import Check, Level
from ehealthcard.services.foundation.card_merge import AskToPart, card_merge
from ehealthcard.services.foundation.real_name_doubt import (
    Doubt,
    Ground,
    real_name_doubt,
)
from ehealthcard.services.message_preference import Grant, message_preference

APP = Actor("app-1", {"app"}, channel=Channel.MINI_PROGRAM)
GATE = Terminal("gate-1", {"terminal"}, org="H1", place="east")
FRAUD = Actor("fraud-1", {"real-name-reviewer"})
MERGERS = tuple(Actor(f"merge-{n}", {"merge-reviewer"}) for n in (1, 2, 3))
PASSPORT = IdDocument(IdKind.PASSPORT, "E00000018")
KINDS = SHIPPED.plus(medical_record("H1", r"[0-9]{4}"))


def tell(database: str) -> None:
    """Tell the story on a database."""
    stage = Stage(database)
    people = population(7, 40, today=day_of(stage.clock()))
    registry = registry_of(people, lambda: day_of(stage.clock()))
    index = PeopleIndex()
    desk = stage.desk = attrs.evolve(
        stage.desk,
        ports=Ports(real_name=registry, people=index),
        access=HouseRules(levels={message_preference.name: Level.PROVED}),
        kinds=KINDS,
    )
    everybody(desk, people, registry)
    somebody = next(one for one in people if one.flaw is Flaw.NONE)
    card = better(desk, somebody)
    stage.turn(days=1)
    doubted(desk, card, somebody)
    merged(desk, card, somebody, index)
    desk.storage.close()


def everybody(
    desk: ServiceDesk, people: tuple[Resident, ...], registry: SimulatedRegistry
) -> None:
    """All apply by phone; the verifier says what it finds."""
    answers: dict[str, int] = {}
    for one in people:
        try:
            desk.register(one.applicant, by=APP)
            answer = "a card"
        except EHealthCardError as error:
            answer = error.code
        answers[answer] = answers.get(answer, 0) + 1
    for answer, count in sorted(answers.items()):
        print(f"{count} x {answer}")
    late = sum(one.flaw is Flaw.SLOW for one in people)
    print(f"looked up, not asked again: {late}, questions: {len(registry.asked)}")


def standing(desk: ServiceDesk, card: Card) -> str:
    """Return how well the holder is known."""
    found = desk.real_name.standing(card, by=WINDOW)
    return f"{found.level.value}, {found.level.zh}"


def better(desk: ServiceDesk, one: Resident) -> Card:
    """A service asks for more than name and number."""
    found = desk.find(one.applicant.document, by=WINDOW)
    assert found is not None  # noqa: S101  # he has just got his card
    me = attrs.evolve(APP, roles={"resident"}, holder=found.subject)
    print(f"by phone: {standing(desk, found)}")
    try:
        desk.start(message_preference, found, Grant(consent="2026-1"), by=me)
    except EHealthCardError as error:
        print(f"not yet: {error.code}")
    shown = Shown(one.applicant.document, one.applicant.name, face=one.face)
    desk.real_name.prove(found, shown, {Check.FACE}, by=me)
    case = desk.start(message_preference, found, Grant(consent="2026-1"), by=me)
    print(f"with a face: {standing(desk, found)}; {type(case.state).__name__}")
    return found


def doubted(desk: ServiceDesk, card: Card, one: Resident) -> None:
    """His phone is in other hands; only the window helps."""
    said = Doubt(ground=Ground.TAKEN_OVER, reason="reported by the holder")
    desk.start(real_name_doubt, card, said, by=FRAUD)
    print(f"doubted: {standing(desk, card)}")
    me = attrs.evolve(APP, roles={"resident"}, holder=card.subject)
    shown = Shown(one.applicant.document, one.applicant.name, face=one.face)
    try:
        desk.real_name.prove(card, shown, {Check.FACE}, by=me)
    except EHealthCardError as error:
        print(f"by phone again: {error.code}")
    desk.real_name.prove(card, shown, {Check.DOCUMENT_READ}, by=WINDOW)
    print(f"at the window: {standing(desk, card)}")


def merged(desk: ServiceDesk, card: Card, one: Resident, index: PeopleIndex) -> None:
    """He came with a passport once: two cards, one person."""
    who = one.applicant
    abroad = Applicant(who.name, PASSPORT, birth_date=who.born, sex=who.gender)
    other = desk.register(abroad, by=WINDOW)
    number = KINDS.read("medical-record", "4711")
    desk.codes.bind(number, other, by=WINDOW)
    codes = [desk.show(other.id, by=WINDOW).text for _ in range(2)]
    index.put(desk.people.roll(by=Actor("index-1", {"index-keeper"})))
    (case,) = desk.merges.propose_found(other, by=WINDOW)
    stays = case.subject == card.subject
    print(f"found: {case.state.ground.zh}, the resident card stays: {stays}")
    for reviewer in MERGERS[:2]:
        case = desk.merges.agree(case, by=reviewer)
        print(f"{reviewer.id} agrees: {type(case.state).__name__}")
    print(f"the passport finds: {desk.find(PASSPORT, by=WINDOW) == card}")
    print(f"its code leads to: {desk.scan(codes[0], by=GATE).card == card}")
    print(f"its number too: {desk.codes.resolve(number, by=GATE) == card}")
    past = desk.all_cases(card, by=WINDOW, limit=50)
    print(f"its past as well: {other.case in {c.id for c in past}}")
    asked = desk.execute(card_merge, case, AskToPart(why="twins"), by=MERGERS[0])
    case = desk.merges.part(asked, by=MERGERS[2])
    back = desk.scan(codes[1], by=GATE).card, desk.codes.resolve(number, by=GATE)
    print(f"{type(case.state).__name__}: as before: {back == (other, other)}")


if __name__ == "__main__":
    told_on(tell)
