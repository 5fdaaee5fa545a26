"""Family A, ``ehc.*`` (省市卡管接口 A 类): Sichuan, Chengdu, Mianyang and vendors.

One path takes every call: an envelope with a digest, and the fields as encrypted JSON
in it (biz_content). Three digests are in use, and which one is a setting. What the
answer's envelope is named beyond ``code`` and ``biz_content``, and the fields of a
report of uses, are assumptions: no public program shows them.
"""

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import attrs
from pydantic.alias_generators import to_camel

from ehealthcard.adapters.strict_json import (
    UnreadableJsonError,
    as_list,
    as_object,
    compact,
    parse_object,
)
from ehealthcard.errors import (
    DecryptionError,
    Phrase,
    PlatformAnswerError,
    PlatformRefusedError,
    PlatformRequestError,
)

from . import flaws
from .ciphers import Cipher, Hash, Padding
from .ehc_fields import NAMES

PLATFORM = "ehc"


class Digest(Enum):
    """What is digested."""

    KEYED_PLAIN = "keyed-plain"
    """The sorted fields with biz_content in plain, and ``&app_secret=`` behind them
    (Sichuan)."""

    SUFFIXED_SEALED = "suffixed-sealed"
    """The sorted fields with biz_content encrypted, and the secret behind them (a
    vendor's helper of 2019)."""

    JSON_SUFFIXED = "json-suffixed"
    """The fields in plain as JSON, and the secret behind it (Fudan Microelectronics'
    kit). In which order its keys stand is not public: assumed sorted."""


class Naming(Enum):
    """How names are written."""

    SNAKE = "snake"
    CAMEL = "camel"

    def write(self, name: str) -> str:
        """Return *name* in this writing."""
        return name if self is Naming.SNAKE else to_camel(name)


class Encoding(Enum):
    """How encrypted bytes are written."""

    HEX = "hex"
    BASE64 = "base64"

    def write(self, data: bytes) -> str:
        """Return *data* as text."""
        return data.hex() if self is Encoding.HEX else base64.b64encode(data).decode()

    def read(self, text: str) -> bytes:
        """Return the bytes of *text*.

        Raises:
            DecryptionError: It is no such text.

        """
        try:
            if self is Encoding.HEX:
                return bytes.fromhex(text)
            return base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            raise DecryptionError from None


@attrs.frozen
class EhcSettings:
    """What the card manager gave the hospital; nothing has a default.

    Args:
        app_id: The application.
        app_secret: Its secret, which is the key of the cipher too.
        term_id: The terminal.
        version: Such as ``X.M.0.1``.
        digest: What is digested.
        hash: With what; its name is sent as digest_type.
        upper: Whether the digest is written in capitals.
        cipher: What biz_content is encrypted with; its name is sent as enc_type.
        encoding: How that is written.
        naming: How names are written.
        success: The code of success, such as ``10`` or ``200``.
        failure: The code with which our own server refuses, such as ``00``.

    """

    app_id: str
    app_secret: str = attrs.field(repr=False)
    term_id: str
    version: str
    digest: Digest
    hash: Hash
    upper: bool
    cipher: Cipher
    encoding: Encoding
    naming: Naming
    success: str
    failure: str


