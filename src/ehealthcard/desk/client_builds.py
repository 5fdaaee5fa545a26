"""Which builds of client applications a desk allows, as of now (允许版本)."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

import attrs

from ehealthcard.crypto import PublicKey
from ehealthcard.monitor.clients import (
    AllowedBuilds,
    Assessment,
    ClientFinding,
    ClientPolicy,
)
from ehealthcard.monitor.risk.memory import Recent
from ehealthcard.workflow import Actor

MOST_KNOWN = 100_000
"""How many actors it remembers to have recorded."""


@attrs.define(eq=False)
class ClientBuilds:
    """The newest list of allowed builds, and what is done about the others.

    It is given to the desk, and the list is taken in by
    :meth:`ehealthcard.desk.ClientApps.take`, in every process, at its start and
    whenever there is a new one. Before the first list nothing is believed.

    Args:
        roots: The keys that sign the lists: one, and its successor while keys are
            changed.
        policy: What is done about which finding.

    """

    roots: tuple[PublicKey, ...]
    policy: ClientPolicy = attrs.field(factory=ClientPolicy, kw_only=True)
    builds: AllowedBuilds = attrs.field(init=False)
    _recorded: Recent[tuple[str, str, str], datetime] = attrs.field(
        factory=lambda: Recent[tuple[str, str, str], datetime](MOST_KNOWN),
        init=False,
        repr=False,
    )
    _lock: Lock = attrs.field(factory=Lock, init=False, repr=False)
    _taking: Lock = attrs.field(factory=Lock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.builds = AllowedBuilds(self.roots)

    def assess(self, by: Actor, *, audience: str, at: datetime) -> Assessment:
        """Return what is found of the build that *by* acts with."""
        return self.builds.assess(by, audience=audience, at=at, policy=self.policy)

    def take(self, data: bytes, advance: Callable[[str], None]) -> None:
        """Go by a list from now on, once *advance* has written down how far it came.

        Raises:
            TrustError: It is refused; the subclass says why.

        """
        with self._taking:
            taken = self.builds.take(data)
            advance(taken.mark)
            self.builds = taken

    def is_news(self, by: Actor, finding: ClientFinding, at: datetime) -> bool:
        """Return whether this was not recorded of this actor for a while."""
        build = by.build.build if by.build else ""
        key = (by.id, build, finding.value)
        with self._lock:
            before = self._recorded.get(key)
            if before is not None and at - before <= self.policy.quiet:
                return False
            self._recorded.put(key, at)
        return True
