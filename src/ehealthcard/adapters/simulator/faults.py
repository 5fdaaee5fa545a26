"""How a simulated system fails (故障开关)."""

from collections.abc import Callable
from typing import TypeVar

import attrs

from ehealthcard.errors import OutsideBusyError, OutsideUnavailableError
from ehealthcard.ports import Accepted, Answer, Unclear

T = TypeVar("T")


@attrs.define
class Faults:
    """Switches of one capability; all are off at first.

    Args:
        is_down: Nothing arrives.
        is_slow: No answer in time: reads fail, and what was asked is done unheard.
        loses_replies: The same for acts only.
        loses_requests: Acts do not arrive, and nobody knows.
        repeats: Each act arrives twice, as after a repeated delivery.
        halves: Lists come without their second half, acts without their data.
        busy: Nothing is taken up; it wants to be left alone for so many seconds.

    """

    is_down: bool = False
    is_slow: bool = False
    loses_replies: bool = False
    loses_requests: bool = False
    repeats: bool = False
    halves: bool = False
    busy: int = 0

    def act(self, do: Callable[[], Answer]) -> Answer:
        """Carry out an act as the switches say.

        Raises:
            OutsideUnavailableError: It did not arrive.

        """
        self.take_up()
        if self.loses_requests:
            return Unclear()
        answer = do()
        if self.repeats:
            answer = do()
        if self.is_slow or self.loses_replies:
            return Unclear()
        if self.halves and isinstance(answer, Accepted):
            return Accepted()
        return answer

    def read(self, look: Callable[[], T]) -> T:
        """Answer a question as the switches say.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        self.take_up()
        if self.is_slow:
            raise OutsideUnavailableError
        return look()

    def take_up(self) -> None:
        """Refuse whatever comes, as the switches say.

        Raises:
            OutsideUnavailableError: It did not arrive, or is not taken up now.

        """
        if self.busy:
            raise OutsideBusyError(retry_after=self.busy)
        if self.is_down:
            raise OutsideUnavailableError

    def shorten(self, found: list[T]) -> list[T]:
        """Return *found*, or half of it."""
        return found[: len(found) // 2] if self.halves else found
