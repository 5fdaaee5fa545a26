"""Client applications at work (客户端应用管理): their records, their signed list."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import attrs

from ehealthcard.errors import InvalidKeyError, MalformedBundleError
from ehealthcard.monitor.access import Action
from ehealthcard.monitor.clients import (
    BuildKey,
    ClientFinding,
    ListedBuild,
    build_key,
    make_builds,
    sign_builds,
)
from ehealthcard.monitor.clients.lists import FOREVER, Standing
from ehealthcard.ports import UseAct
from ehealthcard.qr.directory import require_newer
from ehealthcard.services.foundation.client_app import (
    BUILD_UNKNOWN,
    Allowed,
    Build,
    ChangeKeys,
    ClientApp,
    ClientAppCommand,
    DefectKnown,
    Limited,
    RegisterBuild,
    Withdrawn,
    client_app,
)
from ehealthcard.workflow import Actor

from .case import Case
from .casework import Casework
from .desk import ServiceDesk
from .guard import Guard
from .use_keeping import UseKeeper

BOOKMARK = SERIAL = "client-builds"
DAY = timedelta(days=1)
PAGE = 200
STANDINGS: dict[type[Build], Standing] = {
    Allowed: "allowed",
    DefectKnown: "allowed",
    Limited: "limited",
    Withdrawn: "withdrawn",
}
"""What the list says of a build; one that was never inspected is not on it."""


@attrs.frozen(order=True)
class BuildSeen:
    """How often a build was not sound (客户端异常统计)."""

    build: str
    """Application and version; empty where none was named."""

    finding: ClientFinding
    times: int
    actors: int


@attrs.frozen
class ClientApps:
    """The client applications that come to a desk.

    A desk that is given no :class:`ClientBuilds` keeps the records and checks nobody.
    """

    desk: ServiceDesk

    def register(self, command: RegisterBuild, *, by: Actor) -> Case[ClientApp]:
        """Make a build known.

        Raises:
            AccessDeniedError: *by* has no right at all.
            InvalidKeyError: One of its keys is no public key of the desk's suite.
            RuleViolationError: *by* lacks the role ``client-keeper``, or the version is
                registered already (``CLAIM_TAKEN``).

        """
        self._require_keys(command)
        return self.desk.start(client_app, None, command, by=by)

    def case(self, app: str, version: str, *, by: Actor) -> Case[ClientApp]:
        """Return the record of a build that was not withdrawn.

        Raises:
            AccessDeniedError: *by* may not see it.
            RuleViolationError: There is no such build (``CLIENT_BUILD_UNKNOWN``).

        """
        events = self.desk.storage.related("client-build", f"{app}:{version}")
        found = [event for event in events if event.workflow == client_app.name]
        if not found:
            raise BUILD_UNKNOWN.broken()
        return self.desk.case(client_app, found[0].case, by=by)

    def do(
        self, app: str, version: str, command: ClientAppCommand, *, by: Actor
    ) -> Case[ClientApp]:
        """Carry out a command on the record of a build as it is now.

        Raises:
            AccessDeniedError: *by* has no right at all.
            InvalidKeyError: A new key is no public key of the desk's suite.
            RuleViolationError: A rule forbids it; the error's ``rule`` says which.
            NotAllowedError: Its present state has no arrow for the command.

        """
        if isinstance(command, ChangeKeys):
            self._require_keys(command)
        case = self.case(app, version, by=by)
        return self.desk.execute(client_app, case, command, by=by, on_newest=True)

    def publish(self, *, by: Actor, term: timedelta = DAY) -> bytes:
        """Return the list of all builds as they are now, signed with the trust key.

        Time has its say: what is overdue is limited, whether or not the clockwork ran.

        Args:
            by: Who publishes.
            term: How long the list is believed; publish well before it ends.

        Raises:
            AccessDeniedError: *by* does not work here.

        """
        Guard(self.desk.office).pass_to(by, Action.PUBLISH)
        office, now = self.desk.office, self.desk.office.now
        builds = sorted(self._listed(), key=lambda b: (b.app, b.version))
        serial = office.atomically(lambda: office.storage.counter(SERIAL))
        made = make_builds(
            builds, keys=office.keys, serial=serial, at=now, until=now + term
        )
        return sign_builds(made, office.keys)

    def take(self, data: bytes, *, by: Actor) -> None:
        """Take in a list: from now on this process goes by it.

        A refused list leaves everything as it was. What the database keeps is how far
        lists had come, so that no process and no restart goes back to an older one.

        Raises:
            AccessDeniedError: *by* does not work here.
            TrustError: It is refused; the subclass says why.
            StorageError: What is known could not be read or written.

        """
        Guard(self.desk.office).pass_to(by, Action.PUBLISH)
        if self.desk.clients is None:
            raise MalformedBundleError
        self.desk.clients.take(data, self._advance)

    def seen(
        self, since: datetime, until: datetime, *, by: Actor
    ) -> tuple[BuildSeen, ...]:
        """Return which builds were not sound, how often and with how many actors.

        Raises:
            AccessDeniedError: *by* is not staff.

        """
        Guard(self.desk.office).pass_to(by, Action.LIST)
        times: Counter[tuple[str, str]] = Counter()
        actors: dict[tuple[str, str], set[str]] = {}
        for record in UseKeeper(self.desk).records(since, until):
            if record.act is UseAct.CLIENT:
                key = record.place or "", record.outcome
                times[key] += 1
                actors.setdefault(key, set()).add(record.terminal)
        return tuple(sorted(_seen(times, actors)))

    def _advance(self, mark: str) -> None:
        """Write down how far lists have come, unless that would be a step back."""
        storage = self.desk.storage

        def write() -> None:
            known = storage.bookmark(BOOKMARK) or ""
            require_newer(known, mark)
            if known != mark:
                storage.set_bookmark(BOOKMARK, mark)

        self.desk.office.atomically(write)

    def _require_keys(self, command: RegisterBuild | ChangeKeys) -> None:
        for key in command.claim_keys:
            build_key(self.desk.keys.suite, bytes.fromhex(key))

    def _listed(self) -> Iterator[ListedBuild]:
        for state in self._states():
            standing = STANDINGS.get(type(state))
            if standing is not None:
                yield ListedBuild(
                    app=state.app,
                    version=state.version,
                    digests=state.digests,
                    standing=standing,
                    valid_until=_ends(state),
                    keys=tuple(self._keys(state)),
                )

    def _keys(self, state: Build) -> Iterator[BuildKey]:
        """Yield a build's keys, each once; what is none of the suite signs nothing."""
        known = set[str]()
        for text in state.claim_keys:
            with suppress(InvalidKeyError):
                key = build_key(self.desk.keys.suite, bytes.fromhex(text))
                if key.id not in known:
                    known.add(key.id)
                    yield key

    def _states(self) -> Iterator[Build]:
        """Yield the builds as they are now, each once."""
        work, known = Casework(self.desk.office), set[str]()
        for kind in STANDINGS:
            before: str | None = None
            while page := work.worklist(client_app.name, kind.__name__, before, PAGE):
                for case in page:
                    if case.id not in known:
                        known.add(case.id)
                        yield case.state
                before = page[-1].id


def _ends(state: Build) -> int:
    """Return the last second for which the record allows the build, as of now."""
    if isinstance(state, DefectKnown):
        return int(min(state.inspect_by, state.mend_by).timestamp())
    if isinstance(state, Allowed):
        return int(state.inspect_by.timestamp())
    return FOREVER


def _seen(
    times: Mapping[tuple[str, str], int], actors: Mapping[tuple[str, str], set[str]]
) -> Iterator[BuildSeen]:
    for (build, outcome), count in times.items():
        found, who = ClientFinding(outcome), actors[build, outcome]
        yield BuildSeen(build, found, count, len(who))
