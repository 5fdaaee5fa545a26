"""Telemetry through OpenTelemetry's API (extra ``otel``).

Where the numbers go is for the embedding application to say, with OpenTelemetry's SDK
and an exporter of its choice; without them nothing is kept and next to nothing spent.
"""

from collections.abc import Callable, Iterable
from importlib.metadata import version

from ehealthcard.extras import needs
from ehealthcard.monitor import Health
from ehealthcard.ports.telemetry import SECONDS

with needs("otel"):
    from opentelemetry.metrics import (
        CallbackOptions,
        Counter,
        Histogram,
        Meter,
        Observation,
        get_meter,
    )


__all__ = ["OpenTelemetry"]

_WATCHED: dict[str, tuple[str, Callable[[Health], float]]] = {
    "ehealthcard.database.answers": ("1", lambda h: int(h.answers)),
    "ehealthcard.outbox.undelivered": ("{message}", lambda h: h.undelivered),
    "ehealthcard.outbox.age": ("s", lambda h: h.undelivered_for.total_seconds()),
    "ehealthcard.outbox.dead": ("{message}", lambda h: h.dead_letters),
    "ehealthcard.timers.overdue": ("s", lambda h: h.overdue_for.total_seconds()),
}


class OpenTelemetry:
    """See :class:`ehealthcard.ports.Telemetry`.

    Args:
        meter: OpenTelemetry's; that of the global provider by default.

    """

    def __init__(self, meter: Meter | None = None) -> None:
        self._meter = meter or get_meter("ehealthcard", version("ehealthcard"))
        self._counters: dict[str, Counter] = {}
        self._histograms: dict[str, Histogram] = {}

    def count(self, name: str, /, **attributes: str) -> None:
        """See :class:`ehealthcard.ports.Telemetry`."""
        counter = self._counters.get(name)
        if counter is None:
            counter = self._counters[name] = self._meter.create_counter(name)
        counter.add(1, attributes)

    def measure(self, name: str, value: float, /, **attributes: str) -> None:
        """See :class:`ehealthcard.ports.Telemetry`."""
        histogram = self._histograms.get(name)
        if histogram is None:
            unit = "s" if name in SECONDS else ""
            histogram = self._meter.create_histogram(name, unit=unit)
            self._histograms[name] = histogram
        histogram.record(value, attributes)

    def watch(self, look: Callable[[], Health]) -> None:
        """Observe a desk's health whenever the numbers are collected.

        Args:
            look: Such as ``desk.health``. Each gauge looks for itself: three short
                queries a gauge.

        """
        for name, (unit, value) in _WATCHED.items():
            seen = _Gauge(look, value, always=name.endswith("answers"))
            self._meter.create_observable_gauge(name, callbacks=[seen], unit=unit)


class _Gauge:
    """One number of a desk's health; unknown ones are left out, not zero."""

    def __init__(
        self,
        look: Callable[[], Health],
        value: Callable[[Health], float],
        *,
        always: bool,
    ) -> None:
        self._look, self._value, self._always = look, value, always

    def __call__(self, _: CallbackOptions) -> Iterable[Observation]:
        found = self._look()
        known = found.answers or self._always
        return [Observation(self._value(found))] if known else []
