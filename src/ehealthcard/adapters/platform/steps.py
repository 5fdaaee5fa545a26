"""The steps of a check of families A and B (自检步骤)."""

from collections.abc import Iterator
from typing import Any

import attrs

from ehealthcard.errors import (
    DecryptionError,
    InvalidKeyError,
    OutsideError,
    PlatformAnswerError,
    PlatformRefusedError,
    PlatformSettingError,
)
from ehealthcard.extras import needs
from ehealthcard.ports import Clock

with needs("http"):
    import httpx

from .ehc import Digest, EhcEnvelope
from .headbody import HeadBodyEnvelope
from .loading import EhcTable, HeadBodyTable
from .mapped import MappedPlatform
from .outcomes import NOBODY, Outcome, Step
from .transport import Transport


def business_steps(
    table: EhcTable | HeadBodyTable, secret: str, http: httpx.Client, clock: Clock
) -> Iterator[Step]:
    """Ask for a card that nobody has; find out whether the digest was believed."""
    envelope = table.envelope(secret)
    try:
        dialect = table.said()
    except PlatformSettingError as error:
        yield Step("dictionaries", Outcome.WRONG, "id_types", error.english)
        return

    def tried(changed: Any) -> tuple[str, str]:  # noqa: ANN401  # either envelope
        transport = Transport(dialect.name, http, table.base, attempts=1)
        platform = MappedPlatform(dialect, changed, transport, table.path, clock)
        try:
            if isinstance(table, EhcTable):
                platform.holder(NOBODY)
            else:
                platform.find(next(iter(table.kinds.ours)), "000000000000000000")
        except PlatformRefusedError as error:
            return str(error.facts["result"]), error.message
        return table.success, ""

    try:
        found = tried(envelope)
        forged = tried(_Spoilt(envelope))
        if found == forged:
            yield _blamed(envelope, found, tried)
            return
    except (InvalidKeyError, DecryptionError) as error:
        yield Step("call", Outcome.WRONG, "secret or cipher", error.english)
        return
    except PlatformAnswerError as error:
        yield Step(
            "call", Outcome.WRONG, "app_id, path, cipher or encoding", error.english
        )
        return
    except OutsideError as error:
        yield Step("call", Outcome.WRONG, "path", error.english)
        return
    yield Step("call", Outcome.GOOD, said=f"code {found[0]} for nobody's card")


def _blamed(envelope: Any, found: tuple[str, str], tried: Any) -> Step:  # noqa: ANN401  # either envelope
    """Return the wrong step; for family A, with the digest that was believed."""
    if isinstance(envelope, EhcEnvelope):
        for digest in Digest:
            for upper in (True, False):
                changed = attrs.evolve(envelope.settings, digest=digest, upper=upper)
                if tried(EhcEnvelope(changed)) != found:
                    said = f"the platform takes {digest.value}, upper = {upper}"
                    return Step("call", Outcome.WRONG, "digest or upper", said)
    said = f"code {found[0]}, as for a forged sign"
    return Step("call", Outcome.WRONG, "secret", said)


@attrs.frozen
class _Spoilt:
    """An envelope with a sign that certainly does not hold."""

    inner: EhcEnvelope | HeadBodyEnvelope

    def sealed(self, method: str, fields: Any, at: Any, /) -> bytes:  # noqa: ANN401  # handed on
        """See :class:`.mapped.Envelope`."""
        body = self.inner.sealed(method, fields, at)
        for name in (b'"bodySign":"', b'"digest":"'):
            body = body.replace(name, name + b"0", 1)
        return body

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""
        return self.inner.opened(method, answer)
