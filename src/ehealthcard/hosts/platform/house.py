"""Our own desk as a card platform (以本院卡管对外提供平台接口)."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

import attrs

from ehealthcard.codesets import CardStep, Channel, IdKind, Kinship, Sex
from ehealthcard.desk import ServiceDesk, TerminalRegistry
from ehealthcard.desk.names import new_case
from ehealthcard.errors import (
    CardNotFoundError,
    ExpiredCodeError,
    GuardianNotAcceptedError,
    NotIssuedHereError,
    UnsupportedCodeError,
)
from ehealthcard.identity import (
    Applicant,
    Card,
    CardId,
    CardStatus,
    Guardian,
    IdDocument,
    Person,
)
from ehealthcard.ports import (
    CardApplication,
    CardHolder,
    CodeCheck,
    CodeWish,
    IssuedText,
    Parent,
    PlatformCard,
    PlatformCode,
    PlatformPerson,
    UseRecord,
    UseReport,
)
from ehealthcard.qr import NationalForm, NationalText, Tier, draw, parse_code
from ehealthcard.rules.standing import require_active
from ehealthcard.services.foundation.terminal import TerminalUse
from ehealthcard.workflow import Actor, Terminal

HEALTH_CODE = timedelta(minutes=30)
"""How long a healthCode is good, once."""

REPORTED, QUERIED = "REPORTED", "QUERIED"
"""Outcomes of use records that are no scans of ours."""


@attrs.frozen(eq=False)
class HousePlatform:
    """A :class:`~ehealthcard.ports.CardPlatform` over a desk.

    Whoever asks for a holder's identity is written into the use records, for it is
    given in plain: that is what these interfaces are for. What the desk does not keep,
    ethnicity and address, is not answered.

    Args:
        desk: The card manager's desk.
        by: As whom the other side acts: with the role ``registrar`` its word is enough
            for a card to be active at once.
        lifetime: How long a dynamic code is good.
        terminals: Where terminals must be registered that check codes; ``None`` takes
            the other side's word for them.

    """

    desk: ServiceDesk
    by: Actor
    lifetime: timedelta
    terminals: TerminalRegistry | None = None

    def register(self, application: CardApplication, /) -> PlatformCard:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        person = application.person
        document = IdDocument(person.kind, person.number)
        applicant = Applicant(
            person.name,
            document,
            phone=person.phone,
            birth_date=person.birth_date,
            sex=person.sex,
            guardian=self._guardian(application.parents),
        )
        actor = attrs.evolve(self.by, channel=application.channel)
        card = self.desk.register(applicant, by=actor)
        require_active(card.status)
        return self._described(card)

    def find(self, kind: IdKind, number: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        card = self.desk.find(IdDocument(kind, number), by=self.by)
        if card is None:
            raise CardNotFoundError
        return self._disclosed(card)

    def holder(self, card_id: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        return self._disclosed(self.desk.card(CardId(card_id), by=self.by))

    def holder_of_text(self, text: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        return self._disclosed(self._card_of(text))

    def holder_of_health_code(self, code: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        storage, now = self.desk.storage, self.desk.clock()
        issued = self.desk.office.atomically(
            lambda: storage.use_text(_health_digest(code))
        )
        if issued is None:
            raise NotIssuedHereError
        if issued.until < now:
            raise ExpiredCodeError
        rows = storage.cards_of(issued.subject)
        if not rows:
            raise CardNotFoundError
        return self._disclosed(self.desk.card(rows[-1].card_id, by=self.by))

    def give_health_code(self, card: Card) -> str:
        """Return a healthCode for a holder who chose *card* on the login page.

        It is good for half an hour, once; the page puts it into its redirect.
        """
        code = secrets.token_hex(16).upper()
        until = self.desk.clock() + HEALTH_CODE
        issued = IssuedText(_health_digest(code), card.subject, until, uses=1)
        self.desk.office.atomically(lambda: self.desk.storage.remember_text(issued))
        return code

    def show(self, wish: CodeWish, /) -> PlatformCode:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        card = self.desk.card(CardId(wish.card_id), by=self.by)
        if wish.kind is not None and wish.number is not None:
            found = self.desk.find(IdDocument(wish.kind, wish.number), by=self.by)
            if found is None or found.subject != card.subject:
                raise CardNotFoundError
        shown = self.desk.show(
            card.id,
            by=self.by,
            tier=Tier.STATIC if wish.static else Tier.NATIONAL,
            lifetime=self.lifetime,
        )
        return PlatformCode(
            text=shown.text, picture=draw(shown.text).png(), until=shown.expires_at
        )

    def check(self, check: CodeCheck, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`; the scan is the use record."""
        if self.terminals is not None:
            org = self.by.org or check.org
            self.terminals.require(org, check.terminal, TerminalUse.SCAN)
        terminal = Terminal(
            check.terminal,
            {"terminal"},
            org=self.by.org,
            channel=check.channel,
            step=check.step,
        )
        proof = check.document and IdDocument(IdKind.RESIDENT_ID, check.document)
        scan = self.desk.scan(check.text, by=terminal, second_factor=proof or None)
        return self._holder(scan.card)

    def report(self, reports: Iterable[UseReport], /) -> None:
        """See :class:`ehealthcard.ports.CardPlatform`; one report is one record."""
        for report in reports:
            card = self._card_of(report.text, at=report.at)
            self._note(
                card,
                REPORTED,
                name=_report_name(self.by, report),
                at=report.at,
                terminal=report.terminal or self.by.id,
                place=report.department,
                channel=report.channel,
                step=report.detail or report.step.value,
            )

    def _card_of(self, text: str, at: datetime | None = None) -> Card:
        """Return the card that a national text names, if this desk issued the text."""
        parsed = parse_code(text)
        if not isinstance(parsed, NationalText):
            raise UnsupportedCodeError
        card = self.desk.card(parsed.card_id, by=self.by)
        if parsed.form in (NationalForm.DYNAMIC, NationalForm.TEMPORARY):
            issued = self.desk.storage.text(parsed.digest)
            if issued is None or issued.subject != card.subject:
                raise NotIssuedHereError
            if at is None and issued.until < self.desk.clock():
                raise ExpiredCodeError
        return card

    def _disclosed(self, card: Card) -> CardHolder:
        if card.status not in (CardStatus.ACTIVE, CardStatus.SUSPENDED):
            require_active(card.status)
        found = self._holder(card)
        self._note(
            card,
            QUERIED,
            name=new_case(self.desk.clock()),
            at=self.desk.clock(),
            terminal=self.by.id,
            place=None,
            channel=self.by.channel,
            step=CardStep.OTHER.value,
        )
        return found

    def _note(
        self,
        card: Card,
        outcome: str,
        *,
        name: str,
        at: datetime,
        terminal: str,
        place: str | None,
        channel: Channel,
        step: str,
    ) -> None:
        storage = self.desk.storage
        record = UseRecord(
            name,
            card.subject,
            outcome,
            "-",
            at,
            terminal,
            self.by.org,
            place,
            channel.value,
            step,
        )

        def note() -> None:
            if storage.use(name) is None:
                storage.add_use(record)

        self.desk.office.atomically(note)

    def _holder(self, card: Card) -> CardHolder:
        person = self.desk.office.vault.person(card.subject)
        if person is None:
            raise CardNotFoundError
        return CardHolder(person=_shown(person), card=self._described(card))

    def _described(self, card: Card) -> PlatformCard:
        person = self.desk.office.vault.person(card.subject)
        return PlatformCard(
            card_id=card.id,
            text=str(NationalText(NationalForm.STATIC, card.id)),
            master_index=person.master_index if person else None,
        )

    def _guardian(self, parents: tuple[Parent, ...]) -> Guardian | None:
        """Return the first parent who has a card here."""
        for parent in parents:
            card = self.desk.find(IdDocument(parent.kind, parent.number), by=self.by)
            if card is not None:
                return Guardian(card.id, Kinship.PARENT)
        if parents:
            raise GuardianNotAcceptedError
        return None


def _shown(person: Person) -> PlatformPerson:
    known = person.sex in (Sex.MALE, Sex.FEMALE)
    return PlatformPerson(
        name=person.name,
        kind=person.kind,
        number=person.number,
        sex=person.sex if known else None,
        birth_date=person.birth_date,
        phone=person.phone,
    )


def _health_digest(code: str) -> bytes:
    return hashlib.sha256(b"ehealthcard/health-code\0" + code.encode()).digest()[:16]


def _report_name(by: Actor, report: UseReport) -> str:
    """Return the same name for the same use, whoever reports it how often."""
    parts = (by.org, report.org, report.text, report.at.isoformat(), report.step.value)
    told = "\0".join(str(part) for part in (*parts, report.detail, report.terminal))
    moment = int(report.at.timestamp() * 1_000_000)
    return f"{moment:014x}{hashlib.sha256(told.encode()).hexdigest()[:18]}"
