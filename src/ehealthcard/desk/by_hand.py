"""What becomes of a message that no system here takes (人工办理).

What is true depends on how it was to be delivered. An ``Ask`` has certainly not left,
and so has an ``Order`` that was never tried: the case is told that it is refused, and
offers what it offers then. Of an ``Order`` that was tried, and of what a ``Query`` asks
after, nobody knows what was done: a person finds out. A ``Tell`` waits for no answer;
it becomes a task for staff, and the case goes on.
"""

from collections.abc import Collection

from ehealthcard.errors import CapabilityUnavailableError
from ehealthcard.ports import BY_HAND, Capabilities, Message, Rejected, Storage
from ehealthcard.ports.capabilities import DECLARED

from .dead_letters import NO_PORT

REFUSED = Rejected(code=CapabilityUnavailableError.code)


def names(given: Collection[str]) -> frozenset[str]:
    """Return the destinations; one that is given bare is one, and not its letters."""
    return frozenset((given,) if isinstance(given, str) else given)


def without(message: Message) -> Rejected | str:
    """Return the answer to a message that nobody takes, or why a person must look."""
    untried = message.manner == "Order" and message.attempts == 0
    if message.manner == "Ask" or untried:
        return REFUSED
    return BY_HAND if message.manner == "Tell" else NO_PORT


def keep(storage: Storage, found: Capabilities) -> None:
    """Write down what is wired, for whoever looks on; call it inside a transaction."""
    standings = dict.fromkeys((c.key for c in found.missing), "missing")
    standings |= dict.fromkeys(found.by_hand, "by-hand")
    standings |= dict.fromkeys(found.wired, "wired")
    for key, standing in standings.items():
        if storage.bookmark(DECLARED + key) != standing:
            storage.set_bookmark(DECLARED + key, standing)