@attrs.frozen
class EhcEnvelope:
    """Wraps and unwraps, for either side."""

    settings: EhcSettings

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        settings = self.settings
        plain = compact(self._named(fields))
        head = {
            "app_id": settings.app_id,
            "digest_type": settings.hash.value.upper(),
            "enc_type": settings.cipher.value.upper(),
            "method": method,
            "term_id": settings.term_id,
            "timestamp": str(int(at.timestamp() * 1000)),
            "version": settings.version,
        }
        secret = self._encrypted(plain)
        head["digest"] = self._digest(head, plain, secret)
        head["biz_content"] = secret
        return compact({settings.naming.write(k): v for k, v in head.items()}).encode()

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""

        def wrong(flaw: Phrase) -> PlatformAnswerError:
            return PlatformAnswerError(platform=PLATFORM, operation=method, flaw=flaw)

        try:
            found = parse_object(answer)
        except UnreadableJsonError:
            raise wrong(flaws.NO_OBJECT) from None
        code = found.get("code")
        if not isinstance(code, str | int):
            raise wrong(flaws.NO_CODE)
        if str(code) != self.settings.success:
            refused = PlatformRefusedError(
                platform=PLATFORM, operation=method, result=code, request="-"
            )
            refused.message = str(found.get("msg", ""))
            raise refused
        content = found.get(self.settings.naming.write("biz_content")) or ""
        if not isinstance(content, str):
            raise wrong(Phrase("biz_content is no text", "biz_content 不是文本"))
        try:
            return self._decrypted(content) if content else {}
        except (DecryptionError, UnreadableJsonError):
            raise wrong(
                Phrase("biz_content cannot be decrypted", "biz_content 无法解密")
            ) from None

    def asked(self, found: Mapping[str, Any]) -> tuple[str, dict[str, Any], int]:
        """Return method, fields and timestamp (ms) of a request to our own server.

        Raises:
            PlatformRequestError: It is not from who has the secret, or malformed.

        """
        naming = self.settings.naming
        names = ("app_id", "digest_type", "enc_type", "method", "term_id", "timestamp")
        head = {n: found.get(naming.write(n)) for n in (*names, "version")}
        digest = found.get(naming.write("digest"))
        content = found.get(naming.write("biz_content"))
        if not all(isinstance(v, str) for v in (*head.values(), digest, content)):
            raise PlatformRequestError(flaw=flaws.NO_FIELD)
        try:
            plain = self._plain(str(content))
            fields = self._snake(parse_object(plain))
        except (DecryptionError, UnreadableJsonError):
            raise PlatformRequestError(
                flaw=Phrase("biz_content cannot be read", "biz_content 无法读取")
            ) from None
        expected = self._digest(head, plain, str(content))
        if not hmac.compare_digest(expected.encode(), str(digest).encode()):
            raise PlatformRequestError(
                flaw=Phrase("the digest does not hold", "摘要校验不通过")
            )
        return str(head["method"]), fields, _milliseconds(str(head["timestamp"]))

    def answered(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return our own server's answer."""
        name = self.settings.naming.write("biz_content")
        content = self._encrypted(compact(self._named(fields)))
        return {"code": self.settings.success, "msg": "成功", name: content}

    def refused(self, said: str) -> dict[str, Any]:
        """Return our own server's refusal."""
        name = self.settings.naming.write("biz_content")
        return {"code": self.settings.failure, "msg": said, name: ""}

    def _named(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return _renamed(fields, self.settings.naming.write)

    def _snake(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Read names in the setting's writing back into the dialect's own."""
        known = {self.settings.naming.write(name): name for name in NAMES}
        return _renamed(fields, lambda name: known.get(name, name))

    def _digest(self, head: Mapping[str, Any], plain: str, secret: str) -> str:
        settings = self.settings
        if settings.digest is Digest.JSON_SUFFIXED:
            text = compact({**head, "biz_content": plain}, sort=True)
            text += settings.app_secret
        else:
            is_plain = settings.digest is Digest.KEYED_PLAIN
            values = {**head, "biz_content": plain if is_plain else secret}
            text = "&".join(f"{key}={values[key]}" for key in sorted(values))
            text += "&app_secret=" if is_plain else ""
            text += settings.app_secret
        made = settings.hash.hex(text.encode())
        return made.upper() if settings.upper else made

    def _encrypted(self, plain: str) -> str:
        settings = self.settings
        if settings.cipher is Cipher.NONE:
            return plain
        key = settings.app_secret.encode()
        sealed = settings.cipher.encrypt(key, plain.encode(), Padding.PKCS7)
        return settings.encoding.write(sealed)

    def _plain(self, content: str) -> str:
        settings = self.settings
        if settings.cipher is Cipher.NONE:
            return content
        sealed = settings.encoding.read(content)
        key = settings.app_secret.encode()
        try:
            return settings.cipher.decrypt(key, sealed, Padding.PKCS7).decode()
        except UnicodeDecodeError:
            raise DecryptionError from None

    def _decrypted(self, content: str) -> dict[str, Any]:
        return self._snake(parse_object(self._plain(content)))


def _milliseconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):  # noqa: PLR2004  # enough for any year
        raise PlatformRequestError(flaw=flaws.NO_NUMBER)
    return int(text)


def _renamed(fields: Mapping[str, Any], write: Callable[[str], str]) -> dict[str, Any]:
    """Return *fields* with other names, in lists of records too."""
    renamed: dict[str, Any] = {}
    for name, value in fields.items():
        many = as_list(value)
        if many is None:
            renamed[write(name)] = value
            continue
        records = [(as_object(one), one) for one in many]
        renamed[write(name)] = [
            one if record is None else _renamed(record, write)
            for record, one in records
        ]
    return renamed
