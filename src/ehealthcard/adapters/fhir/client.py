"""One FHIR server over HTTP, and what is safe to say to it twice."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Self
from urllib.parse import quote

import attrs

from ehealthcard.errors import (
    FhirAnswerError,
    FhirUnclearError,
    InvalidInputError,
    OutsideUnavailableError,
    Phrase,
)
from ehealthcard.extras import needs

with needs("fhir"):
    import httpx

from .answers import (
    MISSING,
    Found,
    Page,
    granted,
    name_in,
    named_at,
    query_of,
    resource_in,
    versioned_in,
    written_in,
)
from .datatypes import Json, carries, search_token
from .exchange import Exchange
from .probing import Versions
from .releases import Release, written_for
from .resources import Resource

PATCH = "application/json-patch+json"
MOST_PAGES = 50
Params = Iterable[tuple[str, str]]


@attrs.frozen
class FhirClient:
    """A FHIR server.

    Reads are repeated up to *tries* times when no answer comes, changes never: a change
    whose answer is missing is asked for by its identifier, or is
    :class:`~ehealthcard.errors.FhirUnclearError`. It may be used by many threads.

    Args:
        base: The server's base address, such as ``https://his.example/fhir/R4``.
        release: The FHIR release that it speaks.
        time_out: How long one answer is waited for.
        tries: How often a read is attempted at most.
        headers: Sent with each request, such as an authorisation.
        page_size: How many results a page is asked to hold.
        conditional_create: Whether the server keeps to ``If-None-Exist``; if not, it is
            asked first, and two at once may still create two.
        heeds_versions: Whether the server keeps to ``If-Match``. If not said, it is
            found out before the first :meth:`replace`, on a ``Basic`` of the SDK's own;
            see :class:`~ehealthcard.adapters.fhir.probing.Versions`.
        transport: Who really sends, such as one that keeps a log of the wire; the
            network with the system's certificates, if not said.

    """

    base: str
    release: Release = "R4"
    time_out: timedelta = timedelta(seconds=5)
    tries: int = 3
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    page_size: int = 200
    conditional_create: bool = True
    heeds_versions: bool | None = None
    transport: httpx.BaseTransport | None = attrs.field(default=None, repr=False)
    _line: Exchange = attrs.field(init=False, repr=False, eq=False)
    _versions: Versions = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Open the pool of connections."""
        line = Exchange.open(
            time_out=self.time_out,
            tries=self.tries,
            headers=self.headers,
            transport=self.transport,
        )
        object.__setattr__(self, "_line", line)
        object.__setattr__(self, "_versions", Versions(self.heeds_versions))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._line.http.close()

    def read(self, kind: str, name: str, /) -> Json | None:
        """Return one resource; ``None`` if there is none, or no more.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirRefusedError: It may not be read.
            FhirAnswerError: The answer is no FHIR.

        """
        answer = self._line.asked(self._url(kind, quote(name, safe="")))
        if answer.status_code in MISSING:
            return None
        return versioned_in(granted(answer))

    def search(self, kind: str, params: Params, /) -> Found:
        """Return what matches, of all pages.

        A next page is followed only on the server asked: a page may not send the
        authorisation elsewhere.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirRefusedError: The search is not allowed there.
            FhirAnswerError: The answer is no bundle, or its pages do not end.

        """
        sent = [*params, ("_count", str(self.page_size))]
        url = self._url(kind) + "?" + query_of(sent)
        found: list[Json] = []
        total = 0
        for _ in range(MOST_PAGES):
            page = Page.read(resource_in(granted(self._line.asked(url))))
            found += (hit for hit in page.matches if hit["resourceType"] == kind)
            total = max(total, page.total, len(found))
            ahead = page.after(url, self.base)
            if ahead is None:
                return Found(tuple(found), total)
            url = ahead
        raise FhirAnswerError(flaw=Phrase("pages without end", "分页没有尽头"))

    def by_identifier(self, kind: str, system: str, value: str, /) -> tuple[Json, ...]:
        """Return all resources that carry a number.

        A server may overlook a parameter that it does not know (R4, Search, 3.1.1.2);
        what does not carry the number is left out.

        Raises:
            InvalidInputError: The number is empty.
            OutsideUnavailableError: No answer in time.
            FhirError: See :meth:`search`.

        """
        token = search_token(system, value)
        found = self.search(kind, [("identifier", token)]).resources
        return tuple(raw for raw in found if carries(raw, system, value))

    def create(self, resource: Resource, /, *, system: str, value: str) -> Json:
        """Create a resource unless one carries this number already (``If-None-Exist``).

        Where no answer comes, the server is asked by the number.

        Raises:
            InvalidInputError: The number is empty.
            OutsideUnavailableError: It certainly did not arrive.
            FhirConflictError: Several carry the number.
            FhirRefusedError: It was refused.
            FhirUnclearError: It may come to be there yet.
            FhirAnswerError: The server took another resource for it.

        """
        token = search_token(system, value)
        condition = "identifier=" + quote(token, safe="")
        body = written_for(self.release, resource)
        if not self.conditional_create and (
            known := self.by_identifier(resource.kind, system, value)
        ):
            return known[0]
        try:
            answer = self._line.told(
                "POST", self._url(resource.kind), body, {"If-None-Exist": condition}
            )
        except FhirUnclearError:
            return self._looked_up(resource.kind, system, value)
        raw = self._left(answer, resource.kind)
        if raw is None:
            return self._looked_up(resource.kind, system, value)
        if carries(body, system, value) and not carries(raw, system, value):
            raise FhirAnswerError(flaw=Phrase("another resource", "返回了其他资源"))
        return raw

    def replace(self, raw: Json, /) -> Json:
        """Write a resource over the version that it was read as (``If-Match``).

        Hand in what was read, with changes: what else the server keeps stays. It is a
        PUT, for a server in use ignores ``If-Match`` on a PATCH.

        Raises:
            InvalidInputError: It was not read from a server with versions.
            OutsideUnavailableError: It certainly did not arrive.
            FhirConflictError: It has another version by now.
            FhirRefusedError: It was refused.
            FhirVersionsIgnoredError: The server ignores ``If-Match``; nothing was done.
            FhirVersionsUnknownError: Nor can that be found out; nothing was done.
            FhirUnclearError: It may have been written; read it.

        """
        if not raw.get("meta", {}).get("versionId") or "id" not in raw:
            raise InvalidInputError(model="Resource", fields="meta.versionId")
        self.require_versions()
        return self._written_over(raw)

    def require_versions(self) -> None:
        """Go on only where the server keeps to ``If-Match``; it is found out once.

        :meth:`replace` does it by itself. Call it when the process starts, so that it
        is not a patient who finds out.

        Raises:
            FhirVersionsIgnoredError: It does not, or has no versions.
            FhirVersionsUnknownError: It cannot be found out.
            OutsideUnavailableError: No answer in time.

        """
        self._versions.require(self, self._written_over)

    def patch(self, kind: str, name: str, steps: list[Json], /) -> Json:
        """Apply a JSON Patch (RFC 6902), an array of steps.

        Begin it with a ``test`` where it rests on what was read.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            FhirRefusedError: It was refused.
            FhirUnclearError: It may have been applied; read the resource.

        """
        url = self._url(kind, quote(name, safe=""))
        answer = self._line.told("PATCH", url, steps, {"Content-Type": PATCH})
        return self._left(answer, kind, name) or {"resourceType": kind, "id": name}

    def transact(self, entries: list[Json], /) -> tuple[Json, ...]:
        """Do all *entries* or none (a transaction bundle); return the resources.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            FhirRefusedError: It was refused; nothing of it was done.
            FhirUnclearError: It may have been done; ask by the identifiers in it.

        """
        body = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        answer = self._line.told("POST", self._url(""), body, {})
        done = Page.read(resource_in(answer))
        return tuple(hit.resource or {} for hit in done.entry)

    def named(self, reference: str | None, kind: str, /) -> str | None:
        """Return the name behind a reference to a resource of this server.

        It may be ``Patient/1``, the whole address of it, or of one of its versions.
        """
        return named_at(self.base, reference or "", kind)

    def _written_over(self, raw: Json) -> Json:
        kind, name = raw["resourceType"], raw["id"]
        match = {"If-Match": f'W/"{raw["meta"]["versionId"]}"'}
        answer = self._line.told("PUT", self._url(kind, name), raw, match)
        return self._left(answer, kind, name) or raw

    def _left(self, answer: httpx.Response, kind: str, name: str = "") -> Json | None:
        """Return what a change has left: as answered, or else read where it is."""
        raw = written_in(answer, kind)
        name = name or name_in(answer, kind) or ""
        if raw is not None or not name:
            return raw
        try:
            return self.read(kind, name)
        except OutsideUnavailableError:
            raise FhirUnclearError from None

    def _looked_up(self, kind: str, system: str, value: str) -> Json:
        try:
            known = self.by_identifier(kind, system, value)
        except OutsideUnavailableError:
            raise FhirUnclearError from None
        if not known:
            raise FhirUnclearError
        return known[0]

    def _url(self, *parts: str) -> str:
        return "/".join((self.base.rstrip("/"), *parts))
