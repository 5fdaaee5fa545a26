"""An advisor behind a time-out that trusts none of its answers (导诊顾问防护)."""

import logging
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

import attrs

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import GuidanceAdvisor
from ehealthcard.rules.guidance import Advice, GuidanceKnowledge, GuidanceQuestion

from .ngrams import NgramAdvisor

LOG = logging.getLogger("ehealthcard.guidance")
AT_ONCE = 8
"""Questions at the same time; an advisor that hangs holds up no more than these."""


@attrs.frozen(slots=False, eq=False)
class Guidance:
    """See :class:`ehealthcard.ports.GuidanceDesk`.

    Args:
        knowledge: The base in force.
        advisor: A hospital's own; by default the one that counts words.
        within: How long an advisor of the hospital may take.

    """

    knowledge: GuidanceKnowledge
    advisor: GuidanceAdvisor | None = None
    within: timedelta = timedelta(seconds=3)
    _own: NgramAdvisor = attrs.field(init=False, repr=False)
    _places: BoundedSemaphore = attrs.field(
        factory=lambda: BoundedSemaphore(AT_ONCE), init=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_own", NgramAdvisor(self.knowledge))  # frozen

    def advise(self, question: GuidanceQuestion, /) -> Advice:
        """Return an answer that can be used.

        Raises:
            OutsideUnavailableError: The advisor was slow, failed, or talked rubbish.

        """
        if self.advisor is None:
            return self._own.advise(question)
        answer = self._asked(self.advisor, question)
        if not isinstance(answer, Advice) or not self._is_sound(answer):
            raise OutsideUnavailableError
        return answer

    def _asked(self, advisor: GuidanceAdvisor, question: GuidanceQuestion) -> object:
        """Ask in a thread of its own, which may outlive the patience for it."""
        if not self._places.acquire(blocking=False):
            raise OutsideUnavailableError
        answers: SimpleQueue[object] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(advisor.advise(question))
            except Exception as error:  # noqa: BLE001  # somebody else's code; a person helps
                LOG.warning("the advisor failed: %s", type(error).__name__)
                answers.put(None)
            finally:
                self._places.release()

        Thread(target=ask, name="guidance-advisor", daemon=True).start()
        try:
            return answers.get(timeout=self.within.total_seconds())
        except Empty:
            raise OutsideUnavailableError from None

    def _is_sound(self, advice: Advice) -> bool:
        """Whether every department is known and named once."""
        codes = [o.department for o in advice.opinions]
        known = all(c in self.knowledge.by_code for c in codes)
        return known and len(set(codes)) == len(codes)
