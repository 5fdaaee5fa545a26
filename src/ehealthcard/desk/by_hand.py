"""What becomes of a message that no system here takes (人工办理).

What is true depends on how it was to be delivered. An ``Ask`` has certainly not left,
and so has an ``Order`` that was never tried: the case is told that it is refused, and
offers what it offers then. Of an ``Order`` that was tried, and of what a ``Query`` asks
after, nobody knows what was done: a person finds out. A ``Tell`` waits for no answer;
it becomes a task for staff, and the case goes on.
"""

import logging
from collections.abc import Collection

from ehealthcard.errors import CapabilityUnavailableError
from ehealthcard.ports import BY_HAND, Capabilities, Message, Rejected, Storage
from ehealthcard.ports.capabilities import DECLARED, TOLD, require_spelt

from .dead_letters import NO_PORT

LOG = logging.getLogger("ehealthcard.relay")
NOBODYS = (
    "Nobody takes messages to %s: each becomes a dead letter; give ports, or by_hand. "
    "%s 无人接收，消息将成为死信，请在 ports 或 by_hand 中声明。"
)
REFUSED = Rejected(code=CapabilityUnavailableError.code)


def names(given: Collection[str]) -> frozenset[str]:
    """Return the destinations; one that is given bare is one, and not its letters."""
    return frozenset((given,) if isinstance(given, str) else given)


def look_over(receivers: Collection[str], by_hand: Collection[str]) -> None:
    """Say at the start whose messages nobody takes.

    Raises:
        DefinitionError: A destination is misspelt.

    """
    given = {*receivers, *by_hand}
    require_spelt(given)
    if nobodys := ", ".join(c.name for c in TOLD if c.name not in given):
        LOG.warning(NOBODYS, nobodys, nobodys)


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
