"""Many institutions are asked at once, and none keeps the others waiting (并行查询)."""

import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic

import attrs

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import Institution, Ports
from ehealthcard.rules.encounters import (
    OrgAnswer,
    Outcome,
    RecordsFound,
    RecordsWanted,
)

LOG = logging.getLogger("ehealthcard.records")
MOST_OPEN = 8
"""Questions that one institution may leave unanswered before it is asked no more."""

Question = tuple[Institution, RecordsWanted]


@attrs.define(eq=False)
class FanOut:
    """Asks each institution in a thread of its own, up to its time-out.

    A thread cannot be ended from outside: one that is late goes on and its answer is
    thrown away. Whoever has too many of those is not asked until they are back.
    """

    most_open: int = MOST_OPEN
    _open: dict[str, int] = attrs.field(factory=dict[str, int], init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def ask(self, questions: Iterable[Question]) -> tuple[OrgAnswer, ...]:
        """Return an answer of each, in their order; who is late or fails says so."""
        began = monotonic()
        asked = [(i, wanted, self._started(i, wanted)) for i, wanted in questions]
        return tuple(
            _answer(institution, wanted, future, began)
            for institution, wanted, future in asked
        )

    def _started(
        self, institution: Institution, wanted: RecordsWanted
    ) -> "Future[RecordsFound] | None":
        """Begin to ask; ``None`` if too much is unanswered."""
        org = institution.org
        with self._lock:
            if self._open.get(org, 0) >= self.most_open:
                return None
            self._open[org] = self._open.get(org, 0) + 1
        future: Future[RecordsFound] = Future()

        def run() -> None:
            try:
                future.set_result(institution.encounters.records(wanted))
            except BaseException as error:  # noqa: BLE001  # an adapter is somebody else's code
                future.set_exception(error)
            finally:
                with self._lock:
                    self._open[org] -= 1

        Thread(target=run, name=f"records-{org}", daemon=True).start()
        return future

    @property
    def waiting(self) -> Mapping[str, int]:
        """How many questions each institution has not answered yet."""
        with self._lock:
            return {org: count for org, count in self._open.items() if count}


@attrs.frozen
class InTime:
    """An institution's records, asked no longer than its time-out allows."""

    institution: Institution
    fan_out: FanOut

    def records(self, wanted: RecordsWanted, /) -> RecordsFound:
        """See :class:`ehealthcard.ports.Encounters`."""
        (answer,) = self.fan_out.ask([(self.institution, wanted)])
        if answer.found is None:
            raise OutsideUnavailableError
        return answer.found


def in_time(ports: Ports) -> Ports:
    """Return *ports* with institutions that keep nobody waiting beyond their time."""
    fan_out = FanOut()
    timed = (attrs.evolve(i, encounters=InTime(i, fan_out)) for i in ports.institutions)
    return attrs.evolve(ports, institutions=tuple(timed))


def _answer(
    institution: Institution,
    wanted: RecordsWanted,
    future: "Future[RecordsFound] | None",
    began: float,
) -> OrgAnswer:
    outcome, found = Outcome.BUSY, None
    if future is not None:
        left = institution.time_out.total_seconds() - (monotonic() - began)
        outcome, found = _outcome(institution.org, future, max(left, 0))
    return OrgAnswer(
        org=institution.org,
        name=institution.name,
        outcome=outcome,
        patients=wanted.patients,
        found=found,
    )


def _outcome(
    org: str, future: "Future[RecordsFound]", left: float
) -> tuple[Outcome, RecordsFound | None]:
    try:
        found = future.result(left)
    except TimeoutError:
        return Outcome.TIMED_OUT, None
    except OutsideUnavailableError:
        return Outcome.UNAVAILABLE, None
    except Exception as error:  # noqa: BLE001  # an adapter is somebody else's code
        LOG.warning("%s failed: %s", org, type(error).__name__)
        return Outcome.FAILED, None
    if not isinstance(found, RecordsFound):  # pyright: ignore[reportUnnecessaryIsInstance]  # the same
        return Outcome.FAILED, None
    return Outcome.ANSWERED, found
