"""What becomes of a bed that somebody does not take."""

from .states import BedOffered, BedReserved, LetGo


def let_go_of(state: BedOffered | BedReserved) -> LetGo:
    """Return the bed, and when it was offered."""
    return LetGo(ward=state.ward, bed=state.bed, at=state.offered_at)
