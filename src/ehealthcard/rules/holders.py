"""What ends with its holder (持卡人终止): a cancelled card, and a death.

Services whose cases end alike by either share this notice. Where the two differ, or an
end has a reason of its own, a service has its own.
"""

from ehealthcard.workflow import Notice

from .signals import CardCancelled, PersonDied


class HolderGone(Notice):
    """The holder's card was cancelled, or the holder has died."""


def on_cancelled(signal: CardCancelled) -> HolderGone:
    """The holder's card was cancelled."""
    del signal
    return HolderGone()


def on_died(signal: PersonDied) -> HolderGone:
    """The holder has died."""
    del signal
    return HolderGone()
