"""Requests to a FHIR server over HTTP, and which of them did not arrive."""

import json
from collections.abc import Mapping
from datetime import timedelta

import attrs

from ehealthcard.adapters.retry_after import retry_after, turned_away
from ehealthcard.errors import FhirUnclearError, OutsideUnavailableError
from ehealthcard.extras import needs

with needs("fhir"):
    import httpx

from .answers import BROKEN, BUSY, granted, trusted
from .datatypes import Json

CONTENT = "application/fhir+json"


@attrs.frozen
class Exchange:
    """A pool of connections to one server; many threads may use it.

    Args:
        http: The pool.
        tries: How often a read is attempted at most.

    """

    http: httpx.Client = attrs.field(repr=False)
    tries: int

    @classmethod
    def open(
        cls,
        *,
        time_out: timedelta,
        tries: int,
        headers: Mapping[str, str],
        transport: httpx.BaseTransport | None,
    ) -> "Exchange":
        """Open the pool."""
        http = httpx.Client(
            timeout=httpx.Timeout(time_out.total_seconds(), pool=None),
            headers={"Accept": CONTENT, "Cache-Control": "no-cache", **headers},
            limits=httpx.Limits(max_connections=20),
            trust_env=False,
            verify=trusted(),
            transport=transport,
        )
        return cls(http, tries)

    def asked(self, url: str) -> httpx.Response:
        """Return the answer to a question, which is repeated until there is one.

        Raises:
            OutsideUnavailableError: There is none, or the server says when to come
                back.

        """
        for _ in range(self.tries):
            try:
                answer = self.http.get(url)
            except httpx.TransportError:
                continue
            if answer.status_code not in BUSY | BROKEN:
                return answer
            if retry_after(answer.headers):
                raise turned_away(answer.headers)
        raise OutsideUnavailableError

    def told(
        self, method: str, url: str, body: Json | list[Json], headers: dict[str, str]
    ) -> httpx.Response:
        """Return the answer to a change, which is sent once.

        Raises:
            OutsideUnavailableError: It certainly did not arrive.
            FhirRefusedError: It was refused.
            FhirUnclearError: It may have been done.

        """
        content = json.dumps(body, ensure_ascii=False).encode()
        sent = {"Content-Type": CONTENT, "Prefer": "return=representation", **headers}
        try:
            answer = self.http.request(method, url, content=content, headers=sent)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise OutsideUnavailableError from None
        except httpx.TransportError:
            raise FhirUnclearError from None
        if answer.status_code in BUSY:
            raise turned_away(answer.headers)
        if answer.status_code in BROKEN:
            raise FhirUnclearError
        return granted(answer)
