"""What a state brings about: pure functions from a state to a value.

::

    def hold_ends(state: Held) -> Until[HoldEnded]          a timer
    def charge(state: Paying) -> Ask[Paid, Declined, Lost]  a message, never repeated
    def look_up(state: Unclear) -> Query[Paid, Declined]    a question, repeated
    def refund(state: Returning) -> Order[Returned, Kept]   an act safe to repeat
    def post(state: Settled) -> Tell                        a message without answer
    def slot(state: Held) -> Claim                          something only one may have
    def forget(state: Withdrawn) -> Erase                   what was said before is gone
    def known(state: Bound) -> KnownBy                      what finds the holder
    def missed(state: NoShow) -> AppointmentMissed          a signal to other cases

``| None`` makes it conditional. An effect happens when its value becomes different, so
a state that leads to itself repeats nothing.
"""

from datetime import datetime, timedelta
from typing import ClassVar, Generic, Literal, TypeVar

import attrs

from ehealthcard.models import Model

from .vocabulary import Notice

Manner = Literal["Ask", "Order", "Query", "Tell"]
N = TypeVar("N", bound=Notice)
Ok = TypeVar("Ok", bound=Notice)
No = TypeVar("No", bound=Notice)
Lost = TypeVar("Lost", bound=Notice)


@attrs.frozen
class Until(Generic[N]):
    """The state holds up to and including *last*; then *notice* ends it.

    The period is closed, as the Civil Code counts (民法典 art. 1259): a day's validity
    holds at exactly +24:00:00 and not after.
    """

    last: datetime
    notice: N


@attrs.frozen(slots=False)
class Outgoing:
    """Something for a port: *key* names the business act, whoever asks twice.

    An act that is tried anew after a refusal is another act and needs another key: put
    the number of the attempt into it.
    """

    manner: ClassVar[Manner]

    to: str
    kind: str
    key: str
    payload: Model
    answer_within: timedelta = attrs.field(default=timedelta(minutes=15), kw_only=True)
    """How long an answer by call-back is waited for. An *Ask* without one is *Lost*
    then; a *Query* or an *Order* is sent again."""


class Ask(Outgoing, Generic[Ok, No, Lost]):
    """Delivered once. An unknown outcome becomes *Lost*, never a second try."""

    manner: ClassVar[Manner] = "Ask"


class Query(Outgoing, Generic[Ok, No]):
    """Changes nothing out there, so it is repeated until the answer is known."""

    manner: ClassVar[Manner] = "Query"


class Order(Query[Ok, No]):
    """Changes something, but the receiver knows *key*; repeated until answered."""

    manner: ClassVar[Manner] = "Order"


class Tell(Outgoing):
    """Delivered at least once; the receiver recognises *key*."""

    manner: ClassVar[Manner] = "Tell"


@attrs.frozen
class Erase:
    """The contents of the case's earlier events are destroyed; that they were, stays.

    PIPL art. 47: what the holder takes back is erased.
    """


@attrs.frozen
class Claim:
    """A name only one case may hold; given back when the state no longer does."""

    name: str


@attrs.frozen
class KnownBy:
    """A private value by which the case's subject is found while the state holds.

    Only one case may have it. The desk keeps its keyed digest and never the value.
    """

    kind: str
    issuer: str
    value: str = attrs.field(repr=False)
    since: datetime
    until: datetime | None = None
    """The last moment at which it finds him."""

    disputed: bool = False
    """Whether it is held, but finds nobody for now."""
