"""Which build of a client application somebody acts with (客户端版本声明)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import PRIVATE, Model

AppName = Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
"""An application's own name, such as ``org.example.health`` or an AppID."""

AppVersion = Annotated[str, Field(pattern="^[0-9A-Za-z][0-9A-Za-z.+_-]{0,19}$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""SM3 or SHA-256 of the installed package, in hexadecimal digits (完整性摘要)."""


class BuildClaim(Model):
    """What a client says it is; a web host takes it from a header as JSON.

    Without a signature it is the client's word and nothing more. With one it is the
    word of whoever has the key; see :func:`ehealthcard.monitor.clients.sign_claim`.

    Raises:
        InvalidInputError: It has another form.

    """

    app: AppName
    version: AppVersion
    digest: Digest
    at: Annotated[int | None, Field(ge=0, lt=1 << 32)] = None
    """When it was signed, in seconds since 1970."""

    key: Annotated[str | None, Field(pattern="^[0-9a-f]{8}$")] = None
    """Which key has signed it."""

    signature: Annotated[str | None, Field(pattern="^[0-9a-f]{128}$"), PRIVATE] = None

    @property
    def build(self) -> str:
        """Application and version, as records name them."""
        return f"{self.app} {self.version}"
