"""Trying a platform of dialects C to G (其余方言的自检步骤).

It is asked for somebody who is not there. Then each setting that lets the hospital in
is changed in its turn: a platform that answers the same to another value of it did not
believe ours, or never looked at it.
"""

from collections.abc import Iterator

from ehealthcard.codesets import CardStep, Channel, TerminalType
from ehealthcard.errors import (
    OutsideError,
    OutsideUnavailableError,
    PlatformAnswerError,
    PlatformRefusedError,
    PlatformSettingError,
)
from ehealthcard.extras import needs
from ehealthcard.ports import Clock, CodeCheck

with needs("http"):
    import httpx

from .asking import Declared, DeclaredEnvelope
from .declared_tables import DeclaredTable
from .dialect import Act
from .mapped import MappedPlatform
from .outcomes import NOBODY, Outcome, Step
from .transport import Transport

NO_DOCUMENT = "000000000000000000"


def declared_steps(
    table: DeclaredTable, secret: str, http: httpx.Client, clock: Clock
) -> Iterator[Step]:
    """Ask for nobody, and say which setting is wrong."""
    try:
        declared = table.declared(secret)
        kind = next(iter(table.kinds.ours), None)
    except PlatformSettingError as error:
        setting = str(error.facts["setting"])
        yield Step("dictionaries", Outcome.WRONG, setting, error.english)
        return
    if kind is None:
        yield Step("dictionaries", Outcome.WRONG, "id_types", "no code stands there")
        return

    def tried(envelope: DeclaredEnvelope) -> tuple[str, str]:
        transport = Transport(declared.dialect.name, http, table.base, attempts=1)
        platform = MappedPlatform(
            declared.dialect, envelope, transport, table.path, clock, declared.wire
        )
        try:
            if declared.probe is Act.FIND:
                platform.find(kind, NO_DOCUMENT)
            else:
                platform.check(_nobodys_code(clock))
        except PlatformRefusedError as error:
            return str(error.facts["result"]), error.message
        return table.success, ""

    try:
        found = tried(declared.envelope)
        alike = [name for name, e in declared.spoilt.items() if tried(e) == found]
        yield _verdict(found[0], alike, declared)
    except PlatformAnswerError as error:
        yield Step("call", Outcome.WRONG, "path or dialect", error.english)
    except OutsideUnavailableError as error:
        yield Step("call", Outcome.WRONG, "base", error.english)
    except OutsideError as error:
        yield Step("call", Outcome.WRONG, "path", error.english)


def _verdict(code: str, alike: list[str], declared: Declared) -> Step:
    """Say what the answers mean; the setting that is looked at first hides the rest."""
    if not declared.spoilt:
        said = f"code {code} for nobody; this dialect lets in by the line alone"
        return Step("call", Outcome.GOOD, said=said)
    if not alike:
        return Step("call", Outcome.GOOD, said=f"code {code} for nobody's card")
    said = f"code {code}, and the same with another {' or '.join(alike)}"
    return Step("call", Outcome.WRONG, ", then ".join(alike), said)


def _nobodys_code(clock: Clock) -> CodeCheck:
    return CodeCheck(
        text=f"{NOBODY}:1",
        at=clock(),
        terminal="check",
        terminal_type=TerminalType.OTHER,
        step=CardStep.OTHER,
        channel=Channel.OTHER,
        org="check",
    )
