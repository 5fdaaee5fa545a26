"""What must be known before a record is built, read or merged."""

from typing import Annotated

from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardStatus, SubjectId
from ehealthcard.models import PRIVATE
from ehealthcard.ports import Inquiry, ResidenceReading
from ehealthcard.ports.access import access_facts
from ehealthcard.rules.access import AccessFacts
from ehealthcard.rules.health_records.standing import RecordSeen, seen
from ehealthcard.rules.standing import FamilyDoctorStanding
from ehealthcard.rules.stays import StayStanding
from ehealthcard.workflow import CARD, Facts, State, links

from .commands import Merge
from .states import Active, Filed, Merged, Moving

RECORD = "health-record"


class BuildFacts(Facts):
    """What must be known before a record is built."""

    status: CardStatus | None
    age: int | None
    exists: bool = False
    """Whether the holder has a record in force, or one that was merged."""

    reading: Annotated[ResidenceReading | None, PRIVATE] = None
    """What the registers say; ``None`` if nobody can be asked."""


class ReadFacts(Facts):
    """What must be known of who reads."""

    access: AccessFacts
    contracted: bool = False
    """Whether a family doctor contract of the holder is with the reader's team."""

    present: bool = False
    """Whether the holder is at the reader's institution: scanned in, or in bed."""


class MergeFacts(Facts):
    """What must be known of the record that goes on."""

    into: RecordSeen | None = None
    same_birth: bool = False
    same_sex: bool = False
    is_target: bool = False
    """Whether others were merged into the case's own record."""


def build_facts(ask: Inquiry) -> BuildFacts:
    """Look at the holder's card and records, and into the registers if they answer."""
    holder, registry = ask.holder(), ask.ports.residence
    reading = None
    if registry is not None and holder is not None:
        try:
            reading = registry.reading(holder.card_id)
        except OutsideUnavailableError:
            reading = None
    return BuildFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        exists=any(map(_stands, ask.related(CARD, ask.subject, RECORD))),
        reading=reading,
    )


def read_facts(ask: Inquiry) -> ReadFacts:
    """Look at cards and grants, at the holder's contract and where the holder is."""
    return ReadFacts(
        access=access_facts(ask), contracted=_contracted(ask), present=_present(ask)
    )


def merge_facts(ask: Inquiry) -> MergeFacts:
    """Look at the other record, and whether the two holders may be one person."""
    command = ask.command
    if not isinstance(command, Merge):
        return MergeFacts()
    found = (seen(s) for s in ask.related("health-file", command.into, RECORD))
    other = next((r for r in found if r and r.file == command.into), None)
    is_target = _is_target(ask)
    mine, theirs = ask.holder(), ask.holder(SubjectId(other.card)) if other else None
    if mine is None or theirs is None:
        return MergeFacts(into=other, is_target=is_target)
    return MergeFacts(
        into=other,
        same_birth=mine.birth_date == theirs.birth_date,
        same_sex=mine.sex == theirs.sex,
        is_target=is_target,
    )


def _stands(state: State) -> bool:
    return isinstance(state, Active | Moving | Merged)


def _is_target(ask: Inquiry) -> bool:
    state = ask.state
    if not isinstance(state, Filed):
        return False
    near = ask.related("health-file", state.file, RECORD)
    return any(isinstance(s, Merged) and s.into == state.file for s in near)


def _contracted(ask: Inquiry) -> bool:
    return any(
        isinstance(s, FamilyDoctorStanding) and s.is_with(ask.actor)
        for s in ask.related(CARD, ask.subject, "family-doctor-contract")
    )


def _present(ask: Inquiry) -> bool:
    org = ask.actor.org
    if org is None:
        return False
    entries = ask.related(CARD, ask.subject, "admission-scan")
    if any(("inside", org) in links(s) for s in entries):
        return True
    stays = ask.related(CARD, ask.subject, "inpatient-certificate")
    return any(isinstance(s, StayStanding) and s.org == org for s in stays)
