"""Six attacks of each of the ten kinds, as docs/concepts/risk.md defines them."""

from collections.abc import Callable, Iterator
from datetime import datetime

import attrs

from ehealthcard.identity import SubjectId

from .town import MINUTE, SECOND, Town

EACH = 6


@attrs.frozen
class Attack:
    """What was planted: its kind, about whom, and in which time."""

    kind: str
    who: str
    first: datetime
    last: datetime


def plant(town: Town) -> list[Attack]:
    """Plant all of them; each is about somebody of its own."""
    makers: tuple[Callable[[Town, int], Attack], ...] = (
        _replay,
        _travel,
        _many,
        _burst,
        _closed,
        _bulk,
        _watched,
        _glass,
        _enumerate,
        _trust,
    )
    return [make(town, n) for make in makers for n in range(EACH)]


def strangers(kind: int, number: int) -> Iterator[SubjectId]:
    """Yield holders who appear in one attack only."""
    for n in range(1000):
        yield SubjectId(f"e{kind:03}{number:03}{n:025}")


def _attack(town: Town, kind: str, who: str, since: int) -> Attack:
    moments = [r.at for r in town.records[since:]]
    return Attack(kind, who, min(moments), max(moments))


def _replay(town: Town, number: int) -> Attack:
    since, who = len(town.records), next(strangers(1, number))
    one, two = town.random.sample(town.orgs, 2)
    at = town.between(8, 17)
    gates = town.devices(one, "gate")
    town.scan(at, gates[0], who)
    # Half at a gate next to it, a few at another hospital, one at the same gate later.
    again = (gates[1], gates[2], gates[1], gates[0])
    device = again[number] if number < 4 else town.devices(two, "gate")[0]
    later = 90 * SECOND if number == 3 else town.random.uniform(3, 50) * SECOND
    town.scan(at + later, device, who, "CODE_REPLAYED")
    return _attack(town, "replayed-code", who, since)


def _travel(town: Town, number: int) -> Attack:
    since, who = len(town.records), next(strangers(2, number))
    first, last = town.orgs[0], town.orgs[-1 - number % 2]
    at = town.between(8, 17)
    town.scan(at, town.devices(first, "gate")[0], who)
    soon = at + (2 + number) * MINUTE
    town.scan(soon, town.devices(last, "kiosk")[0], who)
    return _attack(town, "impossible-travel", who, since)


def _many(town: Town, number: int) -> Attack:
    since, crowd = len(town.records), strangers(3, number)
    org, at = town.orgs[number % len(town.orgs)], town.between(9, 16)
    if number % 3 == 0:
        who = f"tout-{number}"
        for n in range(8):
            card = next(crowd)
            moment = at + n * 20 * MINUTE
            town.add(moment, "shown/signed", who, card, channel="0402")
        return _attack(town, "many-cards", who, since)
    kind, count = ("kiosk", 22) if number % 3 == 1 else ("gate", 160)
    device = town.devices(org, kind)[number // 3]
    for n in range(count):
        town.scan(at + n * 280 / count * SECOND, device, next(crowd))
    return _attack(town, "many-cards", device.name, since)


def _burst(town: Town, number: int) -> Attack:
    since, org = len(town.records), town.orgs[(number + 2) % len(town.orgs)]
    device, at = town.devices(org, "desk")[number % 3], town.between(8, 17)
    codes = ("CODE_FORGED", "CODE_UNKNOWN_KEY", "CODE_SECOND_FACTOR_FAILED")
    for n in range(10 + number):
        moment, code = at + n * 18 * SECOND, codes[n % 3]
        town.scan(moment, device, None, code, "-")
    return _attack(town, "failed-burst", device.name, since)


def _closed(town: Town, number: int) -> Attack:
    since, crowd = len(town.records), strangers(5, number)
    device = town.devices(town.orgs[number], "desk")[4]
    at = town.between(19, 23) if number % 2 else town.between(1, 5)
    for n in range(3 + number % 2):
        town.scan(at + n * 12 * MINUTE, device, next(crowd))
    return _attack(town, "off-hours", device.name, since)


def _bulk(town: Town, number: int) -> Attack:
    since, crowd = len(town.records), strangers(6, number)
    org, who, at = town.orgs[number], f"snoop-{number}", town.between(8, 17)
    for n in range(35):
        outcome = "ACCESS_NOT_GRANTED" if n % 4 == 0 else "OK"
        moment = at + n * 90 * SECOND
        town.add(moment, "look", who, next(crowd), outcome, org=org, channel="0300")
    return _attack(town, "bulk-look-up", who, since)


def _watched(town: Town, number: int) -> Attack:
    since, org, who = len(town.records), town.orgs[number], f"curious-{number}"
    subject, at = town.famous[10 + number], town.between(8, 20)
    town.add(at, "look", who, subject, org=org, channel="0300", step="010102")
    return _attack(town, "watched-record", who, since)


def _glass(town: Town, number: int) -> Attack:
    since, org, who = len(town.records), town.orgs[number], f"rescuer-{number}"
    subject, at = next(strangers(8, number)), town.between(0, 24)
    town.add(at, "break-glass", who, subject, org=org, channel="0300")
    return _attack(town, "break-glass", who, since)


def _enumerate(town: Town, number: int) -> Attack:
    since, who, at = len(town.records), f"guesser-{number}", town.between(0, 23)
    for n in range(9 + number):
        moment = at + n * 40 * SECOND
        town.add(moment, "register", who, None, "REAL_NAME_MISMATCH", channel="0402")
    return _attack(town, "enumeration", who, since)


def _trust(town: Town, number: int) -> Attack:
    since, gate = len(town.records), town.devices(town.orgs[number], "gate")[2]
    outcome = "TRUST_STALE" if number % 2 else "CLOCK_DRIFT"
    at = town.between(1, 23)
    town.add(at, "gate", gate.name, None, outcome, org=gate.org, place=gate.place)
    return _attack(town, "gate-trust", gate.name, since)
