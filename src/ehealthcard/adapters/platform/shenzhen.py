"""Family G, ``EHC01`` and others (深圳市卡管接口): JSON, the call's name in the path.

Names are those of a public program for this city. It sends neither key nor sign: the
card manager knows a hospital by the line it calls from, so our own server must stand
where only that hospital reaches it.

Not here: how a code is asked for is not public (a registration and a query answer the
static one); PM020, the notice of a refund, is no part of the internal model.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from ehealthcard.adapters.strict_json import as_object, compact, parse_object
from ehealthcard.codesets import IdKind
from ehealthcard.errors import PlatformAnswerError

from . import flaws
from .asking import Asked, answer_of, refuse, request_of
from .dialect import Act, Dialect
from .dictionaries import ETHNICITY_CODES, SEX_CODES, Dictionary

PLATFORM = "shenzhen"
BY_CARD, BY_DOCUMENT = {"queryType": "1"}, {"queryType": "2"}


@attrs.frozen
class ShenzhenSettings:
    """What the card manager agreed with the hospital; nothing has a default.

    Args:
        success: The code of success.
        failure: The code with which our own server refuses.

    """

    success: str
    failure: str


@attrs.frozen
class ShenzhenEnvelope:
    """Wraps and unwraps, for either side."""

    settings: ShenzhenSettings

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        del method, at
        return compact(dict(fields)).encode()

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""
        with answer_of(PLATFORM, method):
            found = parse_object(answer)
        code = found.get("code")
        if not isinstance(code, str | int):
            raise PlatformAnswerError(
                platform=PLATFORM,
                operation=method,
                flaw=flaws.NO_CODE,
            )
        if str(code) != self.settings.success:
            refuse(PLATFORM, method, str(code), str(found.get("msg", "")))
        data = as_object(found.get("data"))
        if data is None:
            raise PlatformAnswerError(
                platform=PLATFORM,
                operation=method,
                flaw=flaws.NO_DATA,
            )
        return data

    def asked(self, method: str, body: bytes, /) -> Asked:
        """See :class:`.asking.DeclaredEnvelope`."""
        with request_of():
            return Asked(method, parse_object(body), None)

    def answered(self, method: str, fields: Mapping[str, Any], /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        del method
        told = {"code": self.settings.success, "msg": "成功", "dataLen": "1"}
        return compact({**told, "data": dict(fields)}).encode()

    def refused(self, method: str, said: str, /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        del method
        told = {"code": self.settings.failure, "msg": said, "dataLen": "0"}
        return compact({**told, "data": None}).encode()


PERSON = {
    "kind": "idType",
    "number": "idNo",
    "name": "name",
    "sex": "gender",
    "ethnicity": "nation",
    "birth_date": "birthday",
    "phone": "mobile",
    "address": "address",
}
CARD = {
    "card_id": "healthCardId",
    "master_index": "mindexId",
    "text": "healthCardQrcodeData",
}


def shenzhen_dialect(*, id_types: Dictionary[IdKind], limit_code_type: str) -> Dialect:
    """Return family G.

    Args:
        id_types: How it writes kinds of document: it has more than the nation does.
        limit_code_type: Which codes a check takes: 0 dynamic, 1 static, 2 either.

    """
    return Dialect(
        name=PLATFORM,
        methods={
            Act.REGISTER: "EHC01",
            Act.FIND: "EHC03",
            Act.HOLDER: "EHC03",
            Act.CHECK: "EHC05",
        },
        asks={
            Act.REGISTER: PERSON,
            Act.FIND: {
                "kind": "idType",
                "number": "idNo",
                "card_id": "healthCardId",
            },
            Act.HOLDER: {"card_id": "healthCardId"},
            Act.CHECK: {"text": "healthCardQrcodeData"},
        },
        tells={
            Act.REGISTER: {**PERSON, **CARD},
            Act.FIND: {**PERSON, **CARD},
            Act.HOLDER: {**PERSON, **CARD},
            Act.CHECK: {**PERSON, **CARD},
        },
        constants={
            Act.FIND: BY_DOCUMENT,
            Act.HOLDER: BY_CARD,
            Act.CHECK: {"limitCodeType": limit_code_type},
        },
        codes={"kind": id_types, "sex": SEX_CODES, "ethnicity": ETHNICITY_CODES},
        day="%Y%m%d",
        moment="%Y-%m-%d %H:%M:%S",
        dynamic="0",
        static="1",
        many=None,
        most=1,
    )
