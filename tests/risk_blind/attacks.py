"""Ten kinds of attack, six shapes of each; what each is stands in the page."""

from collections.abc import Iterator

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import UseRecord

from .duties import Work
from .province import ACCOUNT, HOUR, MINI, Device, Institution

BAD = (
    "CODE_FORGED",
    "CODE_MALFORMED",
    "CODE_UNKNOWN_KEY",
    "CODE_SECOND_FACTOR_FAILED",
    "CODE_NOT_CANONICAL",
    "CODE_DEVICE_REVOKED",
    "CODE_NOT_BOUND",
    "CODE_TRUNCATED",
)


@attrs.frozen
class Attack:
    kind: str
    shape: str
    who: str
    records: tuple[UseRecord, ...]


@attrs.define
class Targets:
    """Gives a device, or an institution, that no other attack is at."""

    work: Work
    _used: set[str] = attrs.field(factory=set)

    def device(self, role: str, *, listed: bool = False) -> Device:
        """Return one that is at hand; the first of each is where people work."""
        free = [
            device
            for place in self.work.province.having(role, listed=listed)
            for device in place.devices[role][1:] or place.devices[role]
            if device.name not in self._used
            and "kiosk" in place.devices  # a night clinic is closed at day
        ]
        chosen = self.work.rng.choice(free)
        self._used.add(chosen.name)
        return chosen

    def of(self, device: Device) -> Institution:
        """Return where a device is."""
        places = self.work.province.institutions
        return next(i for i in places if i.org == device.org)

    def org(self) -> str:
        """Return any institution."""
        return self.work.rng.choice(self.work.province.institutions).org

    def rush(self, device: Device) -> float:
        """Return a moment in the rush hour of where a device is."""
        opens, _ = self.of(device).sessions[0]
        return opens + self.work.rng.uniform(0.4, 1.6) * HOUR

    def pair(self, low: float, high: float) -> tuple[Device, Device, float]:
        """Return two devices that lie so many kilometres apart, and how many."""
        rng = self.work.rng
        listed = self.work.province.having("desk", listed=True)
        pairs = [
            (one, two)
            for one in listed
            for two in listed
            if low <= one.km_to(two) <= high
        ]
        pairs = pairs or sorted(  # a small province has what it has
            ((a, b) for a in listed for b in listed if a.km_to(b) > 6),
            key=lambda ab: abs(ab[0].km_to(ab[1]) - low),
        )
        one, two = rng.choice(pairs[:40])
        return (
            rng.choice(one.devices["desk"]),
            rng.choice(two.devices["desk"]),
            one.km_to(two),
        )


def replayed(t: Targets) -> Iterator[Attack]:
    """A picture of a code is used again."""
    work, person = t.work, t.work.province.person

    def made(shape: str, who: SubjectId, *records: UseRecord) -> Attack:
        return Attack("replayed-code", shape, who, records)

    again = "CODE_REPLAYED"
    one, two = t.device("kiosk"), t.device("desk")
    who, at = person(), t.rush(one)
    yield made(
        "forwarded to somebody far away",
        who,
        work.scan(at, who, one),
        work.scan(at + 4, who, two, again),
    )
    one = t.device("window")
    who, at = person(), t.rush(one)
    yield made(
        "the next in the queue, a minute and a bit after",
        who,
        work.scan(at, who, one),
        work.scan(at + 61, who, one, again),
    )
    one = t.device("gate")
    who, at = person(), t.rush(one)
    yield made("used before the day began", who, work.scan(at, who, one, again))
    one = t.device("kiosk")
    two = attrs.evolve(one, name=one.name[:-1] + "9")
    who, at = person(), t.rush(one)
    yield made(
        "at the kiosk beside",
        who,
        work.scan(at, who, one),
        work.scan(at + 20, who, two, again),
    )
    one = t.device("desk")
    who, at = person(), t.rush(one)
    yield made(
        "twice at once, which is none, and then again",
        who,
        work.scan(at, who, one),
        work.scan(at + 59, who, one, again),
        work.scan(at + 130, who, one, again),
    )
    one, two = t.device("window"), t.device("pharmacy")
    who, at = person(), t.rush(one)
    yield made(
        "hours later at the pharmacy",
        who,
        work.scan(at, who, one),
        work.scan(at + 5 * HOUR, who, two, again),
    )


def travel(t: Targets) -> Iterator[Attack]:
    """One card in two places."""
    work = t.work
    shapes = (
        ("across a city, at 230 km/h", 5.2, 9.0, 230.0),
        ("in one moment", 20.0, 90.0, 0.0),
        ("between cities, at 205 km/h", 60.0, 150.0, 205.0),
        ("across the province, at 215 km/h", 250.0, 600.0, 215.0),
        ("next town, in a minute", 8.0, 30.0, 1200.0),
        ("across the province, in minutes", 150.0, 400.0, 3000.0),
    )
    for shape, low, high, speed in shapes:
        one, two, km = t.pair(low, high)
        who, at = work.province.person(), t.rush(one)
        took = km / speed * HOUR if speed else 0.0
        records = [
            work.scan(at - 900, who, one),
            work.scan(at, who, one),
            work.scan(at + took, who, two),
        ]
        if speed > 1000:  # and the holder goes on where he is
            records.append(work.scan(at + took + 300, who, one))
        yield Attack("impossible-travel", shape, who, tuple(records))


