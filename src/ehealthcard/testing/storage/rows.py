"""Rows, events and messages as storage is given them."""

from datetime import UTC, datetime, timedelta

from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import CardRow, Message, UseRecord
from ehealthcard.workflow import Event

NOW = datetime(2026, 1, 1, 8, 30, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(microseconds=1)
ME, YOU = SubjectId("1" * 32), SubjectId("2" * 32)


def an_event(
    case: str = "c1",
    version: int = 1,
    subject: SubjectId = ME,
    *,
    workflow: str = "w",
    state: str = "Done",
    policy: str | None = None,
    cause: str | None = None,
    behind: SubjectId | None = None,
) -> Event:
    """Return an event as storage sees it: its data is sealed bytes."""
    return Event(
        workflow=workflow,
        case=case,
        subject=subject,
        version=version,
        command="Do",
        state=state,
        data=b"\x00sealed\xff" + bytes([version]),
        actor="nurse-7",
        at=NOW,
        policy=policy,
        cause=cause,
        behind=behind,
    )


def a_message(
    name: str,
    *,
    at: datetime = NOW,
    case: str = "c1",
    to: str = "his",
    number: int = 0,
) -> Message:
    """Return a message as storage sees it."""
    return Message(
        id=name,
        workflow="w",
        case=case,
        subject=ME,
        effect="tell",
        manner="Tell",
        to=to,
        kind="k",
        key=f"key-{name}",
        payload=b"\x00sealed",
        made_at=at,
        not_before=at,
        number=number,
    )


def a_card(number: int = 1, subject: SubjectId = ME, generation: str = "1") -> CardRow:
    """Return a card row."""
    return CardRow(CardId(f"{number:064X}"), subject, f"life-{subject}", generation)


def a_use(name: str, subject: SubjectId | None = ME) -> UseRecord:
    """Return a use-card record."""
    return UseRecord(
        name, subject, "OK", "signed", NOW, "gate-1", "H1", None, "0100", "010101"
    )
