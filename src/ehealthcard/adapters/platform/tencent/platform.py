"""The open platform as a card platform like any other (内部模型 ↔ 腾讯报文)."""

import base64
import binascii
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import attrs

from ehealthcard.adapters.platform.dictionaries import (
    CARRIERS,
    CHANNELS,
    COST_TYPES,
    ETHNICITY_TEXTS,
    SEX_TEXTS,
    STEPS,
    Dictionary,
)
from ehealthcard.codesets import SHANGHAI, IdKind
from ehealthcard.errors import Phrase, PlatformAnswerError, PlatformLacksError
from ehealthcard.ports import (
    CardApplication,
    CardHolder,
    CodeCheck,
    CodeWish,
    Parent,
    PlatformCard,
    PlatformCode,
    PlatformPerson,
    UseReport,
)

from . import operations as calls
from .cards import (
    ByHealthCardId,
    ByHealthCode,
    ByQrCode,
    ChildInfo,
    HealthCard,
    RegisterHealthCard,
)
from .client import PLATFORM, Related, TencentClient
from .codes import GetDynamicQrCode, VerifiedQrCode, VerifyQrCode
from .usage import ReportHisData

MOMENT = "%Y-%m-%d %H:%M:%S"


@attrs.frozen(eq=False)
class TencentPlatform:
    """A :class:`~ehealthcard.ports.CardPlatform` over a client.

    Args:
        client: The client.
        id_types: How the platform writes kinds of document.
        hospital_code: What the hospital is called in use reports (hospitalCode).
        related: Who the user of the present call is; ``None`` where there is none.

    """

    client: TencentClient
    id_types: Dictionary[IdKind]
    hospital_code: str
    related: Callable[[], Related | None]

    def register(self, application: CardApplication, /) -> PlatformCard:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        person = application.person
        request = RegisterHealthCard(
            wechat_code=self._needed(application.user_code, "user_code"),
            name=person.name,
            gender=self._needed(SEX_TEXTS.out_or_none(person.sex), "sex"),
            nation=self._needed(
                ETHNICITY_TEXTS.out_or_none(person.ethnicity), "ethnicity"
            ),
            birthday=self._needed(_day(person.birth_date), "birth_date"),
            id_number=person.number,
            id_type=self.id_types.out(person.kind),
            phone1=person.phone or "",
            address=person.address,
            patid=application.patient_number,
            child_info=self._child(application.parents),
        )
        made = self.client.call(calls.REGISTER, request)
        return PlatformCard(
            card_id=self._answered(made.health_card_id, calls.REGISTER.name),
            text=made.qr_code_text,
            master_index=made.phid,
        )

    def find(self, kind: IdKind, number: str, /) -> CardHolder:
        """The platform has no such call."""
        del kind, number
        raise PlatformLacksError(platform=PLATFORM, act="find")

    def holder(self, card_id: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        found = self.client.call(calls.BY_ID, ByHealthCardId(health_card_id=card_id))
        return self._holder(found.card, card_id)

    def holder_of_text(self, text: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        found = self.client.call(calls.BY_QR_CODE, ByQrCode(qr_code_text=text))
        return self._holder(found.card)

    def holder_of_health_code(self, code: str, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        request = ByHealthCode(health_code=code)
        found = self.client.call(calls.BY_HEALTH_CODE, request, related=self.related())
        return self._holder(found.card)

    def show(self, wish: CodeWish, /) -> PlatformCode:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        request = GetDynamicQrCode(
            health_card_id=wish.card_id,
            id_type=self._needed(self.id_types.out_or_none(wish.kind), "kind"),
            id_number=self._needed(wish.number, "number"),
            code_type="1" if wish.static else "0",
        )
        made = self.client.call(calls.DYNAMIC_QR_CODE, request, related=self.related())
        return PlatformCode(text=made.qr_code_text, picture=_picture(made.qr_code_img))

    def check(self, check: CodeCheck, /) -> CardHolder:
        """See :class:`ehealthcard.ports.CardPlatform`."""
        request = VerifyQrCode(
            qr_code_text=check.text,
            terminal_id=check.terminal,
            time=check.at.astimezone(SHANGHAI).strftime(MOMENT),
            medical_step=STEPS.out(check.step),
            channel_code=CHANNELS.out(check.channel),
            hospital_code=check.org,
            id_card=check.document,
            use_type="01",
        )
        found = self.client.call(calls.VERIFY_QR_CODE, request)
        card = found.card or _as_card(found)
        return self._holder(card, found.health_card_id)

    def report(self, reports: Iterable[UseReport], /) -> None:
        """See :class:`ehealthcard.ports.CardPlatform`; each is a call of its own."""
        for report in reports:
            request = ReportHisData(
                qr_code_text=report.text,
                time=report.at.astimezone(SHANGHAI).strftime(MOMENT),
                hospital_code=self.hospital_code,
                scene=report.detail or STEPS.out(report.step),
                card_type=CARRIERS.out(report.carrier),
                card_channel=CHANNELS.out(report.channel),
                department=report.department,
                card_cost_types=COST_TYPES.out_or_none(report.cost),
            )
            self.client.call(calls.REPORT_HIS_DATA, request)

    def _child(self, parents: tuple[Parent, ...]) -> ChildInfo | None:
        said: dict[str, Any] = {}
        for parent in parents:
            said[f"{parent.role}_name"] = parent.name
            said[f"{parent.role}_id_type"] = self.id_types.out(parent.kind)
            said[f"{parent.role}_id_number"] = parent.number
        return ChildInfo(**said) if said else None

    def _holder(self, card: HealthCard, card_id: str | None = None) -> CardHolder:
        named = self._answered(card.health_card_id or card_id, "healthCardId")
        person = PlatformPerson(
            name=card.name,
            kind=self.id_types.back(card.id_type),
            number=card.id_number,
            sex=SEX_TEXTS.back_or_none(card.gender),
            birth_date=_read_day(card.birthday),
            ethnicity=ETHNICITY_TEXTS.back_or_none(card.nation),
            phone=card.phone1 or None,
            address=card.address or None,
        )
        made = PlatformCard(
            card_id=named, text=card.qr_code_text or None, master_index=card.phid
        )
        return CardHolder(person=person, card=made)

    def _needed(self, value: str | None, what: str) -> str:
        if not value:
            raise PlatformLacksError(
                platform=PLATFORM,
                act=Phrase(f"a call without {what}", f"不含 {what} 的"),
            )
        return value

    def _answered(self, value: str | None, what: str) -> str:
        if not value:
            raise PlatformAnswerError(
                platform=PLATFORM,
                operation=what,
                flaw=Phrase("no card ID", "缺少电子健康卡ID"),
            )
        return value


def _as_card(found: VerifiedQrCode) -> HealthCard:
    """Read the older answer, which has the person beside the card."""
    if not (found.name and found.id_number and found.id_type):
        raise PlatformAnswerError(
            platform=PLATFORM,
            operation=calls.VERIFY_QR_CODE.name,
            flaw=Phrase("no person", "缺少人员信息"),
        )
    return HealthCard(
        name=found.name,
        id_number=found.id_number,
        id_type=found.id_type,
        gender=found.gender,
        nation=found.nation,
        birthday=found.birthday,
        phone1=found.phone,
        address=found.address,
        phid=found.phid,
        health_card_id=found.health_card_id,
    )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text[:10], "%Y-%m-%d").date()  # noqa: DTZ007  # a day
    except ValueError:
        raise PlatformAnswerError(
            platform=PLATFORM, operation="birthday", flaw=Phrase("no day", "不是日期")
        ) from None


def _picture(text: str | None) -> bytes | None:
    if not text:
        return None
    try:
        return base64.b64decode(text.split(",", 1)[-1], validate=True)
    except binascii.Error:
        raise PlatformAnswerError(
            platform=PLATFORM,
            operation="qrCodeImg",
            flaw=Phrase("no base64", "不是 base64"),
        ) from None
