"""Trying a configured platform step by step (平台联调自检).

Each step needs the ones before it, so the first that fails names the setting to look
at. What tells a wrong signature from another refusal is a second request that is
certainly signed wrong: a platform that answers both alike did not believe the first.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import attrs

from ehealthcard.errors import (
    OutsideError,
    OutsideUnavailableError,
    PlatformRefusedError,
)
from ehealthcard.extras import needs
from ehealthcard.ports import Clock

with needs("http"):
    import httpx

from .declared_steps import declared_steps
from .loading import EhcTable, HeadBodyTable, Table, TencentTable
from .outcomes import NOBODY, Outcome, Step
from .steps import business_steps
from .tencent import READINGS, TencentClient, TencentSettings
from .tencent import operations as calls
from .tencent.cards import ByHealthCardId
from .tokens import MemoryTokenShelf
from .transport import Transport

CLOCKS_APART = timedelta(seconds=60)


def check_platform(
    table: Table, secret: str, clock: Clock, *, fetch_token: bool
) -> Iterator[Step]:
    """Try a platform, and stop at the first step that goes wrong.

    Args:
        table: What the file says.
        secret: The application's secret.
        clock: What time it is here.
        fetch_token: Whether a token may be fetched: it kills the hospital's live one.

    """
    with httpx.Client(timeout=table.timeout_seconds) as http:
        yield from _stopping(_steps(table, secret, http, clock, fetch_token))


def _steps(
    table: Table,
    secret: str,
    http: httpx.Client,
    clock: Clock,
    fetch_token: bool,  # noqa: FBT001  # handed on
) -> Iterator[Step]:
    yield _reached(table.base, http)
    yield _in_time(table.base, http, clock())
    if isinstance(table, EhcTable | HeadBodyTable):
        yield from business_steps(table, secret, http, clock)
        return
    if not isinstance(table, TencentTable):
        yield from declared_steps(table, secret, http, clock)
        return
    if not fetch_token:
        said = "it would kill the live token; say --fetch-token"
        yield Step("token", Outcome.SKIPPED, said=said)
        return

    def client(changed: TencentSettings) -> TencentClient:
        transport = Transport("tencent", http, table.base, attempts=1)
        return TencentClient(changed, transport, MemoryTokenShelf(clock), clock)

    settings = table.settings(secret)
    yield _token(settings, client)
    yield _call(client(settings))


def _stopping(steps: Iterator[Step]) -> Iterator[Step]:
    """Yield steps until one goes wrong."""
    for step in steps:
        yield step
        if step.outcome is Outcome.WRONG:
            return


def _reached(base: str, http: httpx.Client) -> Step:
    try:
        answer = http.get(base)
    except httpx.HTTPError as error:
        return Step("address", Outcome.WRONG, "base", type(error).__name__)
    return Step("address", Outcome.GOOD, said=f"HTTP status {answer.status_code}")


def _in_time(base: str, http: httpx.Client, now: datetime) -> Step:
    try:
        said = parsedate_to_datetime(http.get(base).headers.get("Date", ""))
    except (httpx.HTTPError, ValueError):
        return Step("clock", Outcome.SKIPPED, said="the platform tells no time")
    apart = abs(said - now) if said.tzinfo else timedelta(0)
    if apart > CLOCKS_APART:
        seconds = int(apart.total_seconds())
        return Step("clock", Outcome.WRONG, "clock", f"{seconds} seconds apart")
    return Step("clock", Outcome.GOOD)


def _token(
    settings: TencentSettings, client: Callable[[TencentSettings], TencentClient]
) -> Step:
    """Fetch a token; where that fails, find out whether the signature is to blame."""

    def tried(changed: TencentSettings) -> str:
        try:
            client(changed).fetch_token()
        except PlatformRefusedError as error:
            return str(error.facts["result"])
        return "0"

    try:
        result = tried(settings)
        if result == "0":
            return Step("token", Outcome.GOOD)
        for reading in READINGS:
            if tried(attrs.evolve(settings, reading=reading)) == "0":
                said = f"the platform takes zero = {reading.zero.value!r}"
                return Step("token", Outcome.WRONG, "zero", said)
        forged = tried(attrs.evolve(settings, app_secret=settings.app_secret + "x"))
    except OutsideError as error:
        setting = "base"
        if not isinstance(error, OutsideUnavailableError):
            setting = "dialect"
        return Step("token", Outcome.WRONG, setting, error.english)
    if forged == result:
        return Step(
            "token", Outcome.WRONG, "secret", f"code {result}, as for a forged sign"
        )
    return Step("token", Outcome.WRONG, "app_id or hospital_id", f"code {result}")


def _call(client: TencentClient) -> Step:
    """Ask for a card that nobody has: a refusal is the right answer."""
    try:
        client.call(calls.BY_ID, ByHealthCardId(health_card_id=NOBODY))
    except PlatformRefusedError as error:
        said = f"code {error.facts['result']} for a card that is not there"
        return Step("call", Outcome.GOOD, said=said)
    except OutsideError as error:
        return Step("call", Outcome.WRONG, "dialect", error.english)
    return Step("call", Outcome.GOOD)
