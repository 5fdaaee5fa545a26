"""Family B, signed head and body (省市卡管接口 B 类): Hebei, Guangdong and others.

::

    body sign = HASH( JSON of the body, keys sorted, no white space + key )
    head sign = the same of {appId, nonceStr, timestamp, version}

V1.0.x signs with MD5 and encrypts with 3DES, V2.0.0 with SM3 and SM4, both in ECB with
zeros as padding, single fields and the timestamp. The body sign of V1.0.x agrees with a
published sample; that the head and V2.0.0 follow the same rule is assumed. A hospital
whose bus signs and encrypts sets both to ``none``; our server takes nothing unsigned.
"""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import attrs

from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    as_object,
    compact,
    parse_object,
)
from ehealthcard.codesets import IdKind
from ehealthcard.errors import (
    DecryptionError,
    Phrase,
    PlatformAnswerError,
    PlatformRefusedError,
    PlatformRequestError,
)

from . import flaws
from .asking import new_number
from .ciphers import Cipher, Hash, Padding
from .dialect import Act, Dialect
from .dictionaries import (
    ETHNICITY_CODES,
    SEX_CODES,
    STEPS,
    Dictionary,
)

PLATFORM = "headbody"
PRIVATE = frozenset({"name", "idCode", "phone", "address"})
"""The fields that are encrypted."""

HEAD = ("appId", "nonceStr", "timestamp", "version")


class KeyForm(Enum):
    """How the key's text becomes the cipher's bytes."""

    HEX = "hex"
    ASCII = "ascii"


@attrs.frozen
class HeadBodySettings:
    """What the card manager gave the hospital; nothing has a default.

    Args:
        app_id: The application.
        key: Its key.
        key_form: How the key becomes the cipher's.
        version: Such as ``V2.0.0``.
        hash: What signs; ``None`` where a bus does.
        sign_mode: What is sent as signMode.
        upper: Whether a sign is written in capitals.
        cipher: What encrypts fields.
        encrypt_mode: What is sent as encryptMode.
        org_code: The hospital (orgCode).
        app_record_no: Its record at the card manager (appRecordNo).
        app_mode: How cards are applied for (appMode).
        success: The code of success.
        failure: The code with which our own server refuses.

    """

    app_id: str
    key: str = attrs.field(repr=False)
    key_form: KeyForm
    version: str
    hash: Hash | None
    sign_mode: str
    upper: bool
    cipher: Cipher
    encrypt_mode: str
    org_code: str
    app_record_no: str
    app_mode: str
    success: str
    failure: str


