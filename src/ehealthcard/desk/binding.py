"""Keeping storage's table of codes true to the cases that hold them (码映射投影)."""

from typing import TYPE_CHECKING

from ehealthcard.codes import digest
from ehealthcard.identity import SubjectId
from ehealthcard.ports import BindingRow
from ehealthcard.workflow import KnownBy

if TYPE_CHECKING:
    from .work import Work


def rebind(
    work: "Work",
    subject: SubjectId,
    case: str,
    held: frozenset[KnownBy],
    holds: frozenset[KnownBy],
) -> None:
    """Give back what a case no longer holds and enter what it holds now.

    Raises:
        ClaimTakenError: Another case holds such a code.

    """
    key, storage = work.vault.keys.lookup, work.storage
    for known in held - holds:
        storage.unbind(digest(key, known.kind, known.issuer, known.value), case)
    for known in holds - held:
        name = digest(key, known.kind, known.issuer, known.value)
        make_room(work, name)
        storage.bind(
            BindingRow(name, subject, case, known.since, known.until, known.disputed)
        )


def make_room(work: "Work", name: bytes) -> None:
    """Let time do its work on whoever had the code for a term that is over."""
    row = work.storage.binding(name)
    if row is not None and row.until is not None and row.until < work.now:
        event = work.storage.last(row.case)
        if event is not None:
            work.catch_up(work.load(event))
