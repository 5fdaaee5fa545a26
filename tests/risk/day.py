"""A day, watched."""

from collections import Counter
from random import Random
from time import process_time

import attrs

from ehealthcard.monitor.risk import Finding, Watcher

from .attacks import EACH, Attack, plant
from .town import SECOND, Town
from .usual import live


@attrs.frozen
class Score:
    """How well the rules did."""

    records: int
    seconds: float
    """How long the watcher took for all records."""

    recall: dict[str, int]
    """By kind, how many of its six attacks were found."""

    missed: list[Attack]
    false: set[tuple[str, str]]
    """Rule and whom it was about, where nothing was planted."""

    def lines(self) -> list[str]:
        """Return what a person reads."""
        kinds = [f"{kind:20} {n} of {EACH}" for kind, n in self.recall.items()]
        micros = self.seconds / self.records * 1e6
        return [
            *kinds,
            f"found {sum(self.recall.values())} of {EACH * len(self.recall)}",
            f"false alarms {len(self.false)}",
            f"{self.records} records, {micros:.1f} µs each",
        ]


def day(size: int, seed: int) -> Score:
    """Make a day of *size* scans and watch it."""
    town = Town(Random(seed), size)  # noqa: S311  # a day that can be made again
    live(town)
    attacks = plant(town)
    records = sorted(town.records, key=lambda r: r.id)
    watcher = Watcher(around=town.around())
    begun = process_time()
    findings = [found for record in records for found in watcher.see(record)]
    took = process_time() - begun
    missed = [a for a in attacks if not any(_is(a, f) for f in findings)]
    false = {(f.rule, f.who) for f in findings if not any(_is(a, f) for a in attacks)}
    recall = Counter({a.kind: EACH for a in attacks})
    recall.subtract(a.kind for a in missed)
    return Score(len(records), took, dict(recall), missed, false)


def _is(attack: Attack, found: Finding) -> bool:
    inside = attack.first - SECOND <= found.at <= attack.last + SECOND
    return inside and (attack.kind, attack.who) == (found.rule, found.who)
