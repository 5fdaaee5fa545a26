"""What must be known before a report is shown, looked at or recognised."""

from typing import Annotated

from ehealthcard.models import PRIVATE, Model, Moment
from ehealthcard.ports import Inquiry, Institution
from ehealthcard.ports.access import access_facts
from ehealthcard.rules.access import AccessFacts
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.encounters import RecordKind, RecordsWanted
from ehealthcard.rules.recognition import ReportOut, report_out
from ehealthcard.rules.reporting import Digest, ReportKind
from ehealthcard.workflow import Facts

from .commands import Offer, View
from .model import Result, Source
from .states import Shown


class ReportSeen(Model):
    """A released report of this desk, as it is now."""

    report: str
    org: str
    org_name: str
    kind: ReportKind
    version: int
    made_at: Moment
    sha256: Digest
    sensitive: bool
    result: Annotated[Result, PRIVATE]


class OfferFacts(Facts):
    """What must be known of who shows a report, and of the report."""

    access: AccessFacts
    report: ReportSeen | None = None


class CareFacts(Facts):
    """What must be known of a doctor's visit, and of the report."""

    treated: bool | None = None
    """Whether that visit is going on; ``None`` if nobody can be asked."""

    report: ReportSeen | None = None
    """``None`` for what was uploaded."""


def offer_facts(ask: Inquiry) -> OfferFacts:
    """Look at cards, grants and the report."""
    reference = ask.command.reference if isinstance(ask.command, Offer) else None
    return OfferFacts(
        access=access_facts(ask), report=_report(ask, reference) if reference else None
    )


def care_facts(ask: Inquiry) -> CareFacts:
    """Ask the doctor's HIS whether the patient is there, and look at the report.

    A HIS that is not connected has let its doctor in by itself, and is believed.
    """
    state, command = ask.state, ask.command
    treated = _treated(ask, command.encounter) if isinstance(command, View) else None
    ours = isinstance(state, Shown) and state.source is Source.PLATFORM
    reference = state.reference if isinstance(state, Shown) and ours else None
    return CareFacts(
        treated=treated, report=_report(ask, reference) if reference else None
    )


def _report(ask: Inquiry, reference: str) -> ReportSeen | None:
    """Return the holder's own released report of this name."""
    for state in ask.related("report", reference, "report"):
        found = report_out(state)
        if found is not None and found.card in ask.one_person(ask.subject):
            return _seen(found)
    return None


def _seen(found: ReportOut) -> ReportSeen:
    content, sample = found.content, found.sample
    return ReportSeen(
        report=found.report,
        org=found.org,
        org_name=found.org_name,
        kind=found.kind,
        version=found.version,
        made_at=sample.collected_at if sample else found.verified_at,
        sha256=found.rendering.sha256,
        sensitive=found.sensitivity is not None,
        result=Result(
            items=content.items if content else (),
            images=content.images if content else (),
        ),
    )


def _treated(ask: Inquiry, encounter: str) -> bool | None:
    """Return whether the patient's visit is going on at the doctor's institution."""
    known = (i for i in ask.ports.institutions if i.org == ask.actor.org)
    place = next(known, None)
    return None if place is None else _is_open(ask, place, encounter)


def _is_open(ask: Inquiry, place: Institution, encounter: str) -> bool:
    index, today = ask.ports.patients, day_of(ask.now)
    cards = ask.one_person(ask.subject)
    known = [n for card in cards for n in index.numbers(card)] if index else []
    numbers = tuple(dict.fromkeys(n.number for n in known if n.org == place.org))
    if index is None and len(cards) > 1:
        numbers = cards  # without an index, each knows the cards
    wanted = RecordsWanted(
        card=ask.subject,
        patients=numbers,
        kinds=tuple(RecordKind),
        first=today,
        last=today,
    )
    mine = wanted.patients or (wanted.card,)
    return any(
        v.id == encounter
        and v.org == place.org
        and v.patient in mine
        and v.started_at <= ask.now
        and (v.ended_at is None or ask.now <= v.ended_at)
        for v in place.encounters.records(wanted).visits
    )
