"""Family E, trade codes (温州市卡管接口，交易码): Wenzhou.

::

    {"header": {"organizationId", "appId", "dataSources", "tradeCode", "token", …},
     "data": {…}}

Each trade has a path of its own, which is a setting. Names and codes are those of a
public program of this city's platform. Where the token comes from and what ``sign``
signs is not public: the token is given, and no sign is sent.

Not here: 30002 change and 30003 cancellation, no part of the internal model; 30004
answers a dynamic code as a picture only; 30005 wants the holder's name and does not
answer it; T0001 temporary cards.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from ehealthcard.adapters.strict_json import as_object, compact, parse_object
from ehealthcard.codesets import SHANGHAI, IdKind
from ehealthcard.errors import Phrase, PlatformRequestError

from . import flaws
from .asking import (
    Asked,
    data_in,
    moment_of,
    new_number,
    request_of,
    require_same,
)
from .dialect import Act, Dialect
from .dictionaries import ETHNICITY_CODES, SEX_CODES, STEPS, TERMINAL_TYPES, Dictionary

PLATFORM = "trade"
TIME = "%Y-%m-%d %H:%M:%S"
BAD_TOKEN = Phrase("the token is not the live one", "令牌不是当前有效令牌")


@attrs.frozen
class TradeSettings:
    """What the card manager gave the hospital; nothing has a default.

    Args:
        organization_id: The hospital (organizationId).
        app_id: Its application (appId).
        data_sources: Where data come from (dataSources), as applied for.
        token: The access token.
        operator_code: The member of staff or the machine (operatorCode).
        operator_name: The same by name.
        client_ip: The terminal's address.
        client_mac: Its hardware address.
        success: The code of success.
        failure: The code with which our own server refuses, a number.

    """

    organization_id: str
    app_id: str
    data_sources: str
    token: str = attrs.field(repr=False)
    operator_code: str
    operator_name: str
    client_ip: str
    client_mac: str
    success: str
    failure: str


@attrs.frozen
class TradeEnvelope:
    """Wraps and unwraps, for either side."""

    settings: TradeSettings
    number: Callable[[], str] = new_number

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        settings = self.settings
        header = {
            "organizationId": settings.organization_id,
            "appId": settings.app_id,
            "dataSources": settings.data_sources,
            "tradeCode": method,
            "token": settings.token,
            "requestId": self.number(),
            "requestTime": at.astimezone(SHANGHAI).strftime(TIME),
            "operatorCode": settings.operator_code,
            "operatorName": settings.operator_name,
            "clientIp": settings.client_ip,
            "clientMacAddress": settings.client_mac,
        }
        return compact({"header": header, "data": dict(fields)}).encode()

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""
        return data_in(answer, PLATFORM, method, success=self.settings.success)

    def asked(self, method: str, body: bytes, /) -> Asked:
        """See :class:`.asking.DeclaredEnvelope`."""
        settings = self.settings
        with request_of():
            found = parse_object(body)
        header, data = as_object(found.get("header")), as_object(found.get("data"))
        if header is None or data is None:
            raise PlatformRequestError(
                flaw=Phrase("header or data is missing", "缺少 header 或 data")
            )
        require_same(
            settings.organization_id, header.get("organizationId"), flaws.UNKNOWN_ORG
        )
        require_same(settings.app_id, header.get("appId"), flaws.UNKNOWN_APP)
        require_same(settings.token, header.get("token"), BAD_TOKEN)
        trade = str(header.get("tradeCode", ""))
        require_same(
            method or trade, trade, Phrase("another trade's path", "路径属于其他交易")
        )
        return Asked(trade, data, moment_of(header.get("requestTime"), TIME))

    def answered(self, method: str, fields: Mapping[str, Any], /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        return self._said(method, self.settings.success, "成功", fields)

    def refused(self, method: str, said: str, /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        return self._said(method, self.settings.failure, said, {})

    def _said(self, method: str, code: str, msg: str, data: Mapping[str, Any]) -> bytes:
        told = {"code": int(code), "msg": msg, "tradeCode": method, "data": dict(data)}
        return compact(told).encode()


ASKED = {
    "name": "name",
    "kind": "idCardType",
    "number": "idCardValue",
    "sex": "sex",
    "ethnicity": "nationality",
    "birth_date": "birthday",
    "phone": "tel",
    "address": "address",
}
CHECKED = {
    "name": "name",
    "kind": "idcard_type",
    "number": "idcard_value",
    "sex": "sex",
    "ethnicity": "nationality",
    "phone": "tel",
    "address": "address",
    "card_id": "erhc_cardno",
    "master_index": "empi",
}


def trade_dialect(
    *,
    id_types: Dictionary[IdKind],
    app_mode: str,
    terminal_type: str,
    med_type: str,
    dep_type: str,
    dep_code: str,
) -> Dialect:
    """Return family E.

    Args:
        id_types: How it writes kinds of document.
        app_mode: How cards are applied for (APP 申请方式).
        terminal_type: The terminal on which they are.
        med_type: The visit's type where codes are checked (就诊类型).
        dep_type: The department's type there (科室类型).
        dep_code: Its standard code (标准科室代码).

    """
    return Dialect(
        name=PLATFORM,
        methods={Act.REGISTER: "30001", Act.CHECK: "12001"},
        asks={
            Act.REGISTER: ASKED,
            Act.CHECK: {
                "text": "qrcode_info",
                "step": "med_stepcode",
                "terminal_type": "terminal_type",
            },
        },
        tells={
            Act.REGISTER: {"card_id": "erhcCardNo", "master_index": "EMPI"},
            Act.CHECK: CHECKED,
        },
        constants={
            Act.REGISTER: {"appMode": app_mode, "terminalType": terminal_type},
            Act.CHECK: {
                "appmode": app_mode,
                "med_type": med_type,
                "dep_type": dep_type,
                "dep_code": dep_code,
            },
        },
        codes={
            "kind": id_types,
            "sex": SEX_CODES,
            "ethnicity": ETHNICITY_CODES,
            "step": STEPS,
            "terminal_type": TERMINAL_TYPES,
        },
        day="%Y-%m-%d",
        moment=TIME,
        dynamic="2",
        static="1",
        many=None,
        most=1,
    )
