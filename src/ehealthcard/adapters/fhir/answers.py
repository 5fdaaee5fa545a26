"""What a FHIR server's answers mean."""

import re
from collections.abc import Iterable
from functools import cache
from ssl import SSLContext
from typing import Literal, cast
from urllib.parse import quote, urljoin, urlsplit

import attrs

from ehealthcard.errors import (
    Fact,
    FhirAnswerError,
    FhirConflictError,
    FhirRefusedError,
    Phrase,
)
from ehealthcard.extras import needs

with needs("fhir"):
    import httpx

from .datatypes import FhirType, Json

BUSY = frozenset({425, 429, 503})
"""The server says that it did nothing yet."""

NOT_IMPLEMENTED = 501
BROKEN = frozenset({408, *range(500, 600)}) - BUSY - {NOT_IMPLEMENTED}
"""Whoever answers does not know what was done; gateways have numbers of their own."""

NOT_MODIFIED = 304
CONFLICTS = frozenset({409, 412})
MISSING = frozenset({404, 410})
NAME = re.compile(r"[A-Za-z0-9.-]{1,64}")
"""What FHIR allows as the name of a resource."""


def query_of(params: Iterable[tuple[str, str]]) -> str:
    """Return the part of an address behind its question mark."""
    quoted = (
        f"{quote(name, safe=':.')}={quote(value, safe='')}" for name, value in params
    )
    return "&".join(quoted)


def granted(answer: httpx.Response) -> httpx.Response:
    """Return an answer that grants what was asked.

    Raises:
        FhirConflictError: What was rested on has changed.
        FhirRefusedError: It was refused.

    """
    status = answer.status_code
    if answer.is_success or status == NOT_MODIFIED:
        return answer
    if status in CONFLICTS:
        raise FhirConflictError(status=status, issues=_issues(answer))
    raise FhirRefusedError(status=status, issues=_issues(answer))


def _issues(answer: httpx.Response) -> Fact:
    """Return the issues' codes; their diagnostics may quote a person."""
    try:
        listed = answer.json().get("issue", ())
        codes = [str(issue["code"]) for issue in listed]
    except (ValueError, AttributeError, TypeError, KeyError):
        return Phrase("no OperationOutcome", "没有 OperationOutcome")
    known = [code for code in codes if code.isascii() and len(code) <= 20]  # noqa: PLR2004  # the longest code of R5 has 19 letters
    return ", ".join(known) or Phrase("no code", "没有问题代码")


def resource_in(answer: httpx.Response) -> Json:
    """Return the resource that an answer holds.

    Raises:
        FhirAnswerError: It holds none.

    """
    try:
        raw = answer.json()
    except ValueError:
        raise FhirAnswerError(flaw=Phrase("no JSON", "不是 JSON")) from None
    if not isinstance(raw, dict) or "resourceType" not in raw:
        raise FhirAnswerError(flaw=Phrase("no resource", "不是资源"))
    return cast("Json", raw)


def versioned_in(answer: httpx.Response) -> Json:
    """Return the resource that an answer holds, with its version.

    A server that tells the version by ``ETag`` alone keeps to FHIR (R4, RESTful API,
    3.1.0.5), and of its quotation marks the weak ones are usual, not the only ones.

    Raises:
        FhirAnswerError: It holds none.

    """
    raw = resource_in(answer)
    meta = dict(cast("Json", raw.get("meta") or {}))
    tag = answer.headers.get("ETag", "").removeprefix("W/").strip('"')
    if tag and not meta.get("versionId"):
        return {**raw, "meta": {**meta, "versionId": tag}}
    return raw


def written_in(answer: httpx.Response, kind: str) -> Json | None:
    """Return what a change has left, where the answer holds that.

    The answer to a change may be empty, or an OperationOutcome, whatever ``Prefer``
    asked for.

    Raises:
        FhirAnswerError: It holds something, and no resource.

    """
    if not answer.content.strip():
        return None
    raw = versioned_in(answer)
    return raw if raw["resourceType"] == kind and "id" in raw else None


def name_in(answer: httpx.Response, kind: str) -> str | None:
    """Return the name that ``Location`` gives a resource, wherever it says that is."""
    told = answer.headers.get("Location") or answer.headers.get("Content-Location")
    return _name(urlsplit(told or "").path, kind)


def named_at(base: str, reference: str, kind: str) -> str | None:
    """Return the name in a reference; ``None`` for another kind, or another server."""
    inside = reference.removeprefix(base.rstrip("/") + "/")
    return None if ":" in inside else _name(inside, kind)


def _name(path: str, kind: str) -> str | None:
    plain, *_ = path.partition("/_history/")
    parent, _, name = plain.rpartition("/")
    is_named = parent.rpartition("/")[2] == kind and NAME.fullmatch(name)
    return name if is_named else None


@attrs.frozen
class Found:
    """What a search found.

    Args:
        resources: The JSON of each.
        total: How many the server says there are; more than came is no whole answer.

    """

    resources: tuple[Json, ...] = attrs.field(repr=False)
    total: int


class _Link(FhirType):
    relation: str
    url: str


class _Mode(FhirType):
    mode: str = "match"


class _Hit(FhirType):
    resource: Json | None = None
    search: _Mode = _Mode()


class Page(FhirType):
    """A bundle: a page of a search, or the responses to a transaction."""

    resource_type: Literal["Bundle"]
    total: int = 0
    link: tuple[_Link, ...] = ()
    entry: tuple[_Hit, ...] = ()

    @property
    def ahead(self) -> str | None:
        """The address of the next page."""
        return next((x.url for x in self.link if x.relation == "next"), None)

    def after(self, url: str, base: str) -> str | None:
        """Return the next page's whole address; this one was asked for at *url*.

        Raises:
            FhirAnswerError: It is on another server than *base*.

        """
        if self.ahead is None:
            return None
        there = urljoin(url, self.ahead)
        if urlsplit(there)[:2] != urlsplit(base)[:2]:
            raise FhirAnswerError(
                flaw=Phrase("a next page on another server", "下一页位于其他服务器")
            )
        return there

    @property
    def matches(self) -> tuple[Json, ...]:
        """What was found, without what is included or remarked besides.

        Raises:
            FhirAnswerError: Something in it has no type or no name.

        """
        hits = [hit for hit in self.entry if hit.search.mode == "match"]
        told = tuple(hit.resource for hit in hits if hit.resource is not None)
        found = tuple(x for x in told if x.get("resourceType") != "OperationOutcome")
        for raw in found:
            if not all(isinstance(raw.get(x), str) for x in ("resourceType", "id")):
                raise FhirAnswerError(
                    flaw=Phrase("a resource without its name", "资源缺少标识")
                )
        return found


@cache
def trusted() -> SSLContext:
    """Return the authorities that are trusted; reading them takes a while."""
    return httpx.create_ssl_context(trust_env=False)
