"""Six attacks, and the sentence that each fails with."""

import secrets
from datetime import timedelta

from ehealthcard.desk import system_clock
from ehealthcard.errors import (
    BadSignatureError,
    CardLostError,
    EHealthCardError,
    ExpiredCodeError,
    NotIssuedHereError,
    ReplayedCodeError,
    SecondFactorRequiredError,
)
from ehealthcard.qr import Tier, base45, issue_code
from ehealthcard.qr.envelope import PREFIX
from ehealthcard.services.foundation.card import ReportLost, Restore, card_life

from .hospital import GATE, PHONE, WINDOW, Hospital, People
from .stage import Stage


def attack(stage: Stage, hospital: Hospital, people: People) -> None:
    """Try what an attacker would try."""
    stage.scene("Attacks", "攻击演示")
    door = _Door(stage, hospital)
    mother, elder, desk = people.mother, people.elder, hospital.desk
    text = hospital.code(mother)
    desk.scan(text, by=GATE)
    door.must_refuse(text, "a photographed code, used again", "重放", ReplayedCodeError)
    old = issue_code(
        mother.id,
        keys=desk.keys,
        tier=Tier.SIGNED,
        nonce=secrets.token_bytes(8),
        at=system_clock() - timedelta(minutes=10),
        lifetime=timedelta(seconds=60),
    )
    door.must_refuse(old, "a code of ten minutes ago", "过期", ExpiredCodeError)
    forged = _under_another_name(hospital.code(mother), elder.id)
    door.must_refuse(forged, "her code with another card ID", "伪造", BadSignatureError)
    national = desk.show(mother.id, by=PHONE, tier=Tier.NATIONAL).text
    glued = elder.id + national[len(mother.id) :]
    door.must_refuse(
        glued, "a national text, its tail on another ID", "拼接", NotIssuedHereError
    )
    printed = desk.show(elder.id, by=WINDOW, tier=Tier.STATIC).text
    door.must_refuse(
        printed, "a printed code without a person", "静态码", SecondFactorRequiredError
    )
    shown = hospital.code(mother)
    life = desk.case(card_life, mother.case, by=WINDOW)
    lost = desk.execute(card_life, life, ReportLost(reason="left on a bus"), by=PHONE)
    door.must_refuse(
        shown, "a good code of a card reported lost", "挂失", CardLostError
    )
    desk.execute(card_life, lost, Restore(), by=WINDOW)
    stage.say("the window gave her card back to her", "窗口核实本人后解除挂失")


class _Door:
    """A door that has to stay shut."""

    def __init__(self, stage: Stage, hospital: Hospital) -> None:
        self._stage = stage
        self._desk = hospital.desk

    def must_refuse(
        self, text: str, what: str, zh: str, why: type[EHealthCardError]
    ) -> None:
        """Scan *text* and show the refusal.

        Raises:
            RuntimeError: It was accepted: the demonstration has failed.

        """
        try:
            self._desk.scan(text, by=GATE)
        except why as error:
            self._stage.refuse(what, zh, error)
        else:
            raise RuntimeError(what)


def _under_another_name(text: str, card_id: str) -> str:
    """Return a code with *card_id* in the place of its own; the signature stays."""
    payload = base45.decode(text.removeprefix(PREFIX))
    forged = payload[:5] + bytes.fromhex(card_id) + payload[37:]
    return PREFIX + base45.encode(forged)
