"""Whether a database is whole: what the raw tables must say together.

Each check is a function in :data:`CHECKS`; what is stored besides joins by one more.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import attrs

from ehealthcard import ServiceDesk
from ehealthcard.adapters.storage.sql.moments import to_micros
from ehealthcard.adapters.storage.sql.schema import (
    CARDS,
    CLAIMS,
    EVENTS,
    HEADS,
    LINKS,
    OUTBOX,
    RECEIPTS,
    SUBJECTS,
)
from ehealthcard.monitor import verify_audit
from ehealthcard.workflow import CARD, Claim, links

from .raw import Rows, rows

Row = dict[str, Any]


@attrs.frozen(slots=False)
class Stored:
    """All that is stored, and a desk that can read what is sealed."""

    desk: ServiceDesk
    events: Rows
    heads: Rows
    links: Rows
    claims: Rows
    receipts: Rows
    outbox: Rows
    cards: Rows
    subjects: Rows

    @cached_property
    def histories(self) -> dict[str, list[Row]]:
        found = defaultdict[str, list[Row]](list)
        for event in sorted(self.events, key=lambda e: (e["case_id"], e["version"])):
            found[event["case_id"]].append(event)
        return dict(found)

    @cached_property
    def names(self) -> set[str]:
        return {f"{e['case_id']}-{e['version']}" for e in self.events}

    @cached_property
    def open_cases(self) -> set[str]:
        return {
            case
            for case, (*_, last) in self.histories.items()
            if self.state_class(last) not in self.workflow(last).finals
        }

    def workflow(self, event: Row) -> Any:
        return self.desk.catalogue.named[event["workflow"]]

    def state_class(self, event: Row) -> Any:
        return self.workflow(event).states[event["state"]]

    def event_of(self, message: str) -> tuple[str, str]:
        case, version, effect = message.split("-", 2)
        return f"{case}-{version}", effect


def versions_are_dense(s: Stored) -> Iterator[str]:
    for case, events in s.histories.items():
        if [e["version"] for e in events] != list(range(1, len(events) + 1)):
            yield f"{case} lacks a version or has one twice"
        if len({(e["workflow"], e["subject"]) for e in events}) != 1:
            yield f"{case} changes its service or its subject"


def heads_are_the_newest_events(s: Stored) -> Iterator[str]:
    same = ("case_id", "version", "workflow", "subject", "state")
    heads = {tuple(h[name] for name in same) for h in s.heads}
    newest = {tuple(e[-1][name] for name in same) for e in s.histories.values()}
    yield from (f"a head or its event is missing: {odd}" for odd in heads ^ newest)


def nothing_hangs_in_the_air(s: Stored) -> Iterator[str]:
    for what, found in (("link", s.links), ("claim", s.claims)):
        for row in found:
            if row["case_id"] not in s.open_cases:
                yield f"a {what} of no open case: {row}"
    for receipt in s.receipts:
        if f"{receipt['case_id']}-{receipt['version']}" not in s.names:
            yield f"a receipt of no event: {receipt}"
    subjects = {row["subject"] for row in s.subjects}
    for row in (*s.heads, *s.cards):
        if row["subject"] not in subjects:
            yield f"nobody's: {row}"
        if row["case_id"] not in s.histories:
            yield f"a card without a life: {row}"


def messages_belong_to_events_that_declare_them(s: Stored) -> Iterator[str]:
    by_name = {f"{e['case_id']}-{e['version']}": e for e in s.events}
    for message in s.outbox:
        name, effect = s.event_of(message["id"])
        event = by_name.get(name)
        if event is None or message["case_id"] != event["case_id"]:
            yield f"a message of no event: {message['id']}"
            continue
        state = s.state_class(event)
        effects = s.workflow(event).consequences
        if not any(
            e.call.__name__ == effect == message["effect"] and e.source is state
            for e in effects
        ):
            yield f"{event['state']} declares no {effect}: {message['id']}"


def causes_are_on_record(s: Stored) -> Iterator[str]:
    for event in s.events:
        cause = event["cause"]
        if cause and cause not in s.names and s.event_of(cause)[0] not in s.names:
            yield f"{event['case_id']}-{event['version']} has no such cause: {cause}"


def newest_states_hold_what_they_declare(s: Stored) -> Iterator[str]:
    """Timers, links and claims, worked out anew from the sealed state."""
    held, linked = _by_case(s.claims, "name"), _by_case(s.links, "kind", "link_to")
    for head in s.heads:
        case, workflow = head["case_id"], s.workflow(head)
        event = s.desk.storage.last(case)
        assert event is not None
        state = s.desk.office.work().load(event).state
        assert state is not None
        due = workflow.deadline(state)
        if head["due_at"] != (to_micros(due.last) if due else None):
            yield f"{case} ends at another moment than it says"
        if case not in s.open_cases:
            continue
        values = [v for _, v, _ in workflow.bring_about(None, state)]
        if held[case] != {(v.name,) for v in values if isinstance(v, Claim)}:
            yield f"{case} holds other claims than it declares: {held[case]}"
        if linked[case] != links(state) | {(CARD, head["subject"])}:
            yield f"{case} has other links than it declares: {linked[case]}"


def the_trail_is_whole(s: Stored) -> Iterator[str]:
    flaw = verify_audit(s.desk.storage, s.desk.keys.suite).flaw
    if flaw:
        yield f"{flaw.kind.en}: chain {flaw.chain}, entry {flaw.number}"


CHECKS: tuple[Callable[[Stored], Iterator[str]], ...] = (
    versions_are_dense,
    heads_are_the_newest_events,
    nothing_hangs_in_the_air,
    messages_belong_to_events_that_declare_them,
    causes_are_on_record,
    newest_states_hold_what_they_declare,
    the_trail_is_whole,
)


def stored(url: str, desk: ServiceDesk) -> Stored:
    """Read everything at one moment."""
    tables = (EVENTS, HEADS, LINKS, CLAIMS, RECEIPTS, OUTBOX, CARDS, SUBJECTS)
    return Stored(desk, *rows(url, *tables))


def flaws(found: Stored) -> list[str]:
    """Return what is not whole, in words."""
    return [flaw for check in CHECKS for flaw in check(found)]


def _by_case(found: Rows, *names: str) -> dict[str, set[tuple[str, ...]]]:
    sets = defaultdict[str, set[tuple[str, ...]]](set)
    for row in found:
        sets[row["case_id"]].add(tuple(row[name] for name in names))
    return sets
