"""What the tables of platforms have in common (平台配置的公共项)."""

from pydantic import Field

from ehealthcard.codesets import IdKind
from ehealthcard.errors import Phrase, PlatformSettingError
from ehealthcard.models import Model

from .dictionaries import Dictionary, OneWay

NO_SECRET = "none"  # noqa: S105  # a word that says there is none
"""What a table says whose dialect has no secret."""


class Reached(Model):
    """What every dialect's table has."""

    base: str = Field(pattern=r"^https?://[^\s]+$")
    timeout_seconds: int = Field(ge=1, le=120)
    attempts: int = Field(ge=1, le=5)
    secret: str = Field(pattern="^(env|file):.+$")
    """Where it is, never the secret itself."""


class Coded(Reached):
    """What every table but the open platform's has besides."""

    path: str = Field(pattern="^/")
    success: str = Field(min_length=1)
    id_types: dict[str, str]
    """Our code of a document's kind, and theirs."""

    @property
    def kinds(self) -> Dictionary[IdKind]:
        """The dictionary of the documents' kinds.

        Raises:
            PlatformSettingError: A code is none of ours, or two are one of theirs.

        """
        return Dictionary("id_types", kinds_of("id_types", self.id_types))


def kinds_of(setting: str, pairs: dict[str, str]) -> dict[IdKind, str]:
    """Return *pairs* by our kinds of document.

    Raises:
        PlatformSettingError: A code is none of ours.

    """
    try:
        return {IdKind(ours): theirs for ours, theirs in pairs.items()}
    except ValueError:
        raise PlatformSettingError(
            platform="-",
            setting=setting,
            flaw=Phrase("a code that is none of ours", "含有本系统没有的代码"),
        ) from None


def one_way(setting: str, pairs: dict[str, str]) -> OneWay:
    """Return what the other side wants besides; raises as :func:`kinds_of`."""
    return OneWay(setting, kinds_of(setting, pairs))
