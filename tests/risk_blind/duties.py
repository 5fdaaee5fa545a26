"""People at work, near the numbers and below them: none of it is an attack."""

from collections.abc import Callable, Iterator
from random import Random

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import UseRecord

from .book import Book, Spot
from .province import ACCOUNT, DESK, HOUR, KIOSK, MINI, OTHER, WINDOW, Device, Province


@attrs.frozen
class Work:
    """What the duties are written with."""

    rng: Random
    book: Book
    province: Province

    def scan(
        self, second: float, who: SubjectId | None, device: Device, outcome: str = "OK"
    ) -> UseRecord:
        """Return a scan at a device."""
        return self.book.write(
            second,
            "-" if who is None else self.rng.choice(("mac", "signed", "static")),
            who,
            outcome,
            device,
            step="010101",
        )

    def looked(self, second: float, who: SubjectId, by: Spot) -> UseRecord:
        """Return that a member of staff read something."""
        return self.book.write(second, "look", who, "OK", by, step="010102")

    def shown(
        self, second: float, who: SubjectId, name: str, channel: str
    ) -> UseRecord:
        """Return that a code was shown."""
        spot = Spot(name, channel=channel)
        return self.book.write(second, "shown/mac", who, "OK", spot)


def archives(work: Work) -> Iterator[UseRecord]:
    """Clerks scan the cards of old files: twenty in five minutes, for hours."""
    for institution in work.province.having("archive"):
        [device] = institution.devices["archive"]
        for n in range(120):
            yield work.scan(9 * HOUR + n * 15.5, work.province.person(), device)


def coders(work: Work) -> Iterator[UseRecord]:
    """Clerks read thirty strangers' records in an hour, all day, and known ones too."""
    for institution in work.province.having("archive")[::2]:
        coder = Spot(f"coder-{institution.org}", institution.org, channel=DESK)
        [device] = institution.devices["archive"]
        for n in range(200):
            moment = 8.2 * HOUR + n * 122
            yield work.looked(moment, work.province.person(), coder)
        for n in range(60):
            who = work.province.person()
            yield work.scan(9.7 * HOUR + n * 16.1, who, device)
            yield work.looked(12 * HOUR + n * 20, who, coder)


def rounds(work: Work) -> Iterator[UseRecord]:
    """Nurses scan a ward's patients at night; the doctor looks at them at eight."""
    for institution in work.province.having("ward"):
        for number, device in enumerate(institution.devices["ward"]):
            patients = [work.province.person() for _ in range(44)]
            for hour in (0.5, 5.9, 13.0, 21.0):
                for n, who in enumerate(patients):
                    moment = (hour + number / 10) * HOUR + n * 6.5
                    yield work.scan(moment, who, device)
            doctor = Spot(f"ward-doctor-{device.name}", device.org, channel=DESK)
            for n, who in enumerate(patients):
                yield work.looked(8 * HOUR + n * 60, who, doctor)


def busy_gates(work: Work) -> Iterator[UseRecord]:
    """A shift changes through one gate: a hundred and fifty in five minutes."""
    for institution in work.province.having("ward"):
        gate = attrs.evolve(
            institution.devices["gate"][0], name=f"{institution.org}-staff-gate"
        )
        for n in range(150):
            yield work.scan(7.3 * HOUR + n * 2.01, work.province.person(), gate)


def schools(work: Work) -> Iterator[UseRecord]:
    """A class is vaccinated; the teacher's kiosk prints the codes."""
    for institution in work.province.having("kiosk"):
        if "gate" in institution.devices:
            continue
        kiosk = attrs.evolve(
            institution.devices["kiosk"][0], name=f"{institution.org}-school-kiosk"
        )
        for n in range(45):
            who, moment = work.province.person(), 14.5 * HOUR + n * 16
            yield work.shown(moment - 5, who, kiosk.name, KIOSK)
            yield work.scan(moment, who, kiosk)


def families(work: Work) -> Iterator[UseRecord]:
    """Six of one family on one phone, a refused seventh, a bank's app with many."""
    for number in range(len(work.province.institutions)):
        account = f"large-family-{number}"
        members = [work.province.person() for _ in range(6)]
        for n in range(30):
            channel = (ACCOUNT, MINI)[n % 2]
            yield work.shown((6 + n / 2) * HOUR, members[n % 6], account, channel)
        guest, phone = work.province.person(), Spot(account, channel=MINI)
        late, refused = 21.7 * HOUR, "ACCESS_DENIED"
        yield work.book.write(late, "shown/mac", guest, refused, phone)
    for n in range(60):
        yield work.shown(10 * HOUR + n * 99, work.province.person(), "bank", OTHER)


