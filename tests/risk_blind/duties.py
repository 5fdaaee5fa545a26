"""People at work, near the numbers and below them: none of it is an attack."""

from collections.abc import Callable, Iterator
from random import Random

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import UseRecord

from .book import Book
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
            device.name,
            device.org,
            device.place,
            device.channel,
            "010101",
        )

    def staff(  # noqa: PLR0913  # somebody did something to somebody somewhere
        self,
        second: float,
        act: str,
        who: SubjectId | None,
        name: str,
        org: str | None,
        outcome: str = "OK",
    ) -> UseRecord:
        """Return what a member of staff did."""
        return self.book.write(
            second, act, who, outcome, name, org, None, DESK, "010102"
        )

    def shown(
        self, second: float, who: SubjectId, name: str, channel: str, outcome: str = "OK"
    ) -> UseRecord:
        """Return that a code was shown."""
        return self.book.write(
            second, "shown/mac", who, outcome, name, None, None, channel
        )


def archives(work: Work) -> Iterator[UseRecord]:
    """Clerks scan the cards of old files: twenty in five minutes, for hours."""
    for institution in work.province.having("archive"):
        [device] = institution.devices["archive"]
        for n in range(120):
            yield work.scan(9 * HOUR + n * 15.5, work.province.person(), device)


def coders(work: Work) -> Iterator[UseRecord]:
    """Clerks read thirty strangers' records in an hour, all day, and known ones too."""
    for institution in work.province.having("archive")[::2]:
        name = f"coder-{institution.org}"
        [device] = institution.devices["archive"]
        for n in range(200):
            moment = 8.2 * HOUR + n * 122
            yield work.staff(moment, "look", work.province.person(), name, device.org)
        for n in range(60):
            who = work.province.person()
            yield work.scan(9.7 * HOUR + n * 16.1, who, device)
            yield work.staff(12 * HOUR + n * 20, "look", who, name, device.org)


def rounds(work: Work) -> Iterator[UseRecord]:
    """Nurses scan a ward's patients at night; the doctor looks at them at eight."""
    for institution in work.province.having("ward"):
        for number, device in enumerate(institution.devices["ward"]):
            patients = [work.province.person() for _ in range(44)]
            for hour in (0.5, 5.9, 13.0, 21.0):
                for n, who in enumerate(patients):
                    moment = (hour + number / 10) * HOUR + n * 6.5
                    yield work.scan(moment, who, device)
            doctor = f"ward-doctor-{device.name}"
            for n, who in enumerate(patients):
                yield work.staff(8 * HOUR + n * 60, "look", who, doctor, device.org)


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
        late, guest = 21.7 * HOUR, work.province.person()
        yield work.shown(late, guest, account, MINI, "ACCESS_DENIED")
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
        name, org = f"registrar-{institution.org}", institution.org
        for n in range(30):
            late = 9 * HOUR + n * 41
            row = (late, "register", work.province.person(), "OK", name, org)
            yield work.book.write(*row, None, WINDOW)
        for n in range(7):
            row = (9 * HOUR + n * 70, "register", None, "DOCUMENT_CHECK_DIGIT")
            yield work.book.write(*row, name, org, None, WINDOW)


def the_watched(work: Work) -> Iterator[UseRecord]:
    """The famous fall ill too: their doctor looks, and they read their own reports."""
    for number, watched in enumerate(work.province.watched[:12]):
        places = work.province.having("desk")
        institution = places[number % len(places)]
        desk, moment = institution.devices["desk"][0], 8.6 * HOUR + number * 60
        yield work.scan(moment, watched.subject, desk)
        name = f"doctor-{desk.name}"
        for after in (30, 4000, 12 * HOUR):
            row = (moment + after, "look", watched.subject, name, desk.org)
            yield work.staff(*row)
    for number, watched in enumerate(work.province.watched[12:16]):
        name = watched.subject if number % 2 else f"own-account-{number}"
        row = (20 * HOUR, "look", watched.subject, "OK", name, None, None, MINI)
        yield work.book.write(*row, "010108")


def emergencies(work: Work) -> Iterator[UseRecord]:
    """Break-glass, rightly used. The page has each reviewed, so each is found."""
    for number, institution in enumerate(work.province.having("emergency")[:6]):
        name = f"emergency-doctor-{institution.org}"
        row = (3 * HOUR * (number + 1), "break-glass", work.province.person())
        yield work.staff(*row, name, institution.org)
        refused = (3 * HOUR * (number + 1) - 60, "break-glass", None)
        yield work.staff(*refused, name, institution.org, "ACCESS_DENIED")


def proxies(work: Work) -> Iterator[UseRecord]:
    """A daughter fetches the drugs of a father in hospital: the page calls it travel."""
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