@attrs.frozen
class HeadBodyEnvelope:
    """Wraps and unwraps, for either side."""

    settings: HeadBodySettings
    nonce: Callable[[], str] = new_number

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        settings = self.settings
        body = {
            **self._private(fields, self._encrypted),
            "appMode": settings.app_mode,
            "appRecordNo": settings.app_record_no,
            "orgCode": settings.org_code,
        }
        head = {
            "appId": settings.app_id,
            "nonceStr": self.nonce(),
            "timestamp": self._encrypted(str(int(at.timestamp()))),
            "version": settings.version,
        }
        sent = {
            **head,
            "method": method,
            "headSign": self.sign(head),
            "bodySign": self.sign(body),
            "signMode": settings.sign_mode,
            "encryptMode": settings.encrypt_mode,
            "body": body,
        }
        return compact(sent).encode()

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""

        def wrong(flaw: Phrase) -> PlatformAnswerError:
            return PlatformAnswerError(platform=PLATFORM, operation=method, flaw=flaw)

        try:
            found = parse_object(answer)
        except UnreadableJsonError:
            raise wrong(flaws.NO_OBJECT) from None
        code = found.get("returnCode", found.get("code"))
        if not isinstance(code, str | int):
            raise wrong(Phrase("no returnCode", "缺少 returnCode"))
        if str(code) != self.settings.success:
            refused = PlatformRefusedError(
                platform=PLATFORM, operation=method, result=code, request="-"
            )
            refused.message = str(found.get("returnDesc", found.get("msg", "")))
            raise refused
        fields = as_object(found.get("datas") or {})
        if fields is None:
            raise wrong(Phrase("datas is no object", "datas 不是对象"))
        try:
            return self._private(fields, self._decrypted)
        except DecryptionError:
            raise wrong(flaws.SEALED) from None

    def asked(self, found: Mapping[str, Any]) -> tuple[str, dict[str, Any], int]:
        """Return method, fields and timestamp (s) of a request to our own server.

        Raises:
            PlatformRequestError: It is not from who has the key, or malformed.

        """
        if self.settings.hash is None:
            raise PlatformRequestError(flaw=flaws.UNSIGNED)
        head = {name: found.get(name) for name in HEAD}
        method, body = found.get("method"), as_object(found.get("body"))
        texts = (*head.values(), method)
        if body is None or not all(isinstance(t, str) for t in texts):
            raise PlatformRequestError(flaw=flaws.NO_FIELD)
        for name, signed in (("headSign", head), ("bodySign", body)):
            given = str(found.get(name, ""))
            if not hmac.compare_digest(self.sign(signed).encode(), given.encode()):
                raise PlatformRequestError(
                    flaw=Phrase(f"{name} does not hold", f"{name} 校验不通过")
                )
        try:
            moment = self._decrypted(str(head["timestamp"]))
            fields = self._private(body, self._decrypted)
        except DecryptionError:
            raise PlatformRequestError(flaw=flaws.SEALED) from None
        if not (moment.isascii() and moment.isdigit() and len(moment) <= 12):  # noqa: PLR2004  # enough for any year
            raise PlatformRequestError(flaw=flaws.NO_NUMBER)
        return str(method), fields, int(moment) * 1000

    def answered(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return our own server's answer."""
        datas = self._private(fields, self._encrypted)
        said = {"returnCode": self.settings.success, "returnDesc": "成功"}
        return {**said, "signString": self.sign(datas), "datas": datas}

    def refused(self, said: str) -> dict[str, Any]:
        """Return our own server's refusal."""
        code = self.settings.failure
        return {"returnCode": code, "returnDesc": said, "signString": "", "datas": {}}

    def sign(self, value: Mapping[str, Any]) -> str:
        """Return the sign of a head or a body; empty where a bus signs."""
        settings = self.settings
        if settings.hash is None:
            return ""
        made = settings.hash.hex((compact(value, sort=True) + settings.key).encode())
        return made.upper() if settings.upper else made

    def _private(
        self, fields: Mapping[str, Any], turn: Callable[[str], str]
    ) -> dict[str, Any]:
        return {
            name: turn(value) if name in PRIVATE and isinstance(value, str) else value
            for name, value in fields.items()
        }

    def _encrypted(self, plain: str) -> str:
        cipher = self.settings.cipher
        if cipher is Cipher.NONE or not plain:
            return plain
        return cipher.encrypt(self._key(), plain.encode(), Padding.ZERO).hex().upper()

    def _decrypted(self, text: str) -> str:
        cipher = self.settings.cipher
        if cipher is Cipher.NONE or not text:
            return text
        try:
            sealed = bytes.fromhex(text)
            return cipher.decrypt(self._key(), sealed, Padding.ZERO).decode()
        except ValueError:
            raise DecryptionError from None

    def _key(self) -> bytes:
        settings = self.settings
        if settings.key_form is KeyForm.HEX:
            return bytes.fromhex(settings.key)
        return settings.key.encode()


PERSON = {
    "name": "name",
    "kind": "idCardTypeCode",
    "number": "idCode",
    "sex": "sex",
    "ethnicity": "nation",
    "birth_date": "birthday",
    "phone": "phone",
    "address": "address",
}
CARD = {"card_id": "erhcCardNo", "master_index": "empi", "text": "qrCode"}


def headbody_dialect(*, id_types: Dictionary[IdKind], personnel_type: str) -> Dialect:
    """Return family B.

    Args:
        id_types: How it writes kinds of document.
        personnel_type: For whom cards are applied (人员类型): 1 for people with a
            document. Children without one need the mother's, which is not built.

    """
    return Dialect(
        name="headbody",
        methods={
            Act.REGISTER: "createVmcardQRcode",
            Act.FIND: "getPersonInfo",
            Act.CHECK: "getPersonInfoByQrCode",
        },
        asks={
            Act.REGISTER: PERSON,
            Act.FIND: {"kind": "idCardTypeCode", "number": "idCode"},
            Act.CHECK: {
                "text": "qrCode",
                "terminal": "terminalCode",
                "step": "medStepCode",
            },
        },
        tells={
            Act.REGISTER: CARD,
            Act.FIND: {**PERSON, **CARD},
            Act.CHECK: {**PERSON, **CARD},
        },
        constants={Act.REGISTER: {"personnelType": personnel_type}},
        codes={
            "kind": id_types,
            "sex": SEX_CODES,
            "ethnicity": ETHNICITY_CODES,
            "step": STEPS,
        },
        day="%Y%m%d",
        moment="%Y-%m-%d %H:%M:%S",
        dynamic="0",
        static="1",
        many=None,
        most=1,
    )
