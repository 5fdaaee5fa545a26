"""One FHIR server over HTTP, and what is safe to say to it twice."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from ssl import SSLContext
from types import TracebackType
from typing import Self
from urllib.parse import quote, urljoin, urlsplit

import attrs

from ehealthcard.errors import (
    FhirAnswerError,
    FhirUnclearError,
    InvalidInputError,
    OutsideUnavailableError,
)
from ehealthcard.extras import needs

with needs("fhir"):
    import httpx

from .answers import BROKEN, BUSY, MISSING, Page, granted, query_of, resource_in
from .datatypes import Json, search_token
from .releases import Release, written_for
from .resources import Resource

CONTENT = "application/fhir+json"
PATCH = "application/json-patch+json"
MOST_PAGES = 50
Params = Iterable[tuple[str, str]]


@attrs.frozen
class Found:
    """What a search found.

    Args:
        resources: The JSON of each.
        total: How many the server says there are; more than came is no whole answer.

    """

    resources: tuple[Json, ...] = attrs.field(repr=False)
    total: int


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
        transport: Who really sends, such as one that keeps a log of the wire; the
            network with the system's certificates, if not said.

    """

    base: str
    release: Release = "R4"
    time_out: timedelta = timedelta(seconds=5)
    tries: int = 3
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    page_size: int = 200
    transport: httpx.BaseTransport | None = attrs.field(default=None, repr=False)
    _http: httpx.Client = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Open the pool of connections."""
        seconds = self.time_out.total_seconds()
        http = httpx.Client(
            timeout=httpx.Timeout(seconds, pool=None),
            headers={"Accept": CONTENT, **self.headers},
            limits=httpx.Limits(max_connections=20),
            trust_env=False,
            verify=_trusted(),
            transport=self.transport,
        )
        object.__setattr__(self, "_http", http)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def read(self, kind: str, name: str, /) -> Json | None:
        """Return one resource; ``None`` if there is none, or no more.

        Raises:
            OutsideUnavailableError: No answer in time.
            FhirRefusedError: It may not be read.
            FhirAnswerError: The answer is no FHIR.

        """
        answer = self._asked(self._url(kind, quote(name, safe="")))
        if answer.status_code in MISSING:
            return None
        return resource_in(granted(answer))

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
            page = Page.read(resource_in(granted(self._asked(url))))
            found += page.matches
            total = max(total, page.total, len(found))
            ahead = self._next(url, page)
            if ahead is None:
                return Found(tuple(found), total)
            url = ahead
        raise FhirAnswerError(flaw="pages without end")

    def by_identifier(self, kind: str, system: str, value: str, /) -> tuple[Json, ...]:
        """Return all resources that carry a number.

        Raises:
            InvalidInputError: The number is empty.
            OutsideUnavailableError: No answer in time.
            FhirError: See :meth:`search`.

        """
        token = search_token(system, value)
        return self.search(kind, [("identifier", token)]).resources

    def create(self, resource: Resource, /, *, system: str, value: str) -> Json:
        """Create a resource unless one carries this number already (``If-None-Exist``).

        Where no answer comes, the server is asked by the number.

        Raises:
            InvalidInputError: The number is empty.
            OutsideUnavailableError: It certainly did not arrive.
            FhirConflictError: Several carry the number.
            FhirRefusedError: It was refused.
            FhirUnclearError: It may come to be there yet.

        """
        token = search_token(system, value)
        condition = "identifier=" + quote(token, safe="")
        body = written_for(self.release, resource)
        try:
            answer = self._told(
                "POST", self._url(resource.kind), body, {"If-None-Exist": condition}
            )
        except FhirUnclearError:
            return self._looked_up(resource.kind, system, value)
        if not answer.content:
            return self._looked_up(resource.kind, system, value)
        return resource_in(answer)

    def replace(self, raw: Json, /) -> Json:
        """Write a resource over the version that it was read as (``If-Match``).

        Hand in what was read, with changes: what else the server keeps stays. It is a
        PUT, for a server in use ignores ``If-Match`` on a PATCH.

        Raises:
            InvalidInputError: It was not read from a server with versions.
            OutsideUnavailableError: It certainly did not arrive.
            FhirConflictError: It has another version by now.
            FhirRefusedError: It was refused.
            FhirUnclearError: It may have been written; read it.

        """
        version = raw.get("meta", {}).get("versionId")
        if not version or "id" not in raw:
            raise InvalidInputError(model="Resource", fields="meta.versionId")
        url = self._url(raw["resourceType"], raw["id"])
        answer = self._told("PUT", url, raw, {"If-Match": f'W/"{version}"'})
        return resource_in(answer) if answer.content else raw

    def patch(self, kind: str, name: str, steps: list[Json], /) -> Json:
        """Apply a JSON Patch (RFC 6902), an array of steps.

        Begin it with a ``test`` where it rests on what was read.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            FhirRefusedError: It was refused.
            FhirUnclearError: It may have been applied; read the resource.

        """
        url = self._url(kind, quote(name, safe=""))
        return resource_in(self._told("PATCH", url, steps, {"Content-Type": PATCH}))

    def transact(self, entries: list[Json], /) -> tuple[Json, ...]:
        """Do all *entries* or none (a transaction bundle); return the resources.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            FhirRefusedError: It was refused; nothing of it was done.
            FhirUnclearError: It may have been done; ask by the identifiers in it.

        """
        body = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
        done = Page.read(
            resource_in(self._told("POST", self.base.rstrip("/") + "/", body, {}))
        )
        return tuple(hit.resource or {} for hit in done.entry)

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

    def _next(self, url: str, page: Page) -> str | None:
        if page.ahead is None:
            return None
        there = urljoin(url, page.ahead)
        if urlsplit(there)[:2] != urlsplit(self.base)[:2]:
            raise FhirAnswerError(flaw="a next page on another server")
        return there

    def _asked(self, url: str) -> httpx.Response:
        for _ in range(self.tries):
            try:
                answer = self._http.get(url)
            except httpx.TransportError:
                continue
            if answer.status_code not in BUSY | BROKEN:
                return answer
        raise OutsideUnavailableError

    def _told(
        self, method: str, url: str, body: Json | list[Json], headers: dict[str, str]
    ) -> httpx.Response:
        content = json.dumps(body, ensure_ascii=False).encode()
        sent = {"Content-Type": CONTENT, "Prefer": "return=representation", **headers}
        try:
            answer = self._http.request(method, url, content=content, headers=sent)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise OutsideUnavailableError from None
        except httpx.TransportError:
            raise FhirUnclearError from None
        if answer.status_code in BUSY:
            raise OutsideUnavailableError
        if answer.status_code in BROKEN:
            raise FhirUnclearError
        return granted(answer)


@cache
def _trusted() -> SSLContext:
    """Return the authorities that are trusted; reading them takes a while."""
    return httpx.create_ssl_context(trust_env=False)
