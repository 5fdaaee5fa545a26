"""What every card platform keeps to (卡管平台契约)."""

from datetime import date, datetime
from typing import Any

import pytest

from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import CardStep, Channel, Ethnicity, TerminalType
from ehealthcard.errors import (
    CardError,
    CodeError,
    PlatformLacksError,
    PlatformRefusedError,
)
from ehealthcard.ports import (
    CardApplication,
    CardPlatform,
    CodeCheck,
    CodeWish,
    PlatformPerson,
    UseReport,
)

NO = (CardError, CodeError, PlatformRefusedError)
"""How a platform refuses: ours in one process, or over the wire."""


class CardPlatformContract:
    """Subclass it and give a fixture ``platform`` with an empty platform behind it.

    A fixture ``now`` says what time it is there.
    """

    @staticmethod
    def person(number: int) -> PlatformPerson:
        """Return somebody who does not exist."""
        document = document_of(number)
        return PlatformPerson(
            name=name_of(number),
            kind=document.kind,
            number=document.number,
            sex=document.sex,
            birth_date=document.birth_date or date(1990, 1, 1),
            ethnicity=Ethnicity.HAN,
            phone="13900000000",
        )

    def application(self, number: int, now: datetime) -> CardApplication:
        """Return an application of this person."""
        return CardApplication(
            key=f"register-{number}",
            at=now,
            person=self.person(number),
            channel=Channel.MINI_PROGRAM,
            user_code="U" * 32,
        )

    @staticmethod
    def code_check(text: str, now: datetime) -> CodeCheck:
        """Return a check of *text*."""
        return CodeCheck(
            text=text,
            at=now,
            terminal="T-1",
            terminal_type=TerminalType.SELF_SERVICE,
            step=CardStep.REGISTRATION,
            channel=Channel.KIOSK,
            org="10086",
        )

    def text_of(self, platform: CardPlatform, number: int, now: datetime) -> str | None:
        """Register somebody and return a code; ``None`` where the platform shows none.

        One that shows none says so by ``PlatformLacksError``, each time.
        """
        made = platform.register(self.application(number, now))
        person = self.person(number)
        wish = CodeWish(
            key=f"show-{number}",
            at=now,
            card_id=made.card_id,
            kind=person.kind,
            number=person.number,
        )
        try:
            return platform.show(wish).text
        except PlatformLacksError:
            with pytest.raises(PlatformLacksError):
                platform.show(wish)
            return None

    def test_registering_again_gives_the_same_card(
        self, platform: CardPlatform, now: datetime
    ) -> None:
        """A repeated application changes nothing."""
        first, again = (platform.register(self.application(1, now)) for _ in range(2))
        assert first == again

    def test_a_holder_is_found(self, platform: CardPlatform, now: datetime) -> None:
        """By document or by card, whichever there is; else the platform says so."""
        made = platform.register(self.application(2, now))
        person = self.person(2)
        calls: list[Any] = [
            lambda: platform.holder(made.card_id),
            lambda: platform.find(person.kind, person.number),
        ]
        for call in calls:
            try:
                holder = call()
            except PlatformLacksError:
                with pytest.raises(PlatformLacksError):
                    call()
                continue
            assert (person.name, person.number) == (
                holder.person.name,
                holder.person.number,
            )
            assert made.card_id == holder.card.card_id

    def test_a_code_is_checked_once(
        self, platform: CardPlatform, now: datetime
    ) -> None:
        """A second check of one dynamic code is refused."""
        text = self.text_of(platform, 3, now)
        if text is None:
            return

        found = platform.check(self.code_check(text, now))

        assert self.person(3).number == found.person.number
        with pytest.raises(NO):
            platform.check(self.code_check(text, now))

    @pytest.mark.parametrize(
        "text", ["A" * 64 + ":1", "x", "A" * 64 + ":0:" + "0" * 32]
    )
    def test_a_code_that_nobody_gave_out_is_refused(
        self, platform: CardPlatform, now: datetime, text: str
    ) -> None:
        """A refusal is an error, never an empty answer."""
        with pytest.raises(NO):
            platform.check(self.code_check(text, now))

    def test_a_use_is_reported_once_or_twice(
        self, platform: CardPlatform, now: datetime
    ) -> None:
        """The same report again is taken and counts once."""
        text = self.text_of(platform, 4, now)
        if text is None:
            return
        report = UseReport(
            key="use-4",
            text=text,
            at=now,
            org="10086",
            step=CardStep.DISPENSING,
            channel=Channel.WINDOW,
            terminal="T-2",
            department="0301",
        )
        try:
            platform.report([report])
        except PlatformLacksError:
            with pytest.raises(PlatformLacksError):
                platform.report([report])
        else:
            platform.report([report])
