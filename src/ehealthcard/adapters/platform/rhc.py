"""Family C, ``RHC_E00xx`` over SOAP (青海省卡管接口): Qinghai.

``RHCMessageServer(arg0, arg1)``: a header and a body, each a text of XML. The names are
those of a public program of 2019 for this province, which holds its WSDL. How ``1`` in
``encryption`` encrypts is not public, so nothing is sent encrypted: TLS must hide it.

Not here: E0004 cancellation, E0006 confirmation at the window, E0007, E0008 and E0010
family, E0011 change, E0012 to E0014 temporary cards, E0015 and E0016 newborns, E0017
counts: no part of the internal model. E0009 reports uses of physical cards by the
number of their chip, which an electronic card does not have.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from ehealthcard.codesets import SHANGHAI, IdKind
from ehealthcard.errors import Phrase, PlatformRequestError

from . import flaws
from . import plain_xml as xml
from .asking import (
    Asked,
    answer_of,
    moment_of,
    new_number,
    refuse,
    request_of,
    require_same,
)
from .dialect import Act, Dialect
from .dictionaries import ETHNICITY_CODES, SEX_CODES, STEPS, TERMINAL_TYPES, Dictionary

PLATFORM = "rhc"
SPACE = "http://webservice.ehc.cdxt.com/"
CALL = (SPACE, "RHCMessageServer")
RESPONSE = (SPACE, "RHCMessageServerResponse")
ENTITIES = {
    "RHC_E0001": "personinfo",
    "RHC_E0002": "ehc_cardinfo",
    "RHC_E0003": "ehc_cardinfo",
    "RHC_E0005": "ehc_cardinfo",
}
"""The element of each call's answer."""


@attrs.frozen
class RhcSettings:
    """What the card manager gave the hospital; nothing has a default.

    Args:
        org_id: The hospital at the card manager (orgId).
        user_name: Its user.
        user_pwd: The user's password.
        std_ver_code: The interface's version (stdVerCode).
        create_time: How msgCreateTime is written, as
            :meth:`~datetime.datetime.strftime` has it: the source writes no space
            between day and time.
        success: The resultCode of success.
        failure: The resultCode with which our own server refuses.

    """

    org_id: str
    user_name: str
    user_pwd: str = attrs.field(repr=False)
    std_ver_code: str
    create_time: str
    success: str
    failure: str


@attrs.frozen
class RhcEnvelope:
    """Wraps and unwraps, for either side."""

    settings: RhcSettings
    number: Callable[[], str] = new_number

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        settings = self.settings
        head = {
            "msgGuid": self.number(),
            "msgType": "1",
            "bussinessCode": method,
            "msgCreateTime": at.astimezone(SHANGHAI).strftime(settings.create_time),
            "orgId": settings.org_id,
            "userName": settings.user_name,
            "userPwd": settings.user_pwd,
            "stdVerCode": settings.std_ver_code,
        }
        parts = {"arg0": head, "arg1": fields}
        return xml.write_call(
            CALL,
            {name: xml.element("request", xml.written(p)) for name, p in parts.items()},
        )

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""
        with answer_of(PLATFORM, method):
            response = xml.root(xml.read_part(answer, RESPONSE, "return"), "response")
            code = (xml.child(response, "resultCode").text or "").strip()
            if code != self.settings.success:
                refuse(PLATFORM, method, code, response.findtext("desc") or "")
            return dict(xml.fields_of(xml.child(response, ENTITIES[method])))

    def asked(self, method: str, body: bytes, /) -> Asked:
        """See :class:`.asking.DeclaredEnvelope`."""
        del method
        settings = self.settings
        with request_of():
            operation, parts = xml.read_call(body, SPACE)
            if operation != CALL[1] or set(parts) != {"arg0", "arg1"}:
                raise PlatformRequestError(flaw=Phrase("another operation", "操作不符"))
            head = xml.fields_of(xml.root(parts["arg0"], "request"))
            fields = xml.fields_of(xml.root(parts["arg1"], "request"))
        require_same(settings.org_id, head.get("orgId"), flaws.UNKNOWN_ORG)
        require_same(settings.user_name, head.get("userName"), flaws.UNKNOWN_USER)
        require_same(settings.user_pwd, head.get("userPwd"), flaws.UNKNOWN_USER)
        if head.get("encryption"):
            raise PlatformRequestError(
                flaw=Phrase("encryption is not offered", "不支持加密")
            )
        at = moment_of(head.get("msgCreateTime"), settings.create_time)
        return Asked(head.get("bussinessCode", ""), fields, at)

    def answered(self, method: str, fields: Mapping[str, Any], /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        entity = xml.element(ENTITIES[method], xml.written(fields))
        return _response(self.settings.success, "成功", "", entity)

    def refused(self, method: str, said: str, /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        del method
        return _response(self.settings.failure, "失败", said, "")


def _response(code: str, result: str, desc: str, entity: str) -> bytes:
    told = xml.written({"resultCode": code, "result": result, "desc": desc})
    return xml.write_call(RESPONSE, {"return": xml.element("response", told, entity)})


DOCUMENT = {"kind": "id_type", "number": "id_number", "resident": "id_card"}
PERSON = {
    **DOCUMENT,
    "name": "name",
    "sex": "sex",
    "ethnicity": "nation",
    "birth_date": "birthday",
    "phone": "cellphone",
    "address": "address",
}
CARD = {"card_id": "ecardId", "master_index": "main_index"}


def rhc_dialect(
    *, id_types: Dictionary[IdKind], hospital_name: str, city_code: str, city_name: str
) -> Dialect:
    """Return family C.

    Args:
        id_types: How it writes kinds of document.
        hospital_name: The hospital's name, where codes are checked.
        city_code: Its city (use_citycode).
        city_name: The city's name.

    """
    return Dialect(
        name=PLATFORM,
        methods={
            Act.REGISTER: "RHC_E0001",
            Act.SHOW: "RHC_E0002",
            Act.CHECK: "RHC_E0003",
            Act.FIND: "RHC_E0005",
        },
        asks={
            Act.REGISTER: PERSON,
            Act.SHOW: {**DOCUMENT, "static": "qrcode_type"},
            Act.CHECK: {
                "text": "qr_code",
                "at": "time",
                "terminal": "sam",
                "org": "hospital_code",
                "terminal_type": "channel_code",
                "terminal_type.zh": "channel_name",
                "step": "medstep_code",
                "step.zh": "medstep_name",
            },
            Act.FIND: DOCUMENT,
        },
        tells={
            Act.REGISTER: {**PERSON, **CARD},
            Act.SHOW: {"text": "qr_code", "picture": "qr_code_imgtext"},
            Act.CHECK: {**PERSON, **CARD},
            Act.FIND: {**PERSON, **CARD, "text": "qr_code"},
        },
        constants={
            Act.CHECK: {
                "hospital_name": hospital_name,
                "use_citycode": city_code,
                "use_cityname": city_name,
            }
        },
        codes={
            "kind": id_types,
            "sex": SEX_CODES,
            "ethnicity": ETHNICITY_CODES,
            "step": STEPS,
            "terminal_type": TERMINAL_TYPES,
        },
        day="%Y%m%d",
        moment="%Y-%m-%d %H:%M:%S",
        dynamic="0",
        static="1",
        many=None,
        most=1,
    )
