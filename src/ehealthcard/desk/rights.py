"""All that is known of one person, for that person (个人信息副本, PIPL art. 45)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import InvalidInputError, SubjectErasedError
from ehealthcard.identity import Card, SubjectId
from ehealthcard.monitor.access import Action, Asked, Reason
from ehealthcard.ports import MadeDocument, UseRecord
from ehealthcard.rules.access import Grounds, accessed
from ehealthcard.rules.retention import RETENTION
from ehealthcard.services.foundation.rights_request import (
    Fulfil,
    Request,
    Right,
    RightsRequest,
    rights_request,
)
from ehealthcard.workflow import Actor, Event

from .case import Case
from .desk import ServiceDesk
from .guard import Guard
from .reading import read_state
from .told import pages
from .using import uses_of

PAGE = 200
EVERY_USE = 1_000_000
WITHHELD = {"withheld": "特别敏感信息，请本人领取"}
"""Stands for content of a sensitive class that is not open to who takes the copy."""

GROUNDS = {Reason.GUARDIAN: Grounds.GUARDIAN}
"""For whom a copy is printed; a window prints it for the holder."""


@attrs.frozen
class PersonalCopy:
    """Everything about one holder.

    Args:
        request: The case that has it on record.
        data: JSON in UTF-8.
        document: The same to read on paper, where the desk makes files.

    """

    request: Case[RightsRequest]
    data: bytes = attrs.field(repr=False)
    document: MadeDocument | None = attrs.field(repr=False)


@attrs.frozen
class PersonalData:
    """Puts together what a desk knows of somebody, by all cards that became one.

    A report that is not out yet, and one that is handed over in person only, are named
    without their contents. What is especially sensitive is in the copy that the holder
    or a guardian takes himself; in one that a window takes it is marked as withheld,
    unless the holder has consented to its class.

    Args:
        desk: The desk.

    """

    desk: ServiceDesk

    def copy(
        self, card: Card, *, by: Actor, password: str | None = None
    ) -> PersonalCopy:
        """Return a copy of everything, and write down that it was handed over.

        Args:
            card: Whose.
            by: The holder, a minor's guardian, or a window.
            password: Seals the PDF; the JSON is not sealed.

        Raises:
            AccessDeniedError: *by* may not take it.
            RuleViolationError: The same by the rules of the request, on record.

        """
        office = self.desk.office
        decision = Guard(office).look(Asked(by, Action.TAKE, card.subject))
        asked = self.desk.start(rights_request, card, Request(right=Right.COPY), by=by)
        told = self._told(card, by)
        data = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
        digest = sha256(data).hexdigest()
        done = self.desk.execute(rights_request, asked, Fulfil(digest=digest), by=by)
        document = None
        if office.ports.documents is not None:
            look = accessed(
                by,
                GROUNDS.get(decision.reason, Grounds.SELF),
                office.now,
                action="export",
                what=asked.id,
                of="个人信息副本",
            )
            document = office.ports.documents.make(
                pages(told), watermark=look.watermark, password=password
            )
        return PersonalCopy(done, data, document)

    def _told(self, card: Card, by: Actor) -> dict[str, Any]:
        office = self.desk.office
        mine = office.everybody(card.subject)
        person, *merged = [
            known and json.loads(known.to_json())
            for known in map(office.vault.person, mine)
        ]
        return {
            "made_at": office.now.astimezone(SHANGHAI).isoformat(),
            "person": person,
            "merged": merged,
            "cards": [
                {"card_id": row.card_id, "status": row.status}
                for whose in mine
                for row in office.storage.cards_of(whose)
            ],
            "cases": [case for whose in mine for case in self._cases(whose, by)],
            "uses": [_use(use) for use in uses_of(office, card.subject, EVERY_USE)],
            "kept_by_law": [json.loads(kept.to_json()) for kept in RETENTION],
        }

    def _cases(self, subject: SubjectId, by: Actor) -> Iterator[dict[str, Any]]:
        storage, before = self.desk.office.storage, None
        while True:
            found = storage.cases_of(subject, None, before=before, limit=PAGE)
            for event in found:
                yield self._case(event.case, event.workflow, by)
            if len(found) < PAGE:
                return
            before = found[-1].case

    def _case(self, case: str, workflow: str, by: Actor) -> dict[str, Any]:
        named = self.desk.office.catalogue.named
        title = named[workflow].title.zh if workflow in named else workflow
        events = self.desk.office.storage.history(case)
        return {
            "service": workflow,
            "title": title,
            "case": case,
            "events": [self._event(event, by) for event in events],
        }

    def _event(self, event: Event, by: Actor) -> dict[str, Any]:
        return {
            "version": event.version,
            "command": event.command,
            "state": event.state,
            "at": event.at.astimezone(SHANGHAI).isoformat(),
            "by": event.actor,
            "behind": event.behind,
            "content": self._content(event, by),
        }

    def _content(self, event: Event, by: Actor) -> Any:  # noqa: ANN401  # any state's
        """Return what an event said; ``None`` where that was erased or is unknown."""
        office = self.desk.office
        workflow = office.catalogue.named.get(event.workflow)
        if workflow is None or not event.data:
            return None
        with suppress(SubjectErasedError, InvalidInputError):
            state = read_state(office.vault, workflow, event)
            asked = Asked(
                by, Action.TAKE, event.subject, event.workflow, case=event.case
            )
            if not Guard(office).opens(asked, state):
                return WITHHELD
            return json.loads(state.handed_over().to_json())
        return None


def _use(use: UseRecord) -> dict[str, Any]:
    return {
        "at": use.at.astimezone(SHANGHAI).isoformat(),
        "outcome": use.outcome,
        "terminal": use.terminal,
        "org": use.org,
        "place": use.place,
        "channel": use.channel,
        "step": use.step,
    }
