"""What each served call does (接口实现): open platform messages ↔ internal model."""

import base64
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from ehealthcard.adapters.platform import Dictionary
from ehealthcard.adapters.platform.dictionaries import (
    CARRIERS,
    CHANNELS,
    COST_TYPES,
    ETHNICITY_TEXTS,
    SEX_TEXTS,
    STEPS,
)
from ehealthcard.adapters.platform.tencent import cards, codes, usage
from ehealthcard.adapters.platform.tencent import operations as calls
from ehealthcard.adapters.platform.tencent.operations import Operation
from ehealthcard.adapters.platform.tencent.platform import MOMENT
from ehealthcard.adapters.platform.tencent.wire import Answer
from ehealthcard.codesets import SHANGHAI, CardStep, Channel, IdKind, TerminalType
from ehealthcard.errors import (
    EHealthCardError,
    InvalidInputError,
    OutsideBusyError,
    Phrase,
)
from ehealthcard.ports import (
    CardApplication,
    CardHolder,
    CardPlatform,
    Clock,
    CodeCheck,
    CodeWish,
    Parent,
    PlatformPerson,
    UseReport,
)

FIRST_LEVEL = 6
"""Digits of a step of care; a seventh is the platform's own."""


@attrs.frozen
class HospitalApp:
    """A hospital that may call.

    Args:
        app_id: Its application (appId).
        secret: The application's secret (appSecret).
        hospital_id: Its number (hospitalId).
        platform: What its calls reach, such as a
            :class:`~ehealthcard.hosts.platform.HousePlatform` that acts as it.
        id_types: How it writes kinds of document.
        channel: Through which channel it registers.
        clock: What time it is.

    """

    app_id: str
    secret: str = attrs.field(repr=False)
    hospital_id: str
    platform: CardPlatform
    id_types: Dictionary[IdKind]
    channel: Channel
    clock: Clock


def _register(
    app: HospitalApp, asked: cards.RegisterHealthCard
) -> cards.RegisteredHealthCard:
    made = app.platform.register(_application(app, asked, asked.child_info))
    return cards.RegisteredHealthCard(
        qr_code_text=made.text, health_card_id=made.card_id, phid=made.master_index
    )


def _register_batch(
    app: HospitalApp, asked: cards.RegisterBatch
) -> cards.RegisteredBatch:
    """Register each; whoever cannot be registered is missing from the answer."""
    done: list[cards.BatchResult] = []
    for item in asked.health_card_items:
        try:
            made = app.platform.register(_application(app, item, None))
        except OutsideBusyError:
            raise  # nobody was refused: the whole is asked again
        except EHealthCardError:
            continue
        done.append(
            cards.BatchResult(
                qr_code_text=made.text,
                id_number=item.id_number,
                id_type=item.id_type,
                health_card_id=made.card_id,
            )
        )
    return cards.RegisteredBatch(rsp_items=tuple(done))


def _application(
    app: HospitalApp,
    asked: cards.RegisterHealthCard | cards.BatchItem,
    child: cards.ChildInfo | None,
) -> CardApplication:
    person = PlatformPerson(
        name=asked.name,
        kind=app.id_types.back(asked.id_type),
        number=asked.id_number,
        sex=SEX_TEXTS.back(asked.gender),
        birth_date=_day(asked.birthday),
        ethnicity=ETHNICITY_TEXTS.back(asked.nation),
        phone=asked.phone1 or None,
        address=asked.address,
    )
    return CardApplication(
        key=secrets.token_hex(16),
        at=app.clock(),
        person=person,
        channel=app.channel,
        parents=_parents(app, child),
        patient_number=asked.patid,
        user_code=asked.wechat_code,
    )


def _parents(app: HospitalApp, child: cards.ChildInfo | None) -> tuple[Parent, ...]:
    if child is None:
        return ()
    mother = child.mother_name, child.mother_id_type, child.mother_id_number
    father = child.father_name, child.father_id_type, child.father_id_number
    found: list[Parent] = []
    if all(mother):
        found.append(_parent(app, "mother", *mother))
    if all(father):
        found.append(_parent(app, "father", *father))
    return tuple(found)


def _parent(
    app: HospitalApp, role: str, name: str | None, kind: str | None, number: str | None
) -> Parent:
    said = {"role": role, "name": name, "number": number}
    return Parent.from_data({**said, "kind": app.id_types.back(kind or "")})


def _by_health_code(app: HospitalApp, asked: cards.ByHealthCode) -> cards.CardFound:
    found = app.platform.holder_of_health_code(asked.health_code)
    return cards.CardFound(card=_card(app, found))


def _by_text(app: HospitalApp, asked: cards.ByQrCode) -> cards.CardFound:
    found = app.platform.holder_of_text(asked.qr_code_text)
    return cards.CardFound(card=_card(app, found))


