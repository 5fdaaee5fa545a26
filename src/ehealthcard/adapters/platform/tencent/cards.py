"""Cards and codes at the open platform (健康卡、二维码)."""

from typing import Annotated

from pydantic import Field

from .wire import Answer, Filled, Sent

MOST_AT_ONCE = 15
"""Cards in one batch."""


class ChildInfo(Answer):
    """A child's parents (childInfo)."""

    mother_name: str | None = None
    mother_id_type: str | None = None
    mother_id_number: str | None = None
    mother_nation: str | None = None
    mother_country: str | None = None
    mother_birth_day: str | None = None
    mother_phone: str | None = None
    mother_address: str | None = None
    father_name: str | None = None
    father_id_type: str | None = None
    father_id_number: str | None = None
    father_nation: str | None = None
    father_country: str | None = None
    father_birth_day: str | None = None
    father_phone: str | None = None
    father_address: str | None = None
    parity: str | None = None
    multiple_births_flag: int | None = None
    birth_time: str | None = None


class ClientInfo(Sent):
    """Where the request came from (clientInfo)."""

    ip: str | None = None
    referer: str | None = None
    user_agent: str | None = None


class HealthCard(Answer):
    """A card as the platform describes it."""

    qr_code_text: str | None = None
    name: str
    gender: str | None = None
    nation: str | None = None
    birthday: str | None = None
    relation: str | None = None
    id_number: str
    id_type: str
    address: str | None = None
    phone1: str | None = None
    phone2: str | None = None
    phid: str | None = None
    patid: str | None = None
    health_card_id: str | None = None
    admin_ext: str | None = None
    ext: str | None = None
    child_info: ChildInfo | None = None
    verify_status: bool | None = None


class GetAppToken(Sent):
    """Ask for a token."""

    app_id: Filled


class AppToken(Answer):
    """A token, and for how many seconds."""

    app_token: Filled
    expires_in: int


class RegisterHealthCard(Sent):
    """Register a card (99)."""

    wechat_code: Filled
    name: Filled
    gender: Filled
    nation: Filled
    birthday: Filled
    id_number: Filled
    id_type: Filled
    phone1: str
    relation: str | None = None
    address: str | None = None
    citycode: str | None = None
    phone2: str | None = None
    patid: str | None = None
    open_id: str | None = None
    registered_type: int | None = None
    """0 one, 1 of a batch."""

    child_info: ChildInfo | None = None
    client_info: ClientInfo | None = None
    ext: str | None = None


class RegisteredHealthCard(Answer):
    """A registered card."""

    qr_code_text: str | None = None
    health_card_id: str | None = None
    phid: str | None = None
    admin_ext: str | None = None
    ecard_no: str | None = None
    unbind_order_id: str | None = None
    unbind_url: Annotated[str | None, Field(alias="unbindURL")] = None


class BatchItem(Sent):
    """One card of a batch."""

    wechat_code: Filled
    name: Filled
    gender: Filled
    nation: Filled
    birthday: Filled
    id_number: Filled
    id_type: Filled
    phone1: str
    patid: str
    open_id: str
    wechat_url: str
    address: str | None = None
    phone2: str | None = None


class RegisterBatch(Sent):
    """Register up to 15 cards (102)."""

    health_card_items: Annotated[
        tuple[BatchItem, ...], Field(min_length=1, max_length=MOST_AT_ONCE)
    ]


class BatchResult(Answer):
    """One registered card of a batch."""

    qr_code_text: str | None = None
    id_number: str
    id_type: str
    health_card_id: str | None = None


class RegisteredBatch(Answer):
    """Those of a batch that were registered; who is missing was not."""

    rsp_items: tuple[BatchResult, ...]


class ByHealthCode(Sent):
    """Ask for the card behind a healthCode (100)."""

    health_code: Filled


class ByQrCode(Sent):
    """Ask for the card behind a code (104)."""

    qr_code_text: Filled


class ByHealthCardId(Sent):
    """Ask for a card by its ID (158)."""

    health_card_id: Filled


class CardFound(Answer):
    """A card."""

    card: HealthCard
    is_self: bool | None = None
