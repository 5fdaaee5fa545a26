"""Whether a result is open to recognition (互认条件)."""

from datetime import datetime

from ehealthcard.rules.recognition import holds_at

from .model import Obstacle, RecognitionPolicy
from .states import Shown


def obstacle_of(
    state: Shown, policy: RecognitionPolicy, now: datetime
) -> Obstacle | None:
    """Return what stands in the way at the receiving institution, if anything does.

    All items that are shown together stand or fall together.
    """
    result = state.result
    if state.kind not in policy.kinds:
        return Obstacle.KIND
    listed = policy.listed
    if listed is not None and not set(state.codes) <= {x.code for x in listed}:
        return Obstacle.NOT_LISTED
    if result is None or not all(result.marks):
        return Obstacle.NO_MARK
    place = policy.place(state.receiver)
    if place is None:
        return Obstacle.PLACE_UNKNOWN
    if not all(holds_at(m, place, policy.areas) for m in result.marks):
        return Obstacle.OUT_OF_SCOPE
    ends = (policy.good_until(code, state.made_at) for code in state.codes)
    return Obstacle.TOO_OLD if any(e and now > e for e in ends) else None
