"""Platforms in a file (平台配置文件): TOML, every parameter said, secrets elsewhere.

::

    [platforms.city]
    dialect = "tencent"
    base = "https://p-healthopen.tengmed.com"
    secret = "env:CITY_APP_SECRET"      # or "file:/run/secrets/city"

Nothing has a default: what is missing is named, and so is what nobody knows.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from ehealthcard.adapters.strict_json import as_object
from ehealthcard.errors import Fact, InvalidInputError, Phrase, PlatformSettingError

from .ciphers import Cipher, Hash
from .declared_tables import DECLARED, DeclaredTable
from .dialect import Dialect
from .ehc import Digest, EhcEnvelope, EhcSettings, Encoding, Naming
from .ehc_fields import ehc_dialect
from .headbody import (
    HeadBodyEnvelope,
    HeadBodySettings,
    KeyForm,
    headbody_dialect,
)
from .tables import NO_SECRET, Coded, Reached
from .tencent import Nested, Reading, TencentSettings, Zero


class TencentTable(Reached):
    """The table of a platform whose dialect is ``tencent``."""

    dialect: Literal["tencent"]
    app_id: str = Field(min_length=1)
    hospital_id: str = Field(min_length=1)
    channel_num: int = Field(ge=0, le=9)
    zero: Literal["signed", "left-out"]
    nested: Literal["as-sent", "sorted"]
    dead_token_codes: tuple[int, ...]
    needs_related: bool

    def settings(self, secret: str) -> TencentSettings:
        """Return the client's settings."""
        return TencentSettings(
            app_id=self.app_id,
            app_secret=secret,
            hospital_id=self.hospital_id,
            channel_num=self.channel_num,
            reading=Reading(Zero(self.zero), Nested(self.nested)),
            dead_token_codes=frozenset(self.dead_token_codes),
            needs_related=self.needs_related,
        )


class Business(Coded):
    """What families A and B have besides."""

    app_id: str = Field(min_length=1)
    version: str = Field(min_length=1)
    upper: bool


class EhcTable(Business):
    """The table of a platform whose dialect is ``ehc`` (family A)."""

    dialect: Literal["ehc"]
    term_id: str
    digest: Literal["keyed-plain", "suffixed-sealed", "json-suffixed"]
    hash: Literal["sm3", "sha256", "md5"]
    cipher: Literal["sm4", "aes", "none"]
    encoding: Literal["hex", "base64"]
    naming: Literal["snake", "camel"]
    apply_type: str
    rzfs: str

    def envelope(self, secret: str) -> EhcEnvelope:
        """Return how the client wraps."""
        return EhcEnvelope(
            EhcSettings(
                app_id=self.app_id,
                app_secret=secret,
                term_id=self.term_id,
                version=self.version,
                digest=Digest(self.digest),
                hash=Hash(self.hash),
                upper=self.upper,
                cipher=Cipher(self.cipher),
                encoding=Encoding(self.encoding),
                naming=Naming(self.naming),
                success=self.success,
                failure="-",
            )
        )

    def said(self) -> Dialect:
        """Return what the client says."""
        return ehc_dialect(
            id_types=self.kinds, apply_type=self.apply_type, rzfs=self.rzfs
        )


class HeadBodyTable(Business):
    """The table of a platform whose dialect is ``headbody`` (family B)."""

    dialect: Literal["headbody"]
    key_form: Literal["hex", "ascii"]
    hash: Literal["sm3", "md5", "none"]
    sign_mode: str
    cipher: Literal["sm4", "3des", "none"]
    encrypt_mode: str
    org_code: str
    app_record_no: str
    app_mode: str
    personnel_type: str

    def envelope(self, secret: str) -> HeadBodyEnvelope:
        """Return how the client wraps."""
        return HeadBodyEnvelope(
            HeadBodySettings(
                app_id=self.app_id,
                key=secret,
                key_form=KeyForm(self.key_form),
                version=self.version,
                hash=None if self.hash == "none" else Hash(self.hash),
                sign_mode=self.sign_mode,
                upper=self.upper,
                cipher=Cipher(self.cipher),
                encrypt_mode=self.encrypt_mode,
                org_code=self.org_code,
                app_record_no=self.app_record_no,
                app_mode=self.app_mode,
                success=self.success,
                failure="-",
            )
        )

    def said(self) -> Dialect:
        """Return what the client says."""
        return headbody_dialect(id_types=self.kinds, personnel_type=self.personnel_type)


Table = TencentTable | EhcTable | HeadBodyTable | DeclaredTable
TABLES: Mapping[str, type[Table]] = {
    "tencent": TencentTable,
    "ehc": EhcTable,
    "headbody": HeadBodyTable,
    **DECLARED,
}


def read_platform(file: Path, name: str) -> Table:
    """Return the table called *name*.

    Raises:
        PlatformSettingError: The file cannot be read, has no such table, or a setting
            is missing, unknown or has another form; the error names it.

    """

    def wrong(setting: Fact, flaw: Phrase) -> PlatformSettingError:
        return PlatformSettingError(platform=name, setting=setting, flaw=flaw)

    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise wrong(
            file.name, Phrase("not there, or no TOML", "文件不存在或不是 TOML")
        ) from None
    tables = as_object(found.get("platforms"))
    table = as_object(tables.get(name)) if tables else None
    if table is None:
        raise wrong(f"platforms.{name}", Phrase("not in the file", "文件中没有"))
    kind = TABLES.get(str(table.get("dialect")))
    if kind is None:
        known = ", ".join(TABLES)
        raise wrong("dialect", Phrase(f"none of {known}", f"须为 {known} 之一"))
    try:
        return kind.from_data(table)
    except InvalidInputError as error:
        fields = error.facts["fields"]
        raise wrong(
            fields,
            Phrase("missing, unknown or of another form", "缺失、未知或格式不符"),
        ) from None


def read_secret(name: str, where: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the secret that *where* points at.

    Raises:
        PlatformSettingError: Nothing is there.

    """
    kind, _, place = where.partition(":")
    if kind == NO_SECRET:
        return ""
    if kind == "env":
        found = environ.get(place, "")
    else:
        try:
            found = Path(place).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            found = ""
    if not found:
        raise PlatformSettingError(
            platform=name,
            setting="secret",
            flaw=Phrase(f"nothing at {where}", f"{where} 处没有内容"),
        )
    return found
