"""A province in small: institutions, terminals, holders, staff."""

from datetime import UTC, datetime, time, timedelta
from random import Random

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.monitor.risk import Hours, Site, Surroundings, Watched
from ehealthcard.ports import UseRecord

MIDNIGHT = datetime(2026, 3, 1, 16, 0, 0, tzinfo=UTC)
"""00:00 of 2 March in China."""

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@attrs.frozen
class Device:
    name: str
    org: str
    place: str
    channel: str
    step: str


@attrs.define(slots=False)
class Town:
    """Everybody and everything; *size* is the number of scans of a day."""

    random: Random
    size: int
    number: int = 0
    records: list[UseRecord] = attrs.field(factory=list[UseRecord])

    def __attrs_post_init__(self) -> None:
        self.orgs = [f"H{n:02}" for n in range(max(6, min(40, self.size // 2500)))]
        self.at_org = {org: self._devices(org) for org in self.orgs}
        people = max(500, self.size * 3 // 10)
        self.people = [SubjectId(f"{n:032x}") for n in range(people)]
        self.famous = [SubjectId(f"f{n:031x}") for n in range(20)]

    def _devices(self, org: str) -> list[Device]:
        rows = [("gate", "hall", "9900", "000000", 3)]
        rows += [("window", "hall", "0100", "010101", 4)]
        rows += [("kiosk", "hall", "0200", "010105", 2)]
        rows += [("desk", "clinic", "0300", "010102", 6)]
        rows += [("night", "emergency", "0100", "010101", 1)]
        return [
            Device(f"{org}-{name}-{n}", org, place, channel, step)
            for name, place, channel, step, count in rows
            for n in range(count)
        ]

    def around(self) -> Surroundings:
        """What a hospital would tell the monitor."""
        sites = [
            Site(org=org, latitude=30.0 + n * 0.12, longitude=120.0)
            for n, org in enumerate(self.orgs)
        ]
        hours = [
            Hours(org=org, place=place, opens=time(7, 0), closes=time(18, 0))
            for org in self.orgs
            for place in ("hall", "clinic")
        ]
        watched = [Watched(subject=s, why="famous") for s in self.famous]
        return Surroundings(
            sites=tuple(sites), hours=tuple(hours), watched=tuple(watched)
        )

    def devices(self, org: str, kind: str) -> list[Device]:
        return [d for d in self.at_org[org] if f"-{kind}-" in d.name]

    def add(
        self,
        at: datetime,
        tier: str,
        by: str,
        subject: SubjectId | None,
        outcome: str = "OK",
        *,
        org: str | None = None,
        place: str | None = None,
        channel: str = "9900",
        step: str = "000000",
    ) -> UseRecord:
        self.number += 1
        micros = int(at.timestamp() * 1_000_000)
        name = f"{micros:014x}{self.number:018x}"
        record = UseRecord(
            name, subject, outcome, tier, at, by, org, place, channel, step
        )
        self.records.append(record)
        return record

    def scan(
        self,
        at: datetime,
        device: Device,
        subject: SubjectId | None,
        outcome: str = "OK",
        tier: str = "signed",
    ) -> UseRecord:
        return self.add(
            at,
            tier,
            device.name,
            subject,
            outcome,
            org=device.org,
            place=device.place,
            channel=device.channel,
            step=device.step,
        )

    def between(self, first: float, last: float) -> datetime:
        """Return a moment between two hours of the day."""
        return MIDNIGHT + self.random.uniform(first, last) * HOUR
