"""What a FHIR server's answers mean."""

from collections.abc import Iterable
from typing import Literal, cast
from urllib.parse import quote

from ehealthcard.errors import FhirAnswerError, FhirConflictError, FhirRefusedError
from ehealthcard.extras import needs

with needs("fhir"):
    import httpx

from .datatypes import FhirType, Json

BUSY = frozenset({429, 503})
"""The server says that it did nothing yet."""

BROKEN = frozenset({500, 502, 504})
"""Whoever answers does not know what was done."""

NOT_MODIFIED = 304
CONFLICTS = frozenset({409, 412})
MISSING = frozenset({404, 410})


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


def _issues(answer: httpx.Response) -> str:
    """Return the issues' codes; their diagnostics may quote a person."""
    try:
        listed = answer.json().get("issue", ())
        codes = [str(issue["code"]) for issue in listed]
    except (ValueError, AttributeError, TypeError, KeyError):
        return "no OperationOutcome"
    known = [code for code in codes if code.isascii() and len(code) <= 20]  # noqa: PLR2004  # the longest code of R5 has 19 letters
    return ", ".join(known) or "no code"


def resource_in(answer: httpx.Response) -> Json:
    """Return the resource that an answer holds.

    Raises:
        FhirAnswerError: It holds none.

    """
    try:
        raw = answer.json()
    except ValueError:
        raise FhirAnswerError(flaw="no JSON") from None
    if not isinstance(raw, dict) or "resourceType" not in raw:
        raise FhirAnswerError(flaw="no resource")
    return cast("Json", raw)


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

    @property
    def matches(self) -> tuple[Json, ...]:
        """What was found, without what is included besides.

        Raises:
            FhirAnswerError: Something in it has no type or no name.

        """
        hits = [hit for hit in self.entry if hit.search.mode == "match"]
        found = tuple(hit.resource for hit in hits if hit.resource is not None)
        for raw in found:
            if not all(isinstance(raw.get(x), str) for x in ("resourceType", "id")):
                raise FhirAnswerError(flaw="a resource without its name")
        return found
