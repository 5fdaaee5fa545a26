"""Scanning foreign cards (跨域扫码核验): by their issuer, or by the list alone."""

from datetime import datetime, timedelta

import attrs

from ehealthcard.crypto import derive
from ehealthcard.errors import (
    CardError,
    CodeError,
    CrossDomainError,
    EHealthCardError,
    GateError,
    IssuerAnswerError,
    IssuerOnlyError,
    OutsideUnavailableError,
)
from ehealthcard.identity import Card, CardStatus, Pseudonym, SubjectId
from ehealthcard.ports import (
    CodeQuestion,
    ForeignIdentity,
    ForeignRefusal,
    IssuerGateway,
    NationalIndex,
    Unclear,
)
from ehealthcard.ports.telemetry import SCANS
from ehealthcard.qr import Tier, UnverifiedCode, Verdict, VerifiedCode, verify_code
from ehealthcard.qr.directory import Member
from ehealthcard.qr.types import LEEWAY
from ehealthcard.rules.crossing import CrossPolicy, Limit, offline_limits
from ehealthcard.rules.standing import require_active
from ehealthcard.workflow import Actor, Terminal

from .circuit import Circuits
from .foreign_trust import ForeignTrust
from .names import new_case
from .office import Office
from .refusals import as_error
from .routing import Route, Router
from .scanning import Proof, Scan, Visit
from .using import NO_TIER, OK, Use, UseLog
from .visitors import TERM, ForeignVisitor, Visitors

KEPT = timedelta(days=1)
"""How long a used text is remembered that does not say when it ends."""

OK_LIMITED = "OK_LIMITED"


@attrs.frozen
class _Question:
    """A foreign code, where it was scanned, and what it is claimed by."""

    text: str = attrs.field(repr=False)
    route: Route
    visit: Visit
    verified: VerifiedCode | None = None
    """The code, where this desk itself could check it."""

    @property
    def key(self) -> bytes:
        """16 bytes by which the use of the code is remembered."""
        if self.verified is not None:
            return self.verified.replay_key
        code = self.route.code
        if isinstance(code, UnverifiedCode):
            return code.suite.digest(b"ehealthcard/foreign\0" + code.payload)[:16]
        return code.digest


