"""A province: institutions, their devices and hours, and who lives there."""

from collections.abc import Iterator
from datetime import time
from math import asin, cos, radians, sin, sqrt
from random import Random

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.monitor.risk import Hours, Site, Surroundings, Watched

from .book import Spot

HOUR = 3600.0
WINDOW, KIOSK, DESK, OTHER = "0100", "0200", "0300", "9900"
ACCOUNT, MINI = "0401", "0402"


@attrs.frozen(kw_only=True)
class Device(Spot):
    org: str
    gap: float
    """Seconds that one card takes."""

    drift: float = 0.0
    """By how many seconds its clock is ahead."""


@attrs.frozen
class Institution:
    org: str
    latitude: float
    longitude: float
    listed: bool
    sessions: tuple[tuple[float, float], ...]
    """When visitors come, in seconds since midnight; the last may end after it."""

    hours: tuple[Hours, ...]
    devices: dict[str, tuple[Device, ...]]

    def km_to(self, other: "Institution") -> float:
        one, two = radians(self.latitude), radians(other.latitude)
        up, along = two - one, radians(other.longitude - self.longitude)
        root = sin(up / 2) ** 2 + cos(one) * cos(two) * sin(along / 2) ** 2
        return 2 * 6371.0 * asin(sqrt(root))


Devices = dict[str, tuple[Device, ...]]
Kind = tuple[tuple[Hours, ...], Devices, tuple[tuple[float, float], ...]]
Plan = dict[str, tuple[int, str | None, str, float]]
"""By what a device is for: how many, where, of which channel, seconds a card."""


@attrs.frozen
class Household:
    account: str
    channel: str
    members: tuple[SubjectId, ...]


def _devices(rng: Random, org: str, plan: Plan) -> Devices:
    made = {}
    for role, (count, place, channel, gap) in plan.items():
        row = []
        for n in range(count):
            late = role == "gate" and rng.random() < 0.2
            drift = rng.uniform(-80, 80) if late else 0.0
            name = f"{org}-{role}-{n}"
            row.append(
                Device(
                    name=name,
                    org=org,
                    place=place,
                    channel=channel,
                    gap=gap,
                    drift=drift,
                )
            )
        made[role] = tuple(row)
    return made


def _hospital(rng: Random, org: str) -> Kind:
    """One with hours for its out-patients; its wards and emergency never close."""
    plan: Plan = {
        "gate": (3, "entrance", OTHER, 2.3),
        "kiosk": (6, "outpatient", KIOSK, 16.0),
        "window": (5, "outpatient", WINDOW, 16.5),
        "desk": (14, "outpatient", DESK, 45.0),
        "pharmacy": (3, "pharmacy", WINDOW, 16.0),
        "emergency": (2, "emergency", WINDOW, 30.0),
        "ward": (4, "ward", OTHER, 6.0),
        "archive": (1, "archive", WINDOW, 15.5),
    }
    hours = (
        Hours(org=org, place="outpatient", opens=time(7, 30), closes=time(17, 30)),
        Hours(org=org, place="pharmacy", opens=time(7, 0), closes=time(21, 30)),
    )
    return hours, _devices(rng, org, plan), ((7.5 * HOUR, 17.5 * HOUR),)


def _county(rng: Random, org: str) -> Kind:
    """One that closes as a whole, but for its pharmacy."""
    plan: Plan = {
        "gate": (1, "hall", OTHER, 2.3),
        "kiosk": (4, "hall", KIOSK, 16.0),
        "window": (4, "hall", WINDOW, 16.5),
        "desk": (8, None, DESK, 45.0),
        "pharmacy": (2, "pharmacy", WINDOW, 16.0),
        "archive": (1, "hall", WINDOW, 15.5),
    }
    hours = (
        Hours(org=org, opens=time(8, 0), closes=time(17, 30)),
        Hours(org=org, place="pharmacy", opens=time(7, 0), closes=time(21, 30)),
    )
    return hours, _devices(rng, org, plan), ((8 * HOUR, 17.5 * HOUR),)


def _clinic(rng: Random, org: str) -> Kind:
    """A community clinic that rests at noon."""
    plan: Plan = {
        "kiosk": (2, None, KIOSK, 16.0),
        "window": (2, None, WINDOW, 16.5),
        "desk": (4, None, DESK, 45.0),
        "pharmacy": (1, None, WINDOW, 16.0),
    }
    hours = (
        Hours(org=org, opens=time(8, 0), closes=time(12, 0)),
        Hours(org=org, opens=time(14, 0), closes=time(17, 30)),
    )
    sessions = ((8 * HOUR, 12 * HOUR), (14 * HOUR, 17.5 * HOUR))
    return hours, _devices(rng, org, plan), sessions


def _night(rng: Random, org: str) -> Kind:
    """A night clinic."""
    plan: Plan = {
        "window": (2, "clinic", WINDOW, 16.5),
        "desk": (3, "clinic", DESK, 45.0),
        "pharmacy": (1, "clinic", WINDOW, 16.0),
    }
    hours = (Hours(org=org, opens=time(18, 0), closes=time(2, 0)),)
    return hours, _devices(rng, org, plan), ((18 * HOUR, 24 * HOUR),)


_KINDS = (_hospital, _county, _clinic, _hospital, _clinic, _county, _clinic, _night)


@attrs.define
class Province:
    rng: Random
    institutions: tuple[Institution, ...]
    notable: tuple[SubjectId, ...]
    """Colleagues of those who look, and the famous."""

    _next: int = 0

    @classmethod
    def build(cls, rng: Random, count: int) -> "Province":
        """Build institutions round a few cities, some of them door to door."""
        cities = [
            (rng.uniform(29.0, 32.5), rng.uniform(110.0, 115.5))
            for _ in range(max(3, count // 8))
        ]
        made = []
        for n in range(count):
            org = f"42{n:04d}"
            hours, devices, sessions = _KINDS[n % len(_KINDS)](rng, org)
            latitude, longitude = cities[n % len(cities)]
            made.append(
                Institution(
                    org,
                    latitude + rng.gauss(0, 0.06),
                    longitude + rng.gauss(0, 0.06),
                    n % 9 != 8,
                    sessions,
                    hours,
                    devices,
                )
            )
        province = cls(rng, tuple(made), ())
        province.notable = tuple(province.person() for _ in range(40))
        return province

    def person(self) -> SubjectId:
        """Return somebody whom nobody else on this day is."""
        self._next += 1
        return SubjectId(f"sub-{self._next:07d}-{self.rng.getrandbits(32):08x}")

    def households(self) -> Iterator[Household]:
        """Give families, for ever."""
        number = 0
        while True:
            number += 1
            members = tuple(self.person() for _ in range(self.rng.choice((1, 2, 3, 5))))
            channel = self.rng.choice((ACCOUNT, MINI))
            yield Household(f"account-{number:06d}", channel, members)

    def having(self, role: str, *, listed: bool = False) -> list[Institution]:
        """Return the institutions with such a device."""
        return [
            i for i in self.institutions if role in i.devices and i.listed >= listed
        ]

    def surroundings(self) -> Surroundings:
        """Return what the monitor is told of all this."""
        return Surroundings(
            sites=tuple(
                Site(org=i.org, latitude=i.latitude, longitude=i.longitude)
                for i in self.institutions
                if i.listed
            ),
            hours=tuple(h for i in self.institutions for h in i.hours),
            watched=tuple(
                Watched(subject=who, why="colleague" if n % 4 else "famous")
                for n, who in enumerate(self.notable)
            ),
        )
