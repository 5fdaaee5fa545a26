"""What becomes of a bed that somebody does not take."""

from .states import BedOffered, BedReserved, GivenUp


def given_up_by(state: BedOffered | BedReserved) -> GivenUp:
    """Return the bed, and when it was offered."""
    return GivenUp(ward=state.ward, bed=state.bed, at=state.offered_at)
