"""A service that asks for money, in every manner that a message has."""

from typing import Any

from ehealthcard.workflow import (
    Ask,
    Command,
    Context,
    Model,
    Notice,
    Order,
    Query,
    State,
    Tell,
    Title,
    Workflow,
)


class Charged(Model):
    amount: int


class Paying(State):
    """Money was asked for."""

    amount: int


class Doubtful(State):
    """Nobody knows whether the money came."""

    amount: int


class Settled(State):
    """The money came."""

    receipt: str


class Failed(State):
    """The money did not come."""

    code: str


class Returning(State):
    """Money goes back."""

    amount: int


class Pay(Command):
    """Pay."""

    amount: int


class GiveBack(Command):
    """Give the money back."""


class Paid(Notice):
    """The gateway says yes."""

    receipt: str


class Declined(Notice):
    """The gateway says no."""

    code: str


class Lost(Notice):
    """The gateway's answer is unknown."""


class Returned(Notice):
    """The money is back."""


class Kept(Notice):
    """The money is not back."""

    code: str


def pay(state: None, command: Pay, ctx: Context) -> Paying:
    """Ask for money."""
    return Paying(amount=command.amount)


def settle(state: Paying | Doubtful, command: Paid, ctx: Context) -> Settled:
    """It came."""
    return Settled(receipt=command.receipt)


def fail(state: Paying | Doubtful, command: Declined, ctx: Context) -> Failed:
    """It did not."""
    return Failed(code=command.code)


def doubt(state: Paying, command: Lost, ctx: Context) -> Doubtful:
    """Nobody knows."""
    return Doubtful(amount=state.amount)


def give_back(state: Settled, command: GiveBack, ctx: Context) -> Returning:
    """Order it back."""
    return Returning(amount=1)


def returned(state: Returning, command: Returned | Kept, ctx: Context) -> Failed:
    """It is back, or not."""
    return Failed(code="returned" if isinstance(command, Returned) else command.code)


def charge(state: Paying) -> Ask[Paid, Declined, Lost]:
    """Ask once."""
    return Ask("pay", "charge", f"bill:{state.amount}", Charged(amount=state.amount))


def look_up(state: Doubtful) -> Query[Paid, Declined]:
    """Ask what became of it."""
    return Query("pay", "query", f"bill:{state.amount}", Charged(amount=state.amount))


def refund(state: Returning) -> Order[Returned, Kept]:
    """Order until answered."""
    return Order("pay", "refund", "refund:1", Charged(amount=state.amount))


def post(state: Settled) -> Tell:
    """Tell the HIS."""
    return Tell("his", "paid", state.receipt, Charged(amount=0))


payment: Workflow[Any, Any] = Workflow(
    "payment",
    Title("付款", "Payment"),
    transitions=(pay, settle, fail, doubt, give_back, returned),
    effects=(charge, look_up, refund, post),
)
