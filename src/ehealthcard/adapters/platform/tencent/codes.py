"""Codes, and what is done with them, at the open platform (二维码与绑定)."""

from .cards import HealthCard
from .wire import Answer, Filled, Sent


class GetDynamicQrCode(Sent):
    """Ask for a code (161)."""

    health_card_id: Filled
    id_type: Filled
    id_number: Filled
    code_type: str | None = None
    """0 dynamic, 1 static."""


class DynamicQrCode(Answer):
    """A code to show."""

    qr_code_text: Filled
    qr_code_img: str | None = None
    """PNG in base64."""

    color: int | None = None
    health_card_id: str | None = None


class VerifyQrCode(Sent):
    """Tell that a code was read, and ask whose it is (143)."""

    qr_code_text: Filled
    qr_code_type: str | None = None
    terminal_id: str | None = None
    time: str | None = None
    medical_step: str | None = None
    channel_code: str | None = None
    channel_name: str | None = None
    use_city_code: str | None = None
    use_city_name: str | None = None
    hospital_code: str | None = None
    hospital_name: str | None = None
    org_id: str | None = None
    name: str | None = None
    id_card: str | None = None
    use_type: str | None = None
    use_scene: str | None = None
    use_channel: str | None = None


class VerifiedQrCode(Answer):
    """Whose code it is."""

    name: str | None = None
    gender: str | None = None
    nation: str | None = None
    birthday: str | None = None
    phone: str | None = None
    address: str | None = None
    id_type: str | None = None
    id_number: str | None = None
    health_card_id: str | None = None
    phid: str | None = None
    card: HealthCard | None = None
    is_self: bool | None = None
    result: bool | None = None


class BindCardRelation(Sent):
    """Tell the platform the hospital's own number of a patient (140)."""

    patid: Filled
    qr_code_text: Filled


class BindUnionId(Sent):
    """Bind cards to a WeChat user; of the old kit."""

    we_chat_code: Filled
    qr_code_list: tuple[str, ...]


class UnionIdBound(Answer):
    """What became of each."""

    response_status_list: tuple[int | str, ...] = ()


class Done(Answer):
    """Whether it was done."""

    result: bool | None = None


class GetOrderId(Sent):
    """Ask for an order with which a card goes to the card package (142)."""

    app_id: str | None = None
    qr_code_text: Filled


class OrderId(Answer):
    """An order, good once."""

    order_id: Filled


class OldCardId(Sent):
    """A test card that becomes a formal one."""

    health_card_id: Filled
    id_type: Filled
    id_number: Filled


class UpdateHealthCardId(Sent):
    """Ask for formal cards in the place of test cards (145)."""

    update_health_card_id_items: tuple[OldCardId, ...]


class NewCardId(Answer):
    """An old and its new ID."""

    old_health_card_id: str
    new_health_card_id: str
    id_type: str | None = None
    id_number: str | None = None


class UpdatedHealthCardId(Answer):
    """What became of them; either form is in use."""

    items: tuple[NewCardId, ...] = ()
    result: bool | None = None


class OcrInfo(Sent):
    """Read a photographed identity card."""

    image_content: Filled


class CardInfo(Answer):
    """What stands on an identity card."""

    name: str
    id: str
    gender: str | None = None
    nation: str | None = None
    birth: str | None = None
    address: str | None = None
    authority: str | None = None
    valid_date: str | None = None


class OcrRead(Answer):
    """What was read."""

    card_info: CardInfo
