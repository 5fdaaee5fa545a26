"""Visitors: they come in the rush, queue, hold a phone to a scanner twice, go home."""

from heapq import heappop, heappush
from random import Random

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import UseRecord

from .book import Book, Spot
from .province import DESK, HOUR, Device, Household, Institution, Province

_STEP = {
    "gate": "000000",
    "kiosk": "010101",
    "window": "010105",
    "desk": "010102",
    "pharmacy": "010103",
    "emergency": "010101",
}
_EVERYDAY = ("CODE_EXPIRED",) * 8 + (
    "CODE_WRONG_AUDIENCE",
    "CODE_NOT_YET_VALID",
    "CODE_SECOND_FACTOR_REQUIRED",
    "CODE_MALFORMED",
    "CODE_TRUNCATED",
    "RATE_LIMITED",
)
_TIERS = ("mac",) * 5 + ("signed", "device", "national", "national", "static")


@attrs.define
class Visit:
    subject: SubjectId
    household: Household
    stops: list[tuple[Institution, str]]
    closes: float
    records: list[UseRecord] = attrs.field(factory=list)
    scans: int = 0
    at: int = 0
    """Which stop is next."""


@attrs.define
class Crowd:
    """Lets visitors walk about, each device serving one after the other."""

    rng: Random
    book: Book
    province: Province
    _free: dict[str, float] = attrs.field(factory=dict)
    _queue: list[tuple[float, int, Visit]] = attrs.field(factory=list)

    def day(self, scans: int) -> list[UseRecord]:
        """Return a day with exactly so many scans, and what goes with them."""
        visits = self._arrive(round(scans / 2.6))
        while self._queue:
            moment, number, visit = heappop(self._queue)
            after = self._serve(visit, moment)
            if after is not None:
                heappush(self._queue, (after, number, visit))
        self.rng.shuffle(visits)
        kept: list[UseRecord] = []
        left = scans
        for visit in visits:
            if visit.scans <= left:
                kept += visit.records
                left -= visit.scans
        assert left == 0, "too few visits for so many scans"
        return kept

    def _arrive(self, count: int) -> list[Visit]:
        visits: list[Visit] = []
        weights = [len(i.devices["desk"]) for i in self.province.institutions]
        for household in self.province.households():
            for subject in household.members:
                if self.rng.random() < 0.55:
                    continue
                [first] = self.rng.choices(self.province.institutions, weights)
                visit, moment = self._plan(subject, household, first)
                heappush(self._queue, (moment, len(visits), visit))
                visits.append(visit)
            if len(visits) >= count:
                return visits
        return visits

    def _plan(
        self, subject: SubjectId, household: Household, first: Institution
    ) -> tuple[Visit, float]:
        rng = self.rng
        opens, closes = rng.choice(first.sessions)
        if "emergency" in first.devices and rng.random() < 0.06:
            roles, moment, closes = ["emergency"], rng.uniform(0, 24 * HOUR), 25 * HOUR
        else:
            roles = [r for r in ("gate", "kiosk", "window") if r in first.devices]
            roles += ["desk", *rng.choice(([], ["window"], ["pharmacy"], ["kiosk"]))]
            moment = opens + self._hour(closes - opens)
        stops = [(first, role) for role in roles if role in first.devices]
        if (
            "emergency" not in roles and rng.random() < 0.03
        ):  # a second opinion, or the pharmacy next door
            other = rng.choice(self.province.institutions)
            if other.org != first.org and other.sessions == first.sessions:
                stops += [(other, "window"), (other, "desk")]
        visit = Visit(subject, household, stops, closes)
        if rng.random() < 0.9:
            visit.records.append(self._shown(visit, moment - rng.uniform(5, 60)))
        return visit, moment

    def _hour(self, span: float) -> float:
        """Return when somebody comes, after the doors opened: most come early."""
        rng = self.rng
        while True:
            wish = rng.random()
            if wish < 0.5:
                after = abs(rng.gauss(0, 0.16)) * span
            elif wish < 0.7:
                after = rng.gauss(0.7, 0.06) * span
            else:
                after = rng.random() * span
            if 60 < after < span - 900:
                return after

    def _shown(self, visit: Visit, moment: float) -> UseRecord:
        """Return that a family's phone showed the code of one of them."""
        return self.book.write(
            moment,
            "shown/" + self.rng.choice(_TIERS),
            visit.subject,
            "OK",
            Spot(visit.household.account, channel=visit.household.channel),
        )

    def _serve(self, visit: Visit, moment: float) -> float | None:
        """Scan a visitor at his next stop, and return when he is at the one after."""
        rng = self.rng
        place, role = visit.stops[visit.at]
        device = rng.choice(place.devices[role])
        start = max(moment, self._free.get(device.name, 0.0))
        if start > visit.closes + 500:
            return None  # he went home
        start, done = self._scan(visit, device, role, start)
        self._free[device.name] = start + device.gap
        if not done:
            return None
        if role == "desk":
            self._consult(visit, device, start)
        last = start
        if rng.random() < 0.02:
            last = start + rng.choice((60.0, rng.uniform(1, 60)))
            self._note(visit, device, role, last, "CODE_REPLAYED")
        visit.at += 1
        if visit.at == len(visit.stops):
            return None
        following, _ = visit.stops[visit.at]
        journey = place.km_to(following) / rng.uniform(25, 100) * HOUR
        wait = rng.uniform(0, 600) if following.org != place.org else 0.0
        return last + 170 + rng.expovariate(1 / 500) + journey + wait

    def _scan(
        self, visit: Visit, device: Device, role: str, start: float
    ) -> tuple[float, bool]:
        """Scan until it is accepted, and return when, and whether it was."""
        rng = self.rng
        while rng.random() < 0.045:
            self._note(visit, device, role, start, rng.choice(_EVERYDAY))
            start += rng.uniform(max(device.gap, 8), 45)
        refused = rng.random() < 0.004
        outcome = rng.choice(("CARD_LOST", "CARD_REVOKED", "CODE_DEVICE_REVOKED"))
        self._note(visit, device, role, start, outcome if refused else "OK")
        return start, not refused

    def _note(
        self, visit: Visit, device: Device, role: str, moment: float, outcome: str
    ) -> None:
        tier = self.rng.choice(_TIERS)
        unread = outcome in ("CODE_MALFORMED", "CODE_TRUNCATED", "RATE_LIMITED")
        nobody = unread or (tier == "national" and outcome != "OK")
        visit.scans += 1
        visit.records.append(
            self.book.write(
                moment + device.drift,
                "-" if unread else tier,
                None if nobody else visit.subject,
                outcome,
                device,
                step=_STEP[role],
            )
        )

    def _consult(self, visit: Visit, device: Device, moment: float) -> None:
        """Write what the doctor does with him: he looks, he orders."""
        rng = self.rng
        doctor = Spot(f"doctor-{device.name}", device.org, device.place, DESK)

        def note(at: float, act: str, by: Spot, step: str) -> None:
            row = self.book.write(at, act, visit.subject, "OK", by, step=step)
            visit.records.append(row)

        if rng.random() < 0.5:
            note(moment + rng.uniform(3, 120), "look", doctor, "010102")
        if rng.random() < 0.3:
            note(moment + rng.uniform(60, 160), "service", doctor, "010104")
        if rng.random() < 0.05:  # he reads his own report at home
            home = visit.household
            note(
                moment + rng.uniform(2000, 9000),
                "look",
                Spot(rng.choice((home.account, visit.subject)), channel=home.channel),
                "010108",
            )


def gates(book: Book, province: Province, every: float) -> list[UseRecord]:
    """Return the reports of gates that are well, their clocks slightly off."""
    return [
        book.write(
            after + number * 7 + device.drift,
            "gate",
            None,
            "OK",
            device,
        )
        for number, institution in enumerate(province.having("gate"))
        for device in institution.devices["gate"]
        for after in range(0, 24 * 3600, round(every))
    ]