def bad_scanners(work: Work) -> Iterator[UseRecord]:
    """Nine unreadable codes in five minutes; a kiosk set up for somebody else."""
    for institution in work.province.having("kiosk"):
        first = institution.devices["kiosk"][0]
        dirty = attrs.evolve(first, name=f"{institution.org}-dirty")
        for n in range(9):
            yield work.scan(9.1 * HOUR + n * 30, None, dirty, "CODE_MALFORMED")
        wrong = attrs.evolve(first, name=f"{institution.org}-wrong")
        for n in range(40):
            outcome = (
                "CODE_WRONG_AUDIENCE",
                "CODE_EXPIRED",
                "CODE_SECOND_FACTOR_REQUIRED",
                "CODE_NOT_YET_VALID",
                "CARD_LOST",
                "RATE_LIMITED",
            )[n % 6]
            who = work.province.person()
            yield work.scan(10.1 * HOUR + n * 7, who, wrong, outcome)


def late_hours(work: Work) -> Iterator[UseRecord]:
    """Late patients, one technician who tries a kiosk twice, a pharmacy at nine."""
    for institution in work.province.having("kiosk"):
        _, closes = institution.sessions[-1]
        kiosk, tester = institution.devices["kiosk"][0], work.province.person()
        for n in range(5):
            late = closes + 500 + n * 85
            yield work.scan(late, work.province.person(), kiosk)
        for n in range(2):
            yield work.scan(22 * HOUR + n * 60, tester, kiosk)
        if "gate" in institution.devices:
            counter = institution.devices["pharmacy"][0]
            for n in range(6):
                who = work.province.person()
                yield work.scan(20.8 * HOUR + n * 300, who, counter)


def registrars(work: Work) -> Iterator[UseRecord]:
    """Newcomers by the dozen, and seven typing errors in ten minutes."""
    for institution in work.province.having("window"):
        clerk = Spot(f"registrar-{institution.org}", institution.org, channel=WINDOW)
        for n in range(30):
            late = 9 * HOUR + n * 41
            who = work.province.person()
            yield work.book.write(late, "register", who, "OK", clerk)
        for n in range(7):
            late, refused = 9 * HOUR + n * 70, "DOCUMENT_CHECK_DIGIT"
            yield work.book.write(late, "register", None, refused, clerk)


def the_watched(work: Work) -> Iterator[UseRecord]:
    """The famous fall ill too: their doctor looks, and they read their own reports."""
    for number, who in enumerate(work.province.notable[:12]):
        places = work.province.having("desk")
        institution = places[number % len(places)]
        desk, moment = institution.devices["desk"][0], 8.6 * HOUR + number * 60
        yield work.scan(moment, who, desk)
        doctor = Spot(f"doctor-{desk.name}", desk.org, channel=DESK)
        for after in (30, 4000, 12 * HOUR):
            yield work.looked(moment + after, who, doctor)
    for number, who in enumerate(work.province.notable[12:16]):
        name = who if number % 2 else f"own-account-{number}"
        yield work.looked(20 * HOUR, who, Spot(name, channel=MINI))


def emergencies(work: Work) -> Iterator[UseRecord]:
    """Break-glass, rightly used. The page has each reviewed, so each is found."""
    for number, institution in enumerate(work.province.having("emergency")[:6]):
        org = institution.org
        doctor = Spot(f"emergency-doctor-{org}", org, channel=DESK)
        who, at = work.province.person(), 3 * HOUR * (number + 1)
        yield work.book.write(at, "break-glass", who, "OK", doctor)
        yield work.book.write(at - 60, "break-glass", None, "ACCESS_DENIED", doctor)


def proxies(work: Work) -> Iterator[UseRecord]:
    """A daughter fetches the drugs of a father in hospital: travel, says the page."""
    listed = work.province.having("pharmacy", listed=True)
    home = listed[0]
    away = max(listed, key=home.km_to)
    for number in range(2):
        who, moment = work.province.person(), (9.5 + number) * HOUR
        yield work.scan(moment, who, home.devices["desk"][1])
        yield work.scan(moment + 600, who, away.devices["pharmacy"][0])


DUTIES: tuple[Callable[[Work], Iterator[UseRecord]], ...] = (
    archives,
    coders,
    rounds,
    busy_gates,
    schools,
    families,
    bad_scanners,
    late_hours,
    registrars,
    the_watched,
    emergencies,
    proxies,
)
