"""Whether a FHIR server keeps what its changes rest on (版本校验探测)."""

from collections.abc import Callable
from threading import Lock
from typing import Protocol
from uuid import uuid4

import attrs

from ehealthcard.errors import (
    EHealthCardError,
    FhirAnswerError,
    FhirConflictError,
    FhirRefusedError,
    FhirUnclearError,
    FhirVersionsIgnoredError,
    FhirVersionsUnknownError,
    OutsideUnavailableError,
    Phrase,
)

from .datatypes import CodeableConcept, Identifier, Json
from .resources import FhirBasic, Resource
from .systems import PROBE

NAME = "if-match"

WHO = frozenset({401, 403})
"""Refusals of whoever asks, such as by a token that ran out between two writes; they
say nothing of versions."""


class Server(Protocol):
    """What it takes to find out; a ``FhirClient`` is one."""

    def by_identifier(self, kind: str, system: str, value: str, /) -> tuple[Json, ...]:
        """See :class:`~ehealthcard.adapters.fhir.FhirClient`."""
        ...

    def create(self, resource: Resource, /, *, system: str, value: str) -> Json:
        """See :class:`~ehealthcard.adapters.fhir.FhirClient`."""
        ...

    def read(self, kind: str, name: str, /) -> Json | None:
        """See :class:`~ehealthcard.adapters.fhir.FhirClient`."""
        ...


@attrs.define
class Versions:
    """Whether a server keeps to ``If-Match``, found out once and by ourselves.

    It is found out on a resource of the SDK's own, a ``Basic`` under the identifier
    ``urn:ehealthcard:probe|if-match``, which is created where there is none yet and
    stays. That is written over the version that it has, and once more over the same
    one, which is past by then: a server that keeps to ``If-Match`` refuses the second.
    Nothing of the hospital's is touched. Only a yes is kept; what is unknown, or wrong
    and may be mended, is found out anew.

    Args:
        known: What the hospital says about it, if anything.

    """

    known: bool | None = None
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False, eq=False)
    _rounds: int = attrs.field(default=0, init=False, repr=False, eq=False)
    _failed: EHealthCardError | None = attrs.field(
        default=None, init=False, repr=False, eq=False
    )

    def require(self, server: Server, write: Callable[[Json], Json]) -> None:
        """Go on only where the server keeps to ``If-Match``; *write* uses that.

        Raises:
            FhirVersionsIgnoredError: It does not, or has no versions.
            FhirVersionsUnknownError: It would not have the resource.
            OutsideUnavailableError: No answer in time.

        """
        if self.known:
            return
        rounds = self._rounds
        with self._lock:
            if self.known is None and self._rounds == rounds:
                self._ask(server, write)
            failed = self._failed
        if failed is not None:
            raise type(failed)(**failed.facts)
        if not self.known:
            raise FhirVersionsIgnoredError

    def _ask(self, server: Server, write: Callable[[Json], Json]) -> None:
        """Find it out for all who wait; a silent server is waited for once."""
        self._failed = None
        try:
            if self._found(server, write):
                self.known = True
        except EHealthCardError as error:
            self._failed = error
        finally:
            self._rounds += 1

    def _found(self, server: Server, write: Callable[[Json], Json]) -> bool:
        try:
            return _heeds(server, write)
        except FhirUnclearError:
            raise OutsideUnavailableError from None  # of ours it is no matter
        except FhirRefusedError as refused:
            said = refused.facts
            issues = Phrase.of(said.get("issues", "-"))
            flaw = issues.at(f"HTTP {said.get('status', '-')}")
            raise FhirVersionsUnknownError(flaw=flaw) from None
        except FhirAnswerError as answer:
            raise FhirVersionsUnknownError(flaw=answer.facts["flaw"]) from None


def _heeds(server: Server, write: Callable[[Json], Json]) -> bool:
    past = _own(server)
    if not _version(past):
        return False
    try:
        write(_changed(past))
    except FhirConflictError:
        if _version(_own(server)) == _version(past):
            raise
        return True  # it was past already: another one of ours was faster
    try:
        write(_changed(past))
    except FhirRefusedError as refused:
        if refused.facts.get("status") in WHO:
            raise
        return True
    return False


def _own(server: Server) -> Json:
    known = server.by_identifier("Basic", PROBE, NAME)
    made = FhirBasic(
        identifier=(Identifier(system=PROBE, value=NAME),),
        code=CodeableConcept(text=NAME),
    )
    found = known[0] if known else server.create(made, system=PROBE, value=NAME)
    return server.read("Basic", found["id"]) or found


def _changed(raw: Json) -> Json:
    """Return it with other words, for what is the same may get no version."""
    return {**raw, "code": {"text": f"{NAME} {uuid4().hex}"}}


def _version(raw: Json) -> str:
    return str(raw.get("meta", {}).get("versionId") or "")
