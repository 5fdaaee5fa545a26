"""The counter where cards are issued and scanned and services are run (服务台)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar, cast

import attrs

from ehealthcard.codes import SHIPPED, CodeKinds
from ehealthcard.crypto import KeyRing
from ehealthcard.identity import (
    Card,
    IdScheme,
    MasterIndexProvider,
)
from ehealthcard.monitor import Health, health
from ehealthcard.monitor.access import AccessPolicy, Action, Asked, HouseRules
from ehealthcard.ports import SILENT, Clock, Ports, Storage, Telemetry
from ehealthcard.rules.access import classes_of
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import (
    Actor,
    Catalogue,
    Command,
    Facts,
    Notice,
    Policy,
    Signal,
    State,
    Timeline,
    Workflow,
)

from .case import Case, Happening
from .casework import Casework
from .client_builds import ClientBuilds
from .code_counter import CodeCounter
from .counter import CardCounter
from .guard import Guard
from .job import Job
from .looking import CaseLookout
from .next_steps import EntryScreens
from .office import FactSource, Office
from .rooms import Rooms
from .rounds import CaseRounds

S = TypeVar("S", bound=State)
C = TypeVar("C", bound=Command)


def system_clock() -> datetime:
    """Return now by this machine's clock."""
    return datetime.now(UTC)


