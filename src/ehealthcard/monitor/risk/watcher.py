"""Records in, findings out (风险监测)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ehealthcard.ports import UseAct, UseRecord

from .findings import Finding
from .memory import Memory, Recent
from .policy import RiskPolicy, Surroundings
from .rules import RULES, RiskRule, remember


class Watcher:
    """Looks at use-card records, one after the other; for one thread.

    Args:
        policy: Windows and thresholds.
        around: What is known of the world.
        rules: Which rules look.

    """

    def __init__(
        self,
        policy: RiskPolicy | None = None,
        around: Surroundings | None = None,
        rules: Iterable[RiskRule] = RULES,
    ) -> None:
        self.policy = policy or RiskPolicy()
        self._memory = Memory(self.policy, around or Surroundings())
        self._found = Recent[tuple[str, str], datetime](self.policy.most_keys)
        every = tuple(rules)
        self._rules = {a: tuple(r for r in every if a in r.acts) for a in UseAct}

    @property
    def span(self) -> timedelta:
        """How far back the rules look; what lies before changes nothing."""
        p = self.policy
        return max(
            p.accounts_span,
            p.known_for,
            p.cards_span,
            p.failed_span,
            p.closed_span,
            p.looks_span,
            p.registrations_span,
            timedelta(days=1),
        )

    def see(self, record: UseRecord) -> tuple[Finding, ...]:
        """Return what *record* shows, after all that were seen before."""
        return tuple(self._see(record))

    def _see(self, record: UseRecord) -> Iterator[Finding]:
        for rule in self._rules[record.act]:
            found = rule.find(record, self._memory)
            if found is not None and self._is_news(record, found):
                yield found
        remember(record, self._memory)

    def _is_news(self, record: UseRecord, found: Finding) -> bool:
        key = (found.rule, found.who)
        before = self._found.get(key)
        since = None if before is None else found.at - before
        if since is not None and record.act is UseAct.LATE:
            since = abs(since)  # it may come home after what happened later
        if since is not None and since <= self.policy.quiet:
            return False
        self._found.put(key, found.at)
        return True
