"""What leads to an isolated place, and to which (隔离分诊).

(Suspected) infectious patients are guided to an isolated point (传染病防治法 art. 52);
nobody is refused. What counts in which year is the services' policy.
"""

from collections.abc import Iterable
from decimal import Decimal

from ehealthcard.codesets import Labelled


class Route(Labelled):
    """Where somebody who may be infectious is led (传染病防治法 art. 52)."""

    FEVER_CLINIC = "fever-clinic", "发热门诊", "fever clinic"
    ISOLATED_POINT = "isolated-point", "隔离分诊点", "isolated triage point"


def infection_reasons(
    *, temperature: Decimal | None, fever: Decimal, attention: bool, colour: str | None
) -> list[str]:
    """Return what speaks for isolation, as codes; *fever* itself is a fever.

    *colour* is ``None`` where risk colours do not count or are not known.
    """
    found: list[str] = []
    if temperature is not None and temperature >= fever:
        found.append("FEVER")
    if attention:
        found.append("DECLARED_ATTENTION")
    if colour in ("YELLOW", "RED"):
        found.append(f"RISK_{colour}")
    return found


def route_of(reasons: Iterable[str]) -> Route:
    """Return the fever clinic for a fever, and the isolated point for all else."""
    return Route.FEVER_CLINIC if "FEVER" in reasons else Route.ISOLATED_POINT
