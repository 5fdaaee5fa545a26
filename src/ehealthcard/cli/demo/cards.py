"""Three residents get their cards: by phone, as a child, at a window."""

from datetime import date

from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import Kinship, Sex
from ehealthcard.desk import system_clock
from ehealthcard.identity import Applicant, Card, Guardian

from .hospital import (
    CHILD,
    ELDER,
    MOTHER,
    MOTHERS_PHONE,
    PHONE,
    WINDOW,
    Hospital,
    People,
)
from .stage import Stage

CHILD_AGE = 6


def register(stage: Stage, hospital: Hospital) -> People:
    """Register everybody; who is registered already gets the same card."""
    stage.scene("Cards", "申领")
    desk = hospital.desk
    adult = Applicant(
        name_of(MOTHER),
        document_of(MOTHER, born=date(1990, 5, 17), sex=Sex.FEMALE),
        phone=MOTHERS_PHONE,
    )
    hospital.registry.people[adult.document.number] = adult.name
    mother = desk.register(adult, by=PHONE)
    stage.say(
        "an adult applied by phone; the registry confirmed her real name",
        "成人通过手机申领，公安接口(模拟)完成实名认证",
    )
    small = Applicant(
        name_of(CHILD),
        document_of(CHILD, born=date(system_clock().year - CHILD_AGE, 1, 4)),
        guardian=Guardian(mother.id, Kinship.PARENT),
    )
    child = desk.register(small, by=WINDOW)
    stage.say(
        "a child under its guardian: the mother's card stands for it",
        "儿童由监护人代办",
    )
    old = Applicant(name_of(ELDER), document_of(ELDER, born=date(1944, 9, 2)))
    elder = desk.register(old, by=WINDOW)
    stage.say("an elder without a phone, at a window", "老年人无手机，在窗口申领")
    rows = [_row(hospital, "adult 成人", mother), _row(hospital, "child 儿童", child)]
    rows.append(_row(hospital, "elder 老人", elder))
    stage.table(("who", "name 姓名", "document 证件", "card ID 卡ID", "状态"), rows)
    return People(mother, child, elder)


def _row(hospital: Hospital, who: str, card: Card) -> tuple[str, ...]:
    masked = hospital.desk.masked(card, by=WINDOW)
    name, number = (masked.name, masked.number) if masked else ("–", "–")
    return who, name, number, f"{card.id[:8]}…", card.status.value
