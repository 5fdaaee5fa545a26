"""A day: ordinary scans, people at work, and what was planted among them."""

from random import Random

import attrs

from ehealthcard.monitor.risk import Finding, Surroundings, Watcher
from ehealthcard.ports import UseAct, UseRecord

from . import attacks, insiders
from .attacks import Attack, Targets
from .book import Book
from .duties import DUTIES, Work
from .ordinary import Crowd, gates
from .province import Province

KINDS = (
    attacks.replayed,
    attacks.travel,
    attacks.many_cards,
    attacks.failed,
    attacks.off_hours,
    insiders.bulk,
    insiders.watched,
    insiders.break_glass,
    insiders.enumeration,
    attacks.gate_trust,
)


@attrs.frozen
class Day:
    records: tuple[UseRecord, ...]
    attacks: tuple[Attack, ...]
    around: Surroundings

    @classmethod
    def of(
        cls, *, seed: int, scans: int, institutions: int, shapes: tuple[int, ...]
    ) -> "Day":
        """Return a day with so many ordinary scans, and these shapes of each attack."""
        rng = Random(seed)  # noqa: S311  # a day that can be made again
        province = Province.build(rng, institutions)
        work = Work(rng, Book(), province)
        ordinary = [record for duty in DUTIES for record in duty(work)]
        ordinary += gates(work.book, province, 1800)
        at_work = sum(r.act is UseAct.SCAN for r in ordinary)
        ordinary += Crowd(rng, work.book, province).day(scans - at_work)
        assert scans == sum(r.act is UseAct.SCAN for r in ordinary)
        targets = Targets(work)
        planted = [
            attack
            for kind in KINDS
            for number, attack in enumerate(kind(targets))
            if number in shapes
        ]
        rows = ordinary + [r for attack in planted for r in attack.records]
        rows.sort(key=lambda record: (record.at, record.id))
        return cls(tuple(rows), tuple(planted), province.surroundings())


@attrs.frozen
class Result:
    """What was found of what was planted, and what else."""

    found: dict[str, int]
    planted: dict[str, int]
    missed: tuple[Attack, ...]
    false: tuple[Finding, ...]

    def __str__(self) -> str:
        lines = [f"{k:18} {self.found[k]} of {n}" for k, n in self.planted.items()]
        lines += [f"missed: {a.kind}, {a.shape}" for a in self.missed]
        false: dict[str, int] = {}
        for finding in self.false:
            false[finding.rule] = false.get(finding.rule, 0) + 1
        total = f"{sum(self.found.values())} of {sum(self.planted.values())} found"
        rules = ", ".join(f"{n} {rule}" for rule, n in false.items())
        return "\n".join([*lines, f"{total}, {len(self.false)} false alarms: {rules}"])


def watch(day: Day) -> Result:
    """Let the monitor read the day.

    An attack is found by a finding of its kind about whom it is, while it goes on.
    Every other finding is a false alarm, however right it was to ask.
    """
    watcher = Watcher(around=day.around)
    findings = [f for record in day.records for f in watcher.see(record)]
    planted: dict[str, int] = {}
    found: dict[str, int] = {}
    missed, explained = [], set[int]()
    for attack in day.attacks:
        moments = [record.at for record in attack.records]
        hits = {
            number
            for number, f in enumerate(findings)
            if (f.rule, f.who) == (attack.kind, attack.who)
            and min(moments) <= f.at <= max(moments)
        }
        explained |= hits
        planted[attack.kind] = planted.get(attack.kind, 0) + 1
        found[attack.kind] = found.get(attack.kind, 0) + bool(hits)
        if not hits:
            missed.append(attack)
    false = tuple(f for n, f in enumerate(findings) if n not in explained)
    return Result(found, planted, tuple(missed), false)
