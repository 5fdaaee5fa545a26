"""The rules find what the page defines, and little else."""

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

import attrs
import pytest

from ehealthcard.identity import SubjectId
from ehealthcard.monitor.risk import (
    RULES,
    Finding,
    Hours,
    RiskPolicy,
    Site,
    Surroundings,
    Watcher,
)
from ehealthcard.ports import UseRecord

from .day import day
from .town import HOUR, MIDNIGHT, MINUTE, SECOND

NOON = MIDNIGHT + 12 * HOUR
MICROSECOND = timedelta(microseconds=1)
ME = SubjectId("1" * 32)
SCAN = UseRecord(
    "u", ME, "OK", "signed", NOON, "gate-1", "H1", "hall", "9900", "000000"
)


def test_a_small_day_shows_nearly_every_attack_and_few_that_were_none() -> None:
    score = day(8_000, seed=7)

    assert {rule.code for rule in RULES} == set(score.recall)
    assert 58 <= sum(score.recall.values()), "\n".join(score.lines())
    assert len(score.false) <= 20, sorted(score.false)


def seen(*records: UseRecord, watcher: Watcher | None = None) -> list[Finding]:
    watcher = watcher or Watcher()
    named = (attrs.evolve(r, id=f"u{n:03}") for n, r in enumerate(records))
    return [found for record in named for found in watcher.see(record)]


def rules(*records: UseRecord, watcher: Watcher | None = None) -> list[str]:
    return [found.rule for found in seen(*records, watcher=watcher)]


def later(by: timedelta, record: UseRecord = SCAN, **more: Any) -> UseRecord:
    return attrs.evolve(record, at=NOON + by, **more)


def test_rk1_a_replay_is_detected_and_names_both_records() -> None:
    replay = later(SECOND, outcome="CODE_REPLAYED", terminal="gate-2")
    (found,) = seen(SCAN, replay)

    assert ("replayed-code", ME, ("u000", "u001")) == (
        found.rule,
        found.who,
        found.records,
    )


@pytest.mark.parametrize(
    ("after", "expected"), [(MINUTE, []), (MINUTE + MICROSECOND, ["replayed-code"])]
)
def test_the_same_gate_forgives_for_a_minute(
    after: timedelta, expected: list[str]
) -> None:
    assert expected == rules(SCAN, later(after, outcome="CODE_REPLAYED"))


@pytest.mark.parametrize(
    ("minutes", "expected"), [(33, ["impossible-travel"]), (34, [])]
)
def test_nobody_travels_faster_than_the_policy(
    minutes: int, expected: list[str]
) -> None:
    sites = (
        Site(org="H1", latitude=30, longitude=120),
        Site(org="H2", latitude=31, longitude=120),
    )
    watcher = Watcher(around=Surroundings(sites=sites))
    there = later(minutes * MINUTE, org="H2")

    assert expected == rules(SCAN, there, watcher=watcher)
    assert [] == rules(SCAN, later(SECOND, org="nowhere"), watcher=watcher)


def test_a_span_is_closed() -> None:
    failed = attrs.evolve(SCAN, outcome="CODE_FORGED", subject=None)
    nine = [later(n * SECOND, failed) for n in range(9)]

    assert ["failed-burst"] == rules(*nine, later(5 * MINUTE, failed))
    assert [] == rules(*nine, later(5 * MINUTE + MICROSECOND, failed))
    usual = [later(n * SECOND, outcome="CODE_EXPIRED") for n in range(30)]
    assert [] == rules(*usual)


def test_a_rule_is_quiet_for_a_while_and_then_says_it_again() -> None:
    bad = attrs.evolve(SCAN, tier="gate", subject=None, outcome="CLOCK_DRIFT")
    moments = (MINUTE, 10 * MINUTE, 11 * MINUTE, 12 * MINUTE)

    assert 2 == len(seen(*(later(at, bad) for at in moments)))


def test_holders_may_look_at_their_own_as_often_as_they_like() -> None:
    look = attrs.evolve(SCAN, tier="look", terminal="app-1", org=None)
    many = [later(SECOND, look, subject=SubjectId(f"{n:032}")) for n in range(99)]

    assert [] == rules(*many)
    at_work = [attrs.evolve(record, org="H1") for record in many]
    assert ["bulk-look-up"] == rules(*at_work)


def test_staff_of_no_institution_know_nobody() -> None:
    look = attrs.evolve(SCAN, tier="look", terminal="nurse", org=None, channel="0300")
    many = [later(SECOND, look, subject=SubjectId(f"{n:032}")) for n in range(31)]

    assert [] == rules(*many[:30])
    assert ["bulk-look-up"] == rules(*many)


def spans(*hours: tuple[int, int], place: str | None = None) -> list[Hours]:
    return [
        Hours(org="H1", place=place, opens=time(opens), closes=time(closes))
        for opens, closes in hours
    ]


@pytest.mark.parametrize(
    ("hours", "closed_at"),
    [
        (spans((8, 12), (14, 17)), [*range(8), 12, 13, *range(17, 24)]),
        (spans((18, 2)), range(2, 18)),
        (spans((8, 0)), range(8)),
        (spans((0, 8)), range(8, 24)),
        (spans((5, 5)), []),
        (spans((8, 12)) + spans((0, 0), place="hall"), []),
        (spans((8, 23), place="cellar"), []),
    ],
)
def test_a_place_may_rest_at_noon_or_be_open_over_midnight(
    hours: list[Hours], closed_at: Iterable[int]
) -> None:
    around, grace = Surroundings(hours=tuple(hours)), 15 * MINUTE

    def closed(hour: int, first: timedelta) -> bool:
        start = (hour - 12) * HOUR + first
        three = [later(start + n * MICROSECOND) for n in range(3)]
        return bool(rules(*three, watcher=Watcher(around=around)))

    behind = grace + MICROSECOND
    assert list(closed_at) == [h for h in range(24) if closed(h, behind)]
    within = grace - 2 * MICROSECOND
    assert not any(closed(h.closes.hour, within) for h in hours if h.place is None)


def test_memory_is_bounded_whatever_comes() -> None:
    watcher = Watcher(RiskPolicy(most_keys=50))
    failed = attrs.evolve(SCAN, outcome="CODE_FORGED", subject=None)
    for n in range(500):
        seen(later(n * SECOND, failed), watcher=watcher)
        other = SubjectId(f"{n:032}")
        seen(later(n * SECOND, subject=other, terminal=f"t{n}"), watcher=watcher)

    memory = watcher._memory  # noqa: SLF001  # that is the point
    assert (50, 50) == (len(memory.last_scan), len(memory.known))
    assert len(memory.failed) <= 50
    assert memory.failed.largest <= 20


def test_every_number_is_policy() -> None:
    strict = Watcher(RiskPolicy(failed=2))
    failed = attrs.evolve(SCAN, outcome="CODE_FORGED", subject=None)

    assert ["failed-burst"] == rules(failed, later(SECOND, failed), watcher=strict)
