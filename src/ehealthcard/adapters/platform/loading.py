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
from typing import Any, Literal

from pydantic import Field

from ehealthcard.errors import InvalidInputError, PlatformSettingError
from ehealthcard.models import Model

from .tencent import Nested, Reading, TencentSettings, Zero


class Reached(Model):
    """What every dialect's table has."""

    base: str = Field(pattern=r"^https?://[^\s]+$")
    timeout_seconds: int = Field(ge=1, le=120)
    attempts: int = Field(ge=1, le=5)
    secret: str = Field(pattern="^(env|file):.+$")


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


Table = TencentTable
TABLES: Mapping[str, type[Table]] = {"tencent": TencentTable}


def read_platform(file: Path, name: str) -> Table:
    """Return the table called *name*.

    Raises:
        PlatformSettingError: The file cannot be read, has no such table, or a setting
            is missing, unknown or has another form; the error names it.

    """

    def wrong(setting: str, flaw: str) -> PlatformSettingError:
        return PlatformSettingError(platform=name, setting=setting, flaw=flaw)

    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise wrong(file.name, "not there, or no TOML") from None
    tables: Any = found.get("platforms")
    table: Any = tables.get(name) if isinstance(tables, dict) else None
    if not isinstance(table, dict):
        raise wrong(f"platforms.{name}", "not in the file")
    kind = TABLES.get(str(table.get("dialect")))
    if kind is None:
        raise wrong("dialect", f"none of {', '.join(TABLES)}")
    try:
        return kind.from_data(table)
    except InvalidInputError as error:
        fields = str(error.facts["fields"])
        raise wrong(fields, "missing, unknown or of another form") from None


def read_secret(name: str, where: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the secret that *where* points at.

    Raises:
        PlatformSettingError: Nothing is there.

    """
    kind, _, place = where.partition(":")
    if kind == "env":
        found = environ.get(place, "")
    else:
        try:
            found = Path(place).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            found = ""
    if not found:
        raise PlatformSettingError(
            platform=name, setting="secret", flaw=f"nothing at {where}"
        )
    return found
