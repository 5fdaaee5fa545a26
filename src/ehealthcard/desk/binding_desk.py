"""Binding codes and ending bindings: what is written (码绑定与解绑)."""

from datetime import datetime

import attrs

from ehealthcard.codes import IssuerKind, RecognisedCode, Route
from ehealthcard.errors import (
    ClaimTakenError,
    CodeBoundElsewhereError,
    CodeDisputedError,
    CodeHolderMismatchError,
    CodeNotBindableError,
    CodeNotBoundError,
)
from ehealthcard.identity import Card
from ehealthcard.monitor.access import Action
from ehealthcard.ports import BindingRow
from ehealthcard.rules.code_desk import CODE_DESK
from ehealthcard.rules.standing import require_active
from ehealthcard.services.foundation.code_binding import (
    Bind,
    Bound,
    Held,
    Renew,
    Unbind,
    Unbinding,
    code_binding,
)
from ehealthcard.services.foundation.code_conflict import RaiseClaim, code_conflict
from ehealthcard.workflow import Actor, State

from .acting import acting_as
from .binding import make_room
from .guard import Guard
from .live import Live
from .office import Office
from .registration import Registration
from .vouching import Voucher, Vouching
from .work import Work

ATTEMPTS = 3


def is_own(office: Office, code: RecognisedCode) -> bool:
    """Whether it is this card manager's own code, which is scanned and never bound."""
    if code.kind.route is Route.SCANNED:
        return True
    of_manager = code.kind.issued_by is IssuerKind.CARD_MANAGER
    return of_manager and code.issuer == office.keys.issuer


@attrs.frozen
class BindingDesk:
    """Writes bindings."""

    office: Office

    def bind(
        self, code: RecognisedCode, card: Card, by: Actor, until: datetime | None
    ) -> BindingRow:
        """Let a code lead to a card; see :meth:`.code_map.CodeMap.bind`."""
        self._require_bindable(code, card)
        require_active(card.status)
        voucher = Vouching(self.office).vouch(code, card, by, until)
        for _ in range(ATTEMPTS):
            try:
                found = self.office.atomically(lambda: self._bind(voucher, card, by))
            except ClaimTakenError:
                continue  # somebody bound or claimed it just now: look again
            if isinstance(found, str):
                raise CodeBoundElsewhereError(conflict=found)
            return found
        raise CodeDisputedError

    def unbind(
        self, code: RecognisedCode, card: Card, by: Actor, reason: Unbinding
    ) -> None:
        """End a binding; see :meth:`.code_map.CodeMap.unbind`."""
        Guard(self.office).pass_to(by, Action.TRACE, card.subject)
        known, _ = Vouching(self.office).read(code)

        def write() -> None:
            work = self.office.work()
            row = self._row(work, known)
            live = self._live(work, row) if row else None
            if live is None or live.subject != card.subject:
                raise CodeNotBoundError
            if live.workflow is not code_binding:
                raise CodeNotBoundError  # it ends with its own service
            if not isinstance(live.state, Bound):
                raise CodeDisputedError
            work.carry_out(live, Unbind(reason=reason), by=acting_as(by, CODE_DESK))

        self.office.atomically(write)

    def state_of(self, row: BindingRow) -> State | None:
        """Return the state of the case that wrote *row*."""
        return self._live(self.office.work(), row).state

    def _bind(self, voucher: Voucher, card: Card, by: Actor) -> BindingRow | str:
        """Return the row, or the name of the conflict that stands in the way."""
        work = self.office.work()
        require_active(self.office.card(card.id).status)  # it may be old news
        row = self._row(work, voucher.code)
        if row is None:
            live = work.open(code_binding, card.subject)
            work.carry_out(
                live, _bind_as(live.case, voucher, work), by=acting_as(by, CODE_DESK)
            )
            return self._written(work, voucher.code)
        live = self._live(work, row)
        if row.subject != card.subject:
            return self._contest(work, live, voucher, card, by)
        if row.disputed:
            raise CodeDisputedError
        if isinstance(live.state, Bound) and (better := _better(live.state, voucher)):
            work.carry_out(live, better, by=acting_as(by, CODE_DESK))
        return self._written(work, voucher.code)

    def _contest(
        self, work: Work, live: Live, voucher: Voucher, card: Card, by: Actor
    ) -> str:
        """Open a conflict and return its name."""
        state = live.state
        if not isinstance(state, Held):
            raise CodeHolderMismatchError  # a service here gave it to somebody else
        if not isinstance(state, Bound):
            raise CodeDisputedError
        opened = work.open(code_conflict, card.subject)
        claim = RaiseClaim(
            name=opened.case,
            binding=state.name,
            kind=state.kind,
            issuer=state.issuer,
            value=state.value,
            assurance=voucher.assurance,
            valid_until=voucher.valid_until,
        )
        work.carry_out(opened, claim, by=acting_as(by, CODE_DESK))
        return opened.case

    def _require_bindable(self, code: RecognisedCode, card: Card) -> None:
        """Refuse what leads to a card by itself: its own codes and its document."""
        if is_own(self.office, code):
            raise CodeNotBindableError
        document = code.document
        found = document and Registration(self.office).find(document)
        if found and found.subject != card.subject:
            raise CodeHolderMismatchError
        if found:
            raise CodeNotBindableError

    def _row(self, work: Work, code: RecognisedCode) -> BindingRow | None:
        """Return who has the code; a term that is over is written down first."""
        name = code.digest(self.office.keys.lookup)
        make_room(work, name)
        return work.storage.binding(name)

    def _written(self, work: Work, code: RecognisedCode) -> BindingRow:
        row = work.storage.binding(code.digest(self.office.keys.lookup))
        assert row is not None  # noqa: S101  # it was written in this transaction
        return row

    def _live(self, work: Work, row: BindingRow) -> Live:
        event = work.storage.last(row.case)
        assert event is not None  # noqa: S101  # a row is its case's
        return work.load(event)


def _bind_as(name: str, voucher: Voucher, work: Work) -> Bind:
    code = voucher.code
    return Bind(
        name=name,
        kind=code.kind.binds_as,
        issuer=code.issuer,
        value=code.value,
        source=voucher.source,
        assurance=voucher.assurance,
        valid_from=work.now,
        valid_until=voucher.valid_until,
    )


def _better(state: Bound, voucher: Voucher) -> Renew | None:
    """Return what *voucher* adds; a weaker word neither lowers nor prolongs."""
    if voucher.assurance.rank < state.assurance.rank:
        return None
    until = voucher.valid_until or state.valid_until
    if (state.assurance, state.valid_until) == (voucher.assurance, until):
        return None
    return Renew(source=voucher.source, assurance=voucher.assurance, valid_until=until)