def many_cards(t: Targets) -> Iterator[Attack]:
    """A bundle of cards, or of codes on one phone."""
    work, person = t.work, t.work.province.person
    for shape, role, count, span in (
        ("21 at a kiosk in the rush", "kiosk", 21, 299.0),
        ("24 at a window, in a minute", "window", 24, 60.0),
        ("22 at a doctor's desk", "desk", 22, 290.0),
        ("151 at a gate", "gate", 151, 300.0),
    ):
        device = t.device(role)
        at = t.rush(device)
        step = span / (count - 1)
        yield Attack(
            "many-cards",
            shape,
            device.name,
            tuple(work.scan(at + n * step, person(), device) for n in range(count)),
        )
    for shape, count, first, last in (
        ("7 on one phone, all day", 7, 0.2, 23.8),
        ("9 on one phone in half an hour", 9, 9.0, 9.5),
    ):
        name = f"broker-{count}"
        step = (last - first) / (count - 1)
        yield Attack(
            "many-cards",
            shape,
            name,
            tuple(
                work.shown(
                    (first + n * step) * HOUR, person(), name, (ACCOUNT, MINI)[n % 2]
                )
                for n in range(count)
            ),
        )


def failed(t: Targets) -> Iterator[Attack]:
    """Somebody tries codes until one passes."""
    work, person = t.work, t.work.province.person
    for shape, role, count, span, night in (
        ("10 forged in five minutes", "kiosk", 10, 299.9, False),
        ("many at once", "kiosk", 30, 20.0, False),
        ("10 at a gate in the rush", "gate", 10, 240.0, False),
        ("at night, in the ward", "ward", 12, 290.0, True),
        ("at a window, others between", "window", 11, 295.0, False),
        ("12 at a pharmacy", "pharmacy", 12, 280.0, False),
    ):
        device = t.device(role)
        at = 2.2 * HOUR if night else t.rush(device)
        step, records = span / (count - 1), []
        for n in range(count):
            bad = BAD[n % len(BAD)]
            who = person() if bad in BAD[3:7] else None
            records.append(work.scan(at + n * step, who, device, bad))
            if "between" in shape:
                records.append(work.scan(at + n * step + 9, person(), device))
                expired = "CODE_EXPIRED"
                records.append(work.scan(at + n * step + 5, person(), device, expired))
        yield Attack("failed-burst", shape, device.name, tuple(records))


def off_hours(t: Targets) -> Iterator[Attack]:
    """Cards are used where nobody should be."""
    work, person = t.work, t.work.province.person
    kinds: dict[str, list[Device]] = {}
    for place in work.province.institutions:
        noon = len(place.sessions) > 1
        kind = "noon" if noon else ("hospital" if "ward" in place.devices else "")
        kind = kind or ("county" if "kiosk" in place.devices else "night")
        role = "window"
        kinds.setdefault(kind, []).extend(place.devices[role][1:])
    for shape, kind, first, span, count in (
        ("deep in the night", "hospital", 2.5, 3598.0, 3),
        ("16 minutes after closing", "hospital", 17.5 + 16 / 60, 600.0, 3),
        ("16 minutes before opening", "county", 8.0 - 16 / 60 - 0.7, 0.7 * 3600, 4),
        ("in the noon rest", "noon", 12.4, 3000.0, 3),
        ("a night clinic at day", "night", 11.0, 3500.0, 3),
        ("late in the evening, one card", "county", 22.6, 1200.0, 5),
    ):
        device = work.rng.choice(kinds.get(kind) or kinds["county"])
        kinds[kind] = [d for d in kinds.get(kind, ()) if d.name != device.name]
        same, step = person(), span / (count - 1)
        yield Attack(
            "off-hours",
            shape,
            device.name,
            tuple(
                work.scan(
                    first * HOUR + n * step,
                    same if "one card" in shape else person(),
                    device,
                )
                for n in range(count)
            ),
        )


def gate_trust(t: Targets) -> Iterator[Attack]:
    """A gate that should not be believed."""
    for number in range(6):
        gate = t.device("gate")
        outcome = ("TRUST_STALE", "CLOCK_DRIFT")[number % 2]
        yield Attack(
            "gate-trust",
            outcome,
            gate.name,
            tuple(
                t.work.book.write(
                    (1 + 4 * number) * HOUR + n * 60.0,
                    "gate",
                    None,
                    outcome,
                    gate,
                )
                for n in range(1 + number)
            ),
        )
