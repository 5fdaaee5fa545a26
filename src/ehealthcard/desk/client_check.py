"""Nobody acts with a build that may not (客户端核查)."""

import attrs

from ehealthcard.errors import ClientLimitedError, ClientRefusedError
from ehealthcard.monitor.access import Action
from ehealthcard.monitor.access.house import SYSTEM_ROLE
from ehealthcard.monitor.clients import ClientFinding, Measure
from ehealthcard.ports import UseAct
from ehealthcard.workflow import Actor

from .office import Office
from .using import Use, UseLog


@attrs.frozen
class ClientCheck:
    """Asks the list of allowed builds, where the desk has one."""

    office: Office

    def require(self, by: Actor, action: Action) -> None:
        """Stop a build that may not do this; what is not sound is on record.

        Raises:
            ClientLimitedError: It is left to a person.
            ClientRefusedError: The build may do nothing.

        """
        clients = self.office.clients
        if clients is None or SYSTEM_ROLE in by.roles:
            return  # nobody's client: the desk itself, its relay, its clockwork
        now = self.office.now
        found = clients.assess(by, audience=self.office.keys.issuer, at=now)
        finding = found.finding
        measure = clients.policy.measure(finding)
        if measure is Measure.ACCEPT:
            return
        limited = measure is Measure.LIMIT and action not in clients.policy.limited_to
        stopped = limited or measure is Measure.REFUSE
        if stopped or clients.is_news(by, finding, now):
            self._note(by, finding)
        if stopped:
            kind = ClientLimitedError if limited else ClientRefusedError
            raise kind(reason=finding)

    def _note(self, by: Actor, finding: ClientFinding) -> None:
        build = by.build.build if by.build else None
        use = Use(UseAct.CLIENT.value, None, finding.value, place=build)
        UseLog(self.office).alone(use, by)
