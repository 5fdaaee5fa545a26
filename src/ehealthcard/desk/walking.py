"""Going through the cases in a state, page by page (逐案处理)."""

import logging
from collections.abc import Callable

import attrs

from ehealthcard.errors import EHealthCardError, StorageUnavailableError
from ehealthcard.ports.telemetry import PASSED_OVER

from .live import AnyWorkflow, Live
from .migration import Progress
from .office import Office
from .work import Work

LOG = logging.getLogger("ehealthcard.walking")


@attrs.frozen
class CaseWalk:
    """Visits every case that was last written down in a state.

    Newest first, each in a transaction of its own, from a bookmark: it may stop
    anywhere and goes on later. A case that cannot be moved is logged and passed over.
    """

    office: Office
    workflow: AnyWorkflow
    state: str
    bookmark: str

    def step(self, limit: int, visit: Callable[[Work, Live], bool]) -> Progress:
        """Look at no more than *limit* cases; call again until it is done.

        Args:
            limit: How many.
            visit: What to do with a case; whether that moved it.

        """
        storage, name = self.office.storage, self.workflow.name
        before = storage.bookmark(self.bookmark)
        events = storage.cases_in(name, self.state, before=before, limit=limit)
        moved = sum(self._moved(event.case, visit) for event in events)
        done = len(events) < limit
        place = None if done else events[-1].case
        self.office.atomically(lambda: storage.set_bookmark(self.bookmark, place))
        return Progress(moved, done=done)

    def catch_up(self, limit: int) -> Progress:
        """Write down what time has made of them."""

        def visit(work: Work, live: Live) -> bool:
            return work.catch_up(live).version != live.version

        return self.step(limit, visit)

    def _moved(self, case: str, visit: Callable[[Work, Live], bool]) -> bool:
        def go() -> bool:
            event, work = self.office.storage.last(case), self.office.work()
            if event is None or event.state != self.state:
                return False
            return visit(work, work.load(event))

        try:
            return self.office.atomically(go)
        except StorageUnavailableError:
            raise
        except EHealthCardError as error:
            LOG.warning("%s was not moved: %s", case, error.code)
            self.office.telemetry.count(PASSED_OVER, outcome=error.code)
            return False
