"""An advisor behind a time-out that trusts none of its answers (导诊顾问防护)."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from datetime import timedelta

import attrs

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.ports import GuidanceAdvisor
from ehealthcard.rules.guidance import Advice, GuidanceKnowledge, GuidanceQuestion

from .ngrams import NgramAdvisor

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
    _pool: ThreadPoolExecutor = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_own", NgramAdvisor(self.knowledge))
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="guidance")
        object.__setattr__(self, "_pool", pool)

    def advise(self, question: GuidanceQuestion, /) -> Advice:
        """Return an answer that can be used.

        Raises:
            OutsideUnavailableError: The advisor was slow, failed, or talked rubbish.

        """
        if self.advisor is None:
            return self._own.advise(question)
        asked = self._pool.submit(self.advisor.advise, question)
        try:
            answer: object = asked.result(self.within.total_seconds())
        except TooSlow:
            asked.cancel()
            raise OutsideUnavailableError from None
        except Exception:  # noqa: BLE001  # whatever it raises, a person helps instead
            raise OutsideUnavailableError from None
        if not isinstance(answer, Advice) or not self._is_sound(answer):
            raise OutsideUnavailableError
        return answer

    def _is_sound(self, advice: Advice) -> bool:
        """Whether every department is known and named once."""
        codes = [o.department for o in advice.opinions]
        known = all(c in self.knowledge.by_code for c in codes)
        return known and len(set(codes)) == len(codes)