@attrs.frozen(slots=False, eq=False, kw_only=True)
class ServiceDesk(
    CardCounter, CodeCounter, CaseLookout, CaseRounds, EntryScreens, Rooms
):
    """Everything a hospital does with cards, in its own process and database.

    Args:
        storage: Where everything is kept.
        keys: The card manager's ring.
        catalogue: The services it runs; all of the SDK's by default.
        ports: What it may ask while somebody waits.
        policies: Policy packs of this place, by the service's name.
        facts: Fact sources of this place, in the stead of a service's own.
        clock: Who tells the time.
        scheme: How card IDs are made; by the ring's suite if not said.
        index: Who gives out master indexes (主索引).
        telemetry: Who counts and times; nobody by default.
        access: Who decides who may do and see what, before any service's own rules.
        kinds: The kinds of code that people carry here; those known everywhere by
            default.
        clients: Which builds of client applications are allowed; not asked by default.

    """

    storage: Storage
    keys: KeyRing
    catalogue: Catalogue = CATALOGUE
    ports: Ports = attrs.field(factory=Ports)
    policies: Mapping[str, Timeline[Policy]] = attrs.field(
        factory=dict[str, Timeline[Policy]]
    )
    facts: Mapping[type[Facts], FactSource] = attrs.field(
        factory=dict[type[Facts], FactSource]
    )
    clock: Clock = system_clock
    scheme: IdScheme | None = None
    index: MasterIndexProvider | None = None
    telemetry: Telemetry = SILENT
    access: AccessPolicy = attrs.field(factory=HouseRules)
    kinds: CodeKinds = SHIPPED
    clients: ClientBuilds | None = None
    office: Office = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        office = Office(
            self.storage,
            self.keys,
            self.catalogue,
            self.clock,
            self.ports,
            self.policies,
            self.facts,
            self.scheme,
            self.index,
            self.telemetry,
            self.access,
            self.clients,
        )
        object.__setattr__(self, "office", office)  # frozen, and made of the others

    def start(
        self,
        workflow: Workflow[S, C],
        card: Card | None,
        command: C,
        *,
        by: Actor,
        key: str | None = None,
    ) -> Case[S]:
        """Open a case; the same *key* again returns the first result.

        Args:
            workflow: The service.
            card: Whose case; ``None`` for somebody not yet known.
            command: What is asked.
            by: Who asks.
            key: Idempotency key: a repeated command returns the first result.

        Raises:
            NotAllowedError: The command opens no case.
            RuleViolationError: A rule forbids it; the error's ``rule`` says which.
            KeyReusedError: *key* came with another command.
            StorageError: It could not be written; nothing was.

        """
        subject = card.subject if card else None
        asked = Asked(by, Action.ACT, subject, workflow.name)
        Guard(self.office).require_act(asked, command)
        job = Job(workflow, None, subject, command, by, key)
        return cast("Case[S]", Casework(self.office).run(job))

    def execute(
        self,
        workflow: Workflow[S, C],
        case: Case[S],
        command: C,
        *,
        by: Actor,
        key: str | None = None,
        on_newest: bool = False,
    ) -> Case[S]:
        """Carry out *command* on an open case; the rest as in :meth:`start`.

        Args:
            workflow: The service.
            case: The case as the caller saw it.
            command: What is asked.
            by: Who asks.
            key: Idempotency key.
            on_newest: The command means the case as it is by now, whoever moved it
                since: for commands that commute, such as noting a passage.

        Raises:
            VersionConflictError: *case* is not the newest; reload and look again.
            NotAllowedError: The present state has no arrow for the command.
            RuleViolationError: A rule forbids it now.

        """
        asked = Asked(by, Action.ACT, case.subject, workflow.name, case=case.id)
        Guard(self.office).require_act(asked, command)
        job = Job(workflow, case, case.subject, command, by, key, on_newest)
        return cast("Case[S]", Casework(self.office).run(job))

    def case(self, workflow: Workflow[S, C], case_id: str, *, by: Actor) -> Case[S]:
        """Return what is true of a case now, whether or not the clockwork ran.

        What is opened on the record only, such as a report's content, is left out.

        Raises:
            AccessDeniedError: *by* may not see it.
            CaseNotFoundError: There is no such case of this service.

        """
        found = Casework(self.office).case(workflow, case_id)
        is_open = type(found.state) not in workflow.finals
        classes = classes_of(found.state)
        asked = Asked(
            by, Action.SEE, found.subject, workflow.name, is_open, classes, case_id
        )
        guard = Guard(self.office)
        guard.require(asked)
        return found.shown_to(by, whole=guard.sees_all(asked))

    def cases(
        self,
        workflow: Workflow[S, C],
        card: Card,
        *,
        by: Actor,
        before: str | None = None,
        limit: int = 20,
    ) -> Sequence[Case[S]]:
        """Return the card's cases of one service, newest first, page by page.

        Cases of a sensitive class that *by* may not see are left out of a page.
        *before* is the last case of the page before.

        Raises:
            AccessDeniedError: *by* may not see the holder's past.

        """
        asked = Asked(by, Action.TRACE, card.subject, workflow.name)
        Guard(self.office).look(asked)
        found = Casework(self.office).cases(workflow.name, card.subject, before, limit)
        return cast("Sequence[Case[S]]", Guard(self.office).shown(asked, found))

    def history(
        self, workflow: Workflow[S, C], case: Case[S], *, by: Actor
    ) -> Sequence[Happening[S]]:
        """Return what happened in a case, oldest first.

        Raises:
            AccessDeniedError: *by* may not see the holder's past.
            CaseNotFoundError: There is no such case of this service.

        """
        happenings = Casework(self.office).history(workflow, case.id)
        classes = classes_of(*(one.state for one in happenings))
        asked = Asked(
            by,
            Action.TRACE,
            case.subject,
            workflow.name,
            classes=classes,
            case=case.id,
        )
        guard = Guard(self.office)
        guard.look(asked)
        whole = guard.sees_all(asked)
        return [one.shown_to(by, whole=whole) for one in happenings]

    def allowed(
        self, workflow: Workflow[S, C], case: Case[S]
    ) -> tuple[type[Command], ...]:
        """Return what may be asked of a case now: what a screen would offer."""
        commands = workflow.allows(case.state)
        return tuple(c for c in commands if not issubclass(c, Notice))

    def health(self) -> Health:
        """Return how this desk is; it does not raise where the database is silent."""
        office = self.office
        return health(self.storage, office.now, self.keys, office.ring.fits)

    def occupancy(self, org: str, *, by: Actor) -> int:
        """Return how many people are inside an institution by the gates' count.

        Raises:
            AccessDeniedError: *by* is not staff.

        """
        Guard(self.office).pass_to(by, Action.LIST)
        return self.office.storage.count_related("inside", org)

    def announce(self, signal: Signal) -> int:
        """Let every case concerned know what happened outside; return how many moved.

        Raises:
            CascadeError: It would move too many cases.

        """
        return Casework(self.office).announce(signal)

    def tick(self, case_id: str, *, now: datetime | None = None) -> None:
        """Write down what time has made of a case."""
        Casework(self.office).tick(case_id, now or self.office.now)

    def notify(self, case_id: str, notice: Notice, *, cause: str) -> None:
        """Give a case the answer to the message *cause*, and close the message."""
        Casework(self.office).notify(case_id, notice, cause=cause)
