"""Booking penalty (预约信用管理, guide §4.2.2): what missing appointments leads to.

One case per holder, opened by the first missed or cancelled appointment. A block stops
booking ahead; it never stops a visit registered at the window on its day, nor emergency
care. How many times in which period block, and for how long, is each hospital's own
(:mod:`ehealthcard.rules.booking`); the guide and the nation name no number.

A block ends by itself and the count starts afresh; an appeal that is upheld (申诉成立)
wipes the slate at once. What happens to bookings during a block neither counts nor
prolongs it: no source says otherwise.

Two cards that were merged have a record each, for what happened with a retired card is
that card's again if they are parted. Who books is held to both of them: days that each
record counts are counted together, as the packs of that day say, and a block by either
holds (``rules.booking.blocked_by``).

Not built: an appeal as a case of its own with evidence and a time limit; excusing one
missed appointment and leaving the others.
"""

from ehealthcard.rules.booking import DEFAULT
from ehealthcard.workflow import Title, Workflow

from .commands import BlockEnded, Clear, Died, Dropped, Missed
from .effects import block_ends, on_death, on_dropped, on_missed
from .states import Blocked, Clean, Cleared, Closed, Counting
from .transitions import (
    clear,
    close,
    count_dropped,
    count_missed,
    pass_over,
    unblock,
)

BookingPenalty = Clean | Counting | Blocked | Cleared | Closed
BookingPenaltyCommand = Missed | Dropped | BlockEnded | Clear | Died

booking_penalty: Workflow[BookingPenalty, BookingPenaltyCommand] = Workflow(
    "booking-penalty",
    Title("预约信用管理", "Booking penalty", "4.2.2"),
    transitions=(count_missed, count_dropped, pass_over, unblock, clear, close),
    effects=(block_ends,),
    reactions=(on_missed, on_dropped, on_death),
    policies=DEFAULT,
)

__all__ = [
    "BlockEnded",
    "Blocked",
    "BookingPenalty",
    "Clean",
    "Clear",
    "Cleared",
    "Closed",
    "Counting",
    "Died",
    "Dropped",
    "Missed",
    "booking_penalty",
]
