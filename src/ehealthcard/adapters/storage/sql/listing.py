"""Looking over many cases in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Due
from ehealthcard.workflow import Event

from .database import Database, Row
from .events import NEWEST, to_event
from .moments import from_micros, to_micros
from .schema import HEADS

_PAGE = (
    NEWEST.where(HEADS.c.case_id < bindparam("before"))
    .order_by(HEADS.c.case_id.desc())
    .limit(bindparam("most"))
)
_ALL_OF = _PAGE.where(HEADS.c.subject == bindparam("subject"))
_CASES_OF = _ALL_OF.where(HEADS.c.workflow == bindparam("workflow"))
_CASES_IN = _PAGE.where(
    HEADS.c.workflow == bindparam("workflow"), HEADS.c.state == bindparam("state")
)
_DUE = (
    select(HEADS.c.case_id)
    .where(HEADS.c.due_at < bindparam("before"))
    .order_by(HEADS.c.due_at, HEADS.c.case_id)
    .limit(bindparam("most"))
)
_DUE_OF = _DUE.where(HEADS.c.subject == bindparam("subject"))
_AGENDA = (
    select(HEADS.c.due_at, HEADS.c.case_id)
    .where(
        HEADS.c.due_at >= bindparam("at"),  # says less than what follows, by index
        (HEADS.c.due_at > bindparam("at"))
        | ((HEADS.c.due_at == bindparam("at")) & (HEADS.c.case_id > bindparam("case"))),
        HEADS.c.due_at <= bindparam("until"),
    )
    .order_by(HEADS.c.due_at, HEADS.c.case_id)
    .limit(bindparam("most"))
)
_AGENDA_OF = _AGENDA.where(HEADS.c.subject == bindparam("subject"))
_OF_SERVICE = HEADS.c.workflow == bindparam("workflow")
_AGENDAS = {
    (False, False): _AGENDA,
    (True, False): _AGENDA_OF,
    (False, True): _AGENDA.where(_OF_SERVICE),
    (True, True): _AGENDA_OF.where(_OF_SERVICE),
}
"""By whether a subject and whether a service is named."""

_NEXT_DUE = _AGENDA.with_for_update(skip_locked=True)
_BEGINNING = -(2**62)
_LAST_NAME = "~"
"""Sorts behind every case name."""


class SqlListing:
    """See :class:`ehealthcard.ports.CaseStore`."""

    _db: Database

    def cases_of(
        self,
        subject: SubjectId,
        workflow: str | None,
        /,
        *,
        before: str | None,
        limit: int,
    ) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        page = {"subject": subject, "before": before or _LAST_NAME, "most": limit}
        if workflow is None:
            rows = self._db.rows(_ALL_OF, page)
        else:
            rows = self._db.rows(_CASES_OF, {**page, "workflow": workflow})
        return [to_event(row) for row in rows]

    def cases_in(
        self, workflow: str, state: str, /, *, before: str | None, limit: int
    ) -> Sequence[Event]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        values = {
            "workflow": workflow,
            "state": state,
            "before": before or _LAST_NAME,
            "most": limit,
        }
        return [to_event(row) for row in self._db.rows(_CASES_IN, values)]

    def due(
        self, *, before: datetime, limit: int, subject: SubjectId | None = None
    ) -> Sequence[str]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        values = {"before": to_micros(before), "most": limit}
        if subject is None:
            rows = self._db.rows(_DUE, values)
        else:
            rows = self._db.rows(_DUE_OF, {**values, "subject": subject})
        return [row[0] for row in rows]

    def agenda(
        self,
        *,
        until: datetime,
        after: Due,
        limit: int,
        subject: SubjectId | None = None,
        workflow: str | None = None,
    ) -> Sequence[Due]:
        """See :class:`ehealthcard.ports.CaseStore`."""
        values = {
            "at": to_micros(after.at),
            "case": after.case,
            "until": to_micros(until),
            "most": limit,
        }
        if subject is not None:
            values["subject"] = subject
        if workflow is not None:
            values["workflow"] = workflow
        statement = _AGENDAS[subject is not None, workflow is not None]
        return [_due(row) for row in self._db.rows(statement, values)]

    def next_due(self, *, before: datetime, after: Due | None) -> Due | None:
        """See :class:`ehealthcard.ports.CaseStore`."""
        values = {
            "at": to_micros(after.at) if after else _BEGINNING,
            "case": after.case if after else "",
            "until": to_micros(before) - 1,
            "most": 1,
        }
        row = self._db.row(_NEXT_DUE, values)
        return _due(row) if row else None


def _due(row: Row) -> Due:
    return Due(from_micros(row[0]), row[1])