def _by_id(app: HospitalApp, asked: cards.ByHealthCardId) -> cards.CardFound:
    found = app.platform.holder(asked.health_card_id)
    return cards.CardFound(card=_card(app, found))


def _show(app: HospitalApp, asked: codes.GetDynamicQrCode) -> codes.DynamicQrCode:
    static = {None: False, "0": False, "1": True}.get(asked.code_type)
    if static is None:
        raise InvalidInputError(model="GetDynamicQrCode", fields="codeType")
    wish = CodeWish(
        key=secrets.token_hex(16),
        at=app.clock(),
        card_id=asked.health_card_id,
        kind=app.id_types.back(asked.id_type),
        number=asked.id_number,
        static=static,
    )
    made = app.platform.show(wish)
    image = base64.b64encode(made.picture).decode() if made.picture else None
    return codes.DynamicQrCode(
        qr_code_text=made.text, qr_code_img=image, health_card_id=asked.health_card_id
    )


def _check(app: HospitalApp, asked: codes.VerifyQrCode) -> codes.VerifiedQrCode:
    step = asked.medical_step
    check = CodeCheck(
        text=asked.qr_code_text,
        at=_moment(asked.time) if asked.time else app.clock(),
        terminal=asked.terminal_id or app.hospital_id,
        terminal_type=TerminalType.OTHER,
        step=STEPS.back(step[:FIRST_LEVEL]) if step else CardStep.OTHER,
        channel=CHANNELS.back_or_none(asked.channel_code) or app.channel,
        org=asked.hospital_code or app.hospital_id,
        document=asked.id_card,
    )
    found = app.platform.check(check)
    card = _card(app, found)
    return codes.VerifiedQrCode(
        name=card.name,
        gender=card.gender,
        birthday=card.birthday,
        phone=card.phone1,
        id_type=card.id_type,
        id_number=card.id_number,
        health_card_id=card.health_card_id,
        phid=card.phid,
        card=card,
        result=True,
    )


def _report(app: HospitalApp, asked: usage.ReportHisData) -> usage.Reported:
    report = UseReport(
        key=secrets.token_hex(16),
        text=asked.qr_code_text,
        at=_moment(asked.time),
        org=asked.hospital_code,
        step=STEPS.back(asked.scene[:FIRST_LEVEL]),
        detail=asked.scene if len(asked.scene) > FIRST_LEVEL else None,
        channel=CHANNELS.back(asked.card_channel),
        department=asked.department,
        carrier=CARRIERS.back(asked.card_type),
        cost=COST_TYPES.back_or_none(asked.card_cost_types),
    )
    app.platform.report([report])
    return usage.Reported(none="")


def _report_scan(app: HospitalApp, asked: usage.ReportScanQrCode) -> usage.Reported:
    report = UseReport(
        key=secrets.token_hex(16),
        text=asked.qr_code_text,
        at=_moment(asked.time),
        org=asked.hospital_code,
        step=STEPS.back(asked.scene[:FIRST_LEVEL]),
        detail=asked.scene if len(asked.scene) > FIRST_LEVEL else None,
        channel=CHANNELS.back(asked.card_channel),
        department=asked.department or None,
        cost=COST_TYPES.back_or_none(asked.card_cost_types),
    )
    app.platform.report([report])
    return usage.Reported(none="")


def _card(app: HospitalApp, found: CardHolder) -> cards.HealthCard:
    person, card = found.person, found.card
    return cards.HealthCard(
        qr_code_text=card.text,
        name=person.name,
        gender=SEX_TEXTS.out_or_none(person.sex),
        nation=ETHNICITY_TEXTS.out_or_none(person.ethnicity),
        birthday=person.birth_date.isoformat() if person.birth_date else None,
        id_number=person.number,
        id_type=app.id_types.out(person.kind),
        phone1=person.phone,
        address=person.address,
        phid=card.master_index,
        health_card_id=card.card_id,
        verify_status=True,
    )


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day
    except ValueError:
        raise InvalidInputError(
            model=Phrase("request", "请求"), fields="birthday"
        ) from None


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise InvalidInputError(
            model=Phrase("request", "请求"), fields="time"
        ) from None


Act = Callable[[HospitalApp, Any], Answer]
ACTS: Mapping[Operation[Any, Any], Act] = {
    calls.REGISTER: _register,
    calls.REGISTER_BATCH: _register_batch,
    calls.BY_HEALTH_CODE: _by_health_code,
    calls.BY_QR_CODE: _by_text,
    calls.BY_ID: _by_id,
    calls.DYNAMIC_QR_CODE: _show,
    calls.VERIFY_QR_CODE: _check,
    calls.REPORT_HIS_DATA: _report,
    calls.REPORT_SCAN: _report_scan,
}
