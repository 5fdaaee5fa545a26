"""Numbers of one institution for those of another (患者标识交叉引用, IHE PIX)."""

from collections.abc import Collection

import attrs

from ehealthcard.codes import CodeKinds, IssuerKind, RecognisedCode
from ehealthcard.errors import UnknownCodeError
from ehealthcard.identity import SubjectId
from ehealthcard.monitor.access import Action
from ehealthcard.ports import PatientNumber
from ehealthcard.services.foundation.code_binding import Bound
from ehealthcard.workflow import Actor

from .binding_desk import BindingDesk
from .guard import Guard
from .office import Office
from .resolving import Resolving

NUMBERS = ("medical-record", "admission-number", "visit-card")
"""The kinds that an institution knows its patients by."""


@attrs.frozen
class Identifier:
    """One number of a person at one institution."""

    authority: str
    """Code of who gave it out (assigning authority)."""

    kind: str
    value: str = attrs.field(repr=False)


@attrs.frozen
class CrossReference:
    """The view of a patient index over bound codes; also ``Ports.patients`` of a desk.

    It knows what was bound here and nothing else; two numbers are of one person because
    both lead to one card, never because they look alike.
    """

    office: Office = attrs.field(repr=False)
    kinds: CodeKinds = attrs.field(repr=False)

    @property
    def authorities(self) -> frozenset[str]:
        """The institutions whose numbers are known here."""
        hospital = IssuerKind.HOSPITAL
        found = (k.issuer for k in self.kinds if k.issued_by is hospital)
        return frozenset(issuer for issuer in found if issuer)

    def identifiers(
        self,
        code: RecognisedCode,
        *,
        by: Actor,
        authorities: Collection[str] = (),
    ) -> tuple[Identifier, ...]:
        """Return the other numbers of who *code* leads to.

        Args:
            code: A number whose institution is known, such as from
                ``desk.codes.kinds.read("medical-record", "4711", issuer="H1")``.
            by: Staff, or an institution's own system (role ``his``).
            authorities: Only these institutions' numbers; all if empty.

        Raises:
            AccessDeniedError: *by* is neither.
            UnknownCodeError: An authority is not known here.
            CodeNotBoundError: The number leads to nobody.
            CodeDisputedError: Two people claim it.

        """
        if not by.roles & {"his"}:
            Guard(self.office).pass_to(by, Action.LIST)
        if not set(authorities) <= self.authorities:
            raise UnknownCodeError
        subject = Resolving(self.office).find(code)
        wanted = set(authorities) or self.authorities
        return tuple(
            one
            for one in self._all(subject)
            if one.authority in wanted
            and (one.authority, one.kind, one.value)
            != (code.issuer, code.kind.binds_as, code.value)
        )

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        """See :class:`ehealthcard.ports.PatientIndex`."""
        return tuple(
            PatientNumber(one.authority, one.value)
            for one in self._all(subject)
            if one.kind in NUMBERS
        )

    def _all(self, subject: SubjectId) -> list[Identifier]:
        """Return the numbers at institutions that lead to *subject* now."""
        desk, now = BindingDesk(self.office), self.office.now
        found: list[Identifier] = []
        for row in self.office.storage.bindings_of(subject):
            state = desk.state_of(row) if row.leads(now) else None
            if isinstance(state, Bound) and state.issuer in self.authorities:
                found.append(Identifier(state.issuer, state.kind, state.value))
        return found
