"""Visit records at work (就医记录查询): ask, fan out, put together, take along."""

import secrets
from collections.abc import Iterator, Sequence
from hashlib import sha256

import attrs

from ehealthcard.errors import NotAllowedError, OutsideUnavailableError
from ehealthcard.identity import Card, SubjectId
from ehealthcard.ports import Documents, Institution, PatientNumber
from ehealthcard.rules.access import accessed
from ehealthcard.rules.encounters import OrgAnswer, Outcome, RecordsWanted
from ehealthcard.services.visit_record_query import (
    Answered,
    Ask,
    Authorise,
    BreakGlass,
    Collect,
    Export,
    Fetching,
    Requested,
    VisitRecordQuery,
    document_of,
    visit_record_query,
)
from ehealthcard.services.visit_record_query.rules import (
    NO_DOCUMENTS,
    NO_INSTITUTIONS,
)
from ehealthcard.workflow import SYSTEM, Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .fan_out import FanOut, Question
from .retired import one_person

Query = Case[VisitRecordQuery]
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that nobody takes for one another."""

LENGTH = 12


@attrs.frozen
class TakenFile:
    """A file that only its password opens.

    Args:
        query: The case, which has it on record.
        data: The file.
        media_type: What it is, such as ``application/pdf``.
        password: Made for this one file and kept nowhere; hand it over by another way.

    """

    query: Query
    data: bytes = attrs.field(repr=False)
    media_type: str
    password: str = attrs.field(repr=False)


@attrs.frozen
class VisitRecords:
    """What an app's page of visit records does.

    The HISs are those of ``desk.ports.institutions``. Keep one of these for the life
    of a process: it remembers which of them leave questions unanswered.

    Args:
        desk: The desk.

    """

    desk: ServiceDesk
    fan_out: FanOut = attrs.field(factory=FanOut, kw_only=True)

    def ask(
        self,
        card: Card,
        command: Ask | BreakGlass,
        *,
        by: Actor,
        key: str | None = None,
    ) -> Query:
        """Ask, authorise and fetch; what must be proved first waits as ``Requested``.

        Raises:
            RuleViolationError: *by* may not ask; that is on record. Or a second proof
                is needed (``STEP_UP_REQUIRED``): prove it and :meth:`go_on`. Or no
                institution is connected.
            CardError: The card is not active.

        """
        if not self.desk.ports.institutions:
            raise NO_INSTITUTIONS.broken()
        query = self.desk.start(visit_record_query, card, command, by=by, key=key)
        newest = Casework(self.desk.office).case(visit_record_query, query.id)
        if not isinstance(newest.state, Requested):
            return newest  # the same key came before
        return self.go_on(newest, by=by)

    def go_on(self, query: Query, *, by: Actor) -> Query:
        """Authorise a question that was asked, and fetch the answers.

        Raises:
            RuleViolationError: It is not *by*'s question, or needs a second proof.
            NotAllowedError: It is beyond that already.

        """
        command = Authorise()
        allowed = self.desk.execute(visit_record_query, query, command, by=by)
        return self.fetch(allowed)

    def fetch(self, query: Query) -> Query:
        """Ask all institutions at once and put together what they say.

        Nothing is locked meanwhile: the database is not touched while HISs are asked.

        Raises:
            NotAllowedError: The question is not authorised, or lapsed while it waited.

        """
        state = query.state
        if not isinstance(state, Fetching):
            raise NotAllowedError(
                workflow=visit_record_query.name,
                command="Collect",
                state=type(state).__name__,
            )
        command = Collect(answers=self._answers(query.subject, state))
        return self.desk.execute(
            visit_record_query, query, command, by=SYSTEM, on_newest=True
        )

    def take_along(self, query: Query, *, by: Actor) -> TakenFile:
        """Make a file of the answers, sealed with a password made for it.

        Raises:
            RuleViolationError: *by* has not asked, or the desk makes no files.
            NotAllowedError: There are no answers, or not any more.

        """
        documents: Documents | None = self.desk.ports.documents
        if documents is None:
            raise NO_DOCUMENTS.broken()
        newest = Casework(self.desk.office).case(visit_record_query, query.id)
        state = newest.state
        if not isinstance(state, Answered):
            raise NotAllowedError(
                workflow=visit_record_query.name,
                command="Export",
                state=type(state).__name__,
            )
        content = document_of(state)
        access = accessed(
            by,
            state.grounds,
            self.desk.office.now,
            action="export",
            what=newest.id,
            of="就医记录",
        )
        password = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        made = documents.make(content, watermark=access.watermark, password=password)
        command = Export(
            content_sha256=content.sha256,
            file_sha256=sha256(made.data).hexdigest(),
            watermark=access.watermark,
        )
        done = self.desk.execute(visit_record_query, newest, command, by=by)
        return TakenFile(done, made.data, made.media_type, password)

    def _answers(self, subject: SubjectId, state: Fetching) -> tuple[OrgAnswer, ...]:
        """Return what all institutions say, of all cards that became one.

        Without an index, each knows the cards.
        """
        institutions = self.desk.ports.institutions
        index, known = self.desk.ports.patients, list[PatientNumber]()
        cards = one_person(self.desk.office.work(), subject)
        if index is not None:
            try:
                known = [number for card in cards for number in index.numbers(card)]
            except OutsideUnavailableError:
                return tuple(_silent(i, Outcome.UNAVAILABLE) for i in institutions)
        questions, elsewhere = list[Question](), list[OrgAnswer]()
        for institution in institutions:
            numbers = tuple(dict.fromkeys(_numbers(institution, known)))
            if index is None and len(cards) > 1:
                numbers = cards
            if index is not None and not numbers:
                elsewhere.append(_silent(institution, Outcome.NOT_A_PATIENT))
                continue
            wanted = RecordsWanted(
                card=subject,
                patients=numbers,
                kinds=state.kinds,
                first=state.first,
                last=state.last,
            )
            questions.append((institution, wanted))
        return (*self.fan_out.ask(questions), *elsewhere)


def _numbers(institution: Institution, known: Sequence[PatientNumber]) -> Iterator[str]:
    return (n.number for n in known if n.org == institution.org)


def _silent(institution: Institution, outcome: Outcome) -> OrgAnswer:
    return OrgAnswer(org=institution.org, name=institution.name, outcome=outcome)