@attrs.define(eq=False)
class CrossDomain:
    """A desk that also reads the cards of other card managers.

    Args:
        trust: The desk, and what it believes of the others.
        gateway: How the others are asked; ``None``: they are not.
        index: Who knows the issuer of a national text that does not name it.
        policy: When the others are asked, and what is believed without them.

    """

    trust: ForeignTrust
    gateway: IssuerGateway | None = None
    index: NationalIndex | None = None
    policy: CrossPolicy = attrs.field(factory=CrossPolicy)
    circuits: Circuits = attrs.field(factory=Circuits, init=False, repr=False)

    def scan(
        self, text: str, *, by: Terminal, second_factor: Proof | None = None
    ) -> Scan | ForeignVisitor:
        """Return whose code it is, and use it up; a use-card record is written.

        This desk's own codes go through its own scan.

        Raises:
            CodeError: The code is not believed, here or by its issuer.
            CardError: The code is genuine, but the card is lost or not active.
            GateError: The card is revoked, or the policy does not accept the code
                without its issuer.
            CrossDomainError: The issuer is not trusted, silent or not believable.
            OutsideUnavailableError: The national index does not answer.

        """
        desk = self.trust.desk
        visit = Visit(new_case(desk.office.now), by, desk.office.now)
        try:
            route = Router(self.trust, self.index).route(text)
        except _REFUSALS as error:
            self._note(visit, None, error.code, None)
            raise
        if route is None:
            return desk.scan(text, by=by, second_factor=second_factor)
        try:
            return self._foreign(_Question(text, route, visit))
        except _REFUSALS as error:
            self._note(visit, None, error.code, route.tier)
            raise

    def receive(
        self, visitor: ForeignVisitor, *, by: Actor, term: timedelta = TERM
    ) -> Card:
        """Give a visitor a card here, without a name, so that cases can be opened.

        Within its term the visitor is known again by it, whichever code is shown.

        Raises:
            RuleViolationError: The actor lacks the role ``registrar``.

        """
        visitors = Visitors(self.trust.desk.office)
        return visitors.receive(visitor.visiting_id, by, term)

    def refresh(self, issuer: str) -> None:
        """Fetch the revocations of *issuer*, as is to be done every few minutes.

        Raises:
            OutsideUnavailableError: It does not answer.
            CrossDomainError: It is not trusted, or its answer is not its own.
            TrustError: Its bundle is refused.

        """
        if self.gateway is None:
            raise OutsideUnavailableError
        self.trust.take_bundle(issuer, self.gateway.revocations(issuer))

    def _foreign(self, asked: _Question) -> ForeignVisitor:
        member = self.trust.member(asked.route.issuer)
        asked = attrs.evolve(asked, verified=_checked(asked, member))
        if not self._asks(member, asked.verified):
            return self._offline(asked, silent=False)
        answer = self._answer(asked)
        if isinstance(answer, Unclear):
            return self._offline(asked, silent=True)
        if isinstance(answer, ForeignRefusal):
            raise as_error(answer.code)
        return self._online(asked, answer)

    def _asks(self, member: Member, verified: VerifiedCode | None) -> bool:
        """Return whether the issuer is to be asked: by the list and by the policy."""
        if "online" not in member.manager.use or self.policy.asking == "never":
            return False
        return self.policy.asking == "always" or verified is None

    def _answer(self, asked: _Question) -> ForeignIdentity | ForeignRefusal | Unclear:
        """Ask the issuer, unless it has been silent just now."""
        issuer, now = asked.route.issuer, asked.visit.at
        if self.gateway is None or self.circuits.is_open(issuer, now):
            return Unclear()
        try:
            answer = self.gateway.verify(issuer, self._question(asked))
        except OutsideUnavailableError:
            answer = Unclear()
        if isinstance(answer, Unclear):
            self.circuits.failed(issuer, self.trust.desk.office.now)
        else:
            self.circuits.answered(issuer)
        return answer

    def _question(self, asked: _Question) -> CodeQuestion:
        """Return the question; the same code again makes the same one."""
        issuer, by = asked.route.issuer, asked.visit.by
        lookup = self.trust.desk.keys.lookup
        name = derive(lookup, "foreign-question", issuer.encode(), asked.key)
        return CodeQuestion(
            request_id=name.hex()[:32],
            code=asked.text,
            purpose=by.step.value,
            audience=by.audience,
        )

    def _online(self, asked: _Question, said: ForeignIdentity) -> ForeignVisitor:
        """Accept what the issuer said, unless it cannot be."""
        visit = asked.visit
        if said.tier != asked.route.tier.value or said.good_until <= visit.at:
            raise IssuerAnswerError
        status = CardStatus(said.status)
        if not (status is CardStatus.TEMPORARY and asked.route.tier is Tier.TEMPORARY):
            require_active(status)
        visitor = self._visitor(asked, ())
        return self._use_up(
            asked,
            attrs.evolve(
                visitor,
                online=True,
                pseudonym=Pseudonym(said.pseudonym),
                name=said.name,
                assurance=said.assurance,
                good_until=said.good_until,
            ),
        )

    def _offline(self, asked: _Question, *, silent: bool) -> ForeignVisitor:
        """Accept what the list and the policy let this desk believe alone."""
        route, at = asked.route, asked.visit.at
        age = self.trust.age(route.issuer, at)
        limits = offline_limits(self.policy, route.tier, age, silent=silent)
        self.trust.member(route.issuer, "offline")
        if asked.verified is None:
            raise IssuerOnlyError
        self.trust.require_good(route.issuer, asked.verified)
        return self._use_up(asked, self._visitor(asked, limits))

    def _visitor(self, asked: _Question, limits: tuple[Limit, ...]) -> ForeignVisitor:
        route, visitors = asked.route, Visitors(self.trust.desk.office)
        name = visitors.visiting_id(route.issuer, route.card_id)
        return ForeignVisitor(
            issuer=route.issuer,
            verdict=Verdict.LIMITED if limits else Verdict.ACCEPT,
            limits=limits,
            tier=route.tier,
            online=False,
            record=asked.visit.record,
            at=asked.visit.at,
            visiting_id=name,
            card=visitors.card(name),
        )

    def _use_up(self, asked: _Question, visitor: ForeignVisitor) -> ForeignVisitor:
        """Claim the code and write the record, in one transaction."""
        office, visit = self.trust.desk.office, asked.visit
        outcome = OK_LIMITED if visitor.limits else OK
        subject = visitor.card.subject if visitor.card else None
        until = _forgotten(asked.verified, visit.at)

        def claim() -> None:
            office.storage.claim_code(asked.key, until=until)
            _write(office, visit, Use(visitor.tier.value, subject, outcome))

        office.atomically(claim)
        office.telemetry.count(SCANS, tier=visitor.tier.value, outcome=outcome)
        return visitor

    def _note(
        self, visit: Visit, subject: SubjectId | None, outcome: str, tier: Tier | None
    ) -> None:
        office = self.trust.desk.office
        said = tier.value if tier else NO_TIER
        use = Use(said, subject, outcome)
        office.atomically(lambda: _write(office, visit, use))
        office.telemetry.count(SCANS, tier=said, outcome=outcome)


def _write(office: Office, visit: Visit, use: Use) -> None:
    """Write the use-card record of a visit."""
    UseLog(office).note(use, visit.by, at=visit.at, name=visit.record)


_REFUSALS: tuple[type[EHealthCardError], ...] = (
    CodeError,
    CardError,
    GateError,
    CrossDomainError,
    OutsideUnavailableError,
)


def _checked(asked: _Question, member: Member) -> VerifiedCode | None:
    """Return the code if the list lets it be checked here; a forged one raises."""
    code, visit = asked.route.code, asked.visit
    if not isinstance(code, UnverifiedCode) or not code.form.is_signed:
        return None
    verified = verify_code(
        code,
        keys=member.keys,
        at=visit.at,
        expected_audience=visit.by.audience if code.is_bound else None,
    )
    member.require_term(verified)
    return verified


def _forgotten(verified: VerifiedCode | None, now: datetime) -> datetime:
    """Return until when a used code must be remembered."""
    if verified is None:
        return now + KEPT
    return verified.expires_at + LEEWAY + timedelta(seconds=1)
