"""The calls and fields of family A (ehc.* 字段)."""

from collections.abc import Mapping

from ehealthcard.codesets import IdKind

from .dialect import Act, Dialect
from .dictionaries import (
    CHANNELS,
    ETHNICITY_CODES,
    SEX_CODES,
    STEPS,
    TERMINAL_TYPES,
    Dictionary,
)

METHODS: Mapping[Act, str] = {
    Act.REGISTER: "ehc.ehealthcard.register",
    Act.FIND: "ehc.ehealthcode.query",
    Act.SHOW: "ehc.ehealthcode.generate",
    Act.CHECK: "ehc.ehealthcode.verify",
    Act.REPORT: "ehc.ehealthcode.usecarddate",
}
"""As Sichuan names them; a query takes the card ID or the document."""

PERSON = {
    "name": "name",
    "kind": "id_type",
    "number": "id_no",
    "sex": "gender",
    "ethnicity": "nation",
    "birth_date": "birthday",
    "phone": "cellphone",
    "address": "address",
}
CARD = {"card_id": "ehealth_card_id", "master_index": "mindex_id"}
ASKS = {
    Act.REGISTER: {**PERSON, "key": "register_no", "at": "register_time"},
    Act.FIND: {"kind": "id_type", "number": "id_no", "card_id": "ehealth_card_id"},
    Act.SHOW: {
        "card_id": "ehealth_card_id",
        "static": "ewmbs",
        "key": "generate_no",
        "at": "generate_time",
    },
    Act.CHECK: {
        "text": "ehealth_code",
        "step": "medstepcode",
        "terminal": "terminalcode",
        "terminal_type": "channelcode",
    },
    Act.REPORT: {
        "key": "use_no",
        "text": "ehealth_code",
        "step": "medstepcode",
        "terminal": "terminalcode",
        "channel": "usechannel",
        "department": "deptcode",
        "org": "orgcode",
        "at": "use_time",
    },
}
TELLS = {
    Act.REGISTER: CARD,
    Act.FIND: {**PERSON, **CARD},
    Act.SHOW: {"text": "ehealth_code"},
    Act.CHECK: {**PERSON, **CARD},
    Act.REPORT: {},
}
MANY = "usecarddate"
NAMES = {
    *(name for fields in ASKS.values() for name in fields.values()),
    *(name for fields in TELLS.values() for name in fields.values()),
    *("apply_type", "rzfs", MANY),
}


def ehc_dialect(*, id_types: Dictionary[IdKind], apply_type: str, rzfs: str) -> Dialect:
    """Return family A.

    Args:
        id_types: How it writes kinds of document.
        apply_type: How cards are applied for through this client (申请方式).
        rzfs: How the holder's identity is verified (认证模式).

    """
    return Dialect(
        name="ehc",
        methods={**METHODS, Act.HOLDER: METHODS[Act.FIND]},
        asks={**ASKS, Act.HOLDER: {"card_id": "ehealth_card_id"}},
        tells={**TELLS, Act.HOLDER: TELLS[Act.FIND]},
        constants={Act.REGISTER: {"apply_type": apply_type, "rzfs": rzfs}},
        codes={
            "kind": id_types,
            "sex": SEX_CODES,
            "ethnicity": ETHNICITY_CODES,
            "step": STEPS,
            "terminal_type": TERMINAL_TYPES,
            "channel": CHANNELS,
        },
        day="%Y-%m-%d",
        moment="%Y%m%d%H%M%S",
        dynamic="0",
        static="1",
        many=MANY,
        most=500,
    )
