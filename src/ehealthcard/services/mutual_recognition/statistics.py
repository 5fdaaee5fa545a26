"""What recognition has saved (互认节约统计), and what an order screen asks first."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from ehealthcard.models import Model
from ehealthcard.workflow import State

from .model import Why, Yuan
from .states import Offered, Recognised, Reordered, Settled, Viewed, Withdrawn


class Reason(Model):
    """How often something was examined again, and why."""

    why: Why
    times: int


class Savings(Model):
    """What came of the reports that were shown."""

    recognised: int
    items: int
    saved: Yuan
    """In yuan, at the receiving institutions' prices."""

    withdrawn: int
    reordered: tuple[Reason, ...]


def savings(states: Iterable[State], *, receiver: str | None = None) -> Savings:
    """Count over the present states of cases; of one institution if one is named.

    What was withdrawn saved nothing. Give each case once.
    """
    found = [s for s in states if receiver in (None, getattr(s, "receiver", None))]
    kept = [s for s in found if isinstance(s, Recognised | Settled)]
    why = Counter(s.why for s in found if isinstance(s, Reordered))
    return Savings(
        recognised=len(kept),
        items=sum(len(s.codes) for s in kept),
        saved=sum((s.saved for s in kept), Decimal(0)),
        withdrawn=sum(isinstance(s, Withdrawn) for s in found),
        reordered=tuple(Reason(why=w, times=why[w]) for w in Why if why[w]),
    )


def duplicates(
    states: Iterable[State], codes: Iterable[str], *, receiver: str
) -> tuple[str, ...]:
    """Return the reports that already answer an order (重复开单提示).

    An order screen asks before it sends an order for *codes*; what is found is looked
    at, and then recognised or examined again for a reason.
    """
    wanted = set(codes)
    return tuple(
        s.reference
        for s in states
        if isinstance(s, Offered | Viewed | Recognised)
        and s.receiver == receiver
        and wanted & set(s.codes)
    )
