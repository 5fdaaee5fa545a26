"""Family D, ``A10xx`` (中山市卡管接口): Zhongshan.

::

    POST  xml=<Data><Head>…</Head><Body>…</Body></Data>
          sign = MD5( digital code + Funcid + Timer + the xml as sent )

Names and sign are those of a public program of 2021 for this city. An answer is not
signed: TLS must prove whose it is.

Not here: A1005 answers a card's number but not whose name it bears, and of A1019 only
one field is public, so nobody is looked up; A1028, the report of uses, wants the
holder's name and document, which a report of ours does not carry; A1030.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import attrs

from ehealthcard.codesets import IdKind
from ehealthcard.errors import Phrase, PlatformRequestError

from . import flaws
from . import plain_xml as xml
from .asking import (
    Asked,
    answer_of,
    refuse,
    request_of,
    require_same,
)
from .ciphers import Hash
from .dialect import Act, Dialect
from .dictionaries import ETHNICITY_CODES, SEX_CODES, Dictionary, OneWay

PLATFORM = "a10xx"
LONGEST_TIMER = 15


@attrs.frozen
class A10xxSettings:
    """What the card manager gave the hospital; nothing has a default.

    Args:
        mer_id: The hospital (Merid, 商户号).
        digital_code: Its key (数字证书码).
        upper: Whether the sign is written in capitals.
        success: The Retcode of success.
        failure: The Retcode with which our own server refuses.

    """

    mer_id: str
    digital_code: str = attrs.field(repr=False)
    upper: bool
    success: str
    failure: str


@attrs.frozen
class A10xxEnvelope:
    """Wraps and unwraps, for either side."""

    settings: A10xxSettings

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        timer = str(int(at.timestamp() * 1000))
        head = {"Merid": self.settings.mer_id, "Funcid": method, "Timer": timer}
        data = _data(head, fields)
        sent = {"xml": data, "sign": self.sign(method, timer, data)}
        return urlencode(sent).encode()

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""
        with answer_of(PLATFORM, method):
            data = xml.root(answer, "Data")
            head = xml.fields_of(xml.child(data, "Head"))
            code = head.get("Retcode", "")
            if code != self.settings.success:
                refuse(PLATFORM, method, code, head.get("Errmsg", ""))
            return dict(xml.fields_of(xml.child(data, "Body")))

    def asked(self, method: str, body: bytes, /) -> Asked:
        """See :class:`.asking.DeclaredEnvelope`."""
        del method
        sent = _form(body)
        with request_of():
            data = xml.root(sent["xml"], "Data")
            head = xml.fields_of(xml.child(data, "Head"))
            fields = xml.fields_of(xml.child(data, "Body"))
        called, timer = head.get("Funcid", ""), head.get("Timer", "")
        require_same(self.settings.mer_id, head.get("Merid"), flaws.UNKNOWN_ORG)
        require_same(
            self.sign(called, timer, sent["xml"]), sent["sign"], flaws.BAD_SIGN
        )
        if not (timer.isascii() and timer.isdigit() and len(timer) < LONGEST_TIMER):
            raise PlatformRequestError(flaw=flaws.NO_TIME)
        return Asked(called, fields, datetime.fromtimestamp(int(timer) / 1000, UTC))

    def answered(self, method: str, fields: Mapping[str, Any], /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        head = self._told(method, self.settings.success, "")
        return _data(head, fields).encode()

    def refused(self, method: str, said: str, /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        return _data(self._told(method, self.settings.failure, said), {}).encode()

    def sign(self, method: str, timer: str, data: str) -> str:
        """Return the sign of a request."""
        text = self.settings.digital_code + method + timer + data
        made = Hash.MD5.hex(text.encode())
        return made.upper() if self.settings.upper else made

    def _told(self, method: str, code: str, said: str) -> dict[str, str]:
        mer_id = self.settings.mer_id
        told = {"Merid": mer_id, "Retcode": code, "Errmsg": said, "Funcid": method}
        return {name: value for name, value in told.items() if value}


def _data(head: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    parts = {"Head": head, "Body": fields}
    return xml.element(
        "Data", *(xml.element(name, xml.written(p)) for name, p in parts.items())
    )


def _form(body: bytes) -> dict[str, str]:
    """Read the two fields of a request.

    Raises:
        PlatformRequestError: There are others.

    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"), strict_parsing=True, errors="strict", max_num_fields=4
        )
    except ValueError:
        raise PlatformRequestError(
            flaw=Phrase("no such form", "表单格式不符")
        ) from None
    if sorted(name for name, _ in pairs) != ["sign", "xml"]:
        raise PlatformRequestError(flaw=Phrase("no such form", "表单格式不符"))
    return dict(pairs)


PERSON = {
    "kind": "DocuType",
    "number": "DocuId",
    "name": "Name",
    "sex": "Sex",
    "ethnicity": "Nation",
    "birth_date": "Birth",
    "phone": "Phone",
    "address": "Address2",
}
TOLD = {
    "kind": "id_type",
    "number": "id_no",
    "name": "name",
    "sex": "gender",
    "ethnicity": "nation",
    "birth_date": "birthday",
    "phone": "cellphone",
    "address": "address",
}


def a10xx_dialect(
    *, id_types: Dictionary[IdKind], nationalities: OneWay, apply_type: str
) -> Dialect:
    """Return family D.

    Args:
        id_types: How it writes kinds of document.
        nationalities: What it wants as Nationality for each kind of document; the
            source writes 01 for China, 02 for Hong Kong and Macao, 04 for abroad.
        apply_type: How cards are applied for (申请方式).

    """
    return Dialect(
        name=PLATFORM,
        methods={Act.REGISTER: "A1001", Act.SHOW: "A1026", Act.CHECK: "A1027"},
        asks={
            Act.REGISTER: {
                "kind.nationality": "Nationality",
                **PERSON,
                "at": "AppliDate",
            },
            Act.SHOW: {"card_id": "ehealth_card_id", "static": "code_type"},
            Act.CHECK: {"text": "ehealth_code"},
        },
        tells={
            Act.REGISTER: {"card_id": "EleHealthCarId"},
            Act.SHOW: {"text": "Ehealth_code"},
            Act.CHECK: {
                **TOLD,
                "card_id": "ehealth_card_id",
                "master_index": "mindex_id",
            },
        },
        constants={Act.REGISTER: {"applyType": apply_type}},
        codes={
            "kind": id_types,
            "kind.nationality": nationalities,
            "sex": SEX_CODES,
            "ethnicity": ETHNICITY_CODES,
        },
        day="%Y%m%d",
        moment="%Y-%m-%d %H:%M:%S",
        dynamic="0",
        static="1",
        many=None,
        most=1,
    )
