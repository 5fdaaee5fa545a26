"""The attacks that members of staff make."""

from collections.abc import Iterator

from .attacks import Attack, Targets
from .book import Spot
from .province import DESK, HOUR, WINDOW


def bulk(t: Targets) -> Iterator[Attack]:
    """Somebody reads one stranger after the other."""
    work, person = t.work, t.work.province.person
    for number, (shape, count, first, span) in enumerate(
        (
            ("31 in an hour, to the second", 31, 9.0, 3600.0),
            ("60 in five minutes", 60, 10.3, 300.0),
            ("32 at night, half of them refused", 32, 2.0, 3300.0),
            ("of no institution", 33, 15.0, 3000.0),
            ("known elsewhere, or twelve hours ago", 34, 21.0, 3000.0),
            ("among patients of his own", 31, 15.0, 3500.0),
        )
    ):
        desk = t.device("desk")
        org = None if shape.startswith("of no") else desk.org
        by = Spot(f"insider-{number}", org, channel=DESK)
        step, records = span / (count - 1), []
        for n in range(count):
            who, at = person(), first * HOUR + n * step
            if "elsewhere" in shape:
                seen = t.device("desk") if n % 4 == 0 else desk
                ago = 11 * HOUR if seen.org != desk.org else 12 * HOUR + 60
                records.append(work.scan(at - ago, who, seen))
            refused = "refused" in shape and n % 2
            outcome = "ACCESS_DENIED" if refused else "OK"
            act = "break-glass" if refused and n % 3 == 0 else "look"
            records.append(work.book.write(at, act, who, outcome, by))
            if "his own" in shape:
                own = person()
                records.append(work.scan(at - 200, own, desk))
                records.append(work.looked(at + 10, own, by))
        yield Attack("bulk-look-up", shape, by.name, tuple(records))


def watched(t: Targets) -> Iterator[Attack]:
    """Somebody reads about a colleague, or somebody famous."""
    work = t.work
    for number, (shape, act, outcome, seen) in enumerate(
        (
            ("a colleague", "look", "OK", None),
            ("refused", "look", "ACCESS_DENIED", None),
            ("break-glass, refused", "break-glass", "ACCESS_DENIED", None),
            ("known elsewhere", "look", "OK", 600.0),
            ("known twelve hours ago", "look", "OK", 12 * HOUR + 1),
            ("before he was there", "look", "OK", -30.0),
        )
    ):
        who = work.province.notable[20 + number]
        desk = t.device("desk")
        by = Spot(f"curious-{number}", desk.org, channel=DESK)
        at = (13.5 + number * 1.3) * HOUR
        records = [work.book.write(at, act, who, outcome, by)]
        if seen is not None:
            where = t.device("desk") if shape == "known elsewhere" else desk
            while where.org == desk.org and shape == "known elsewhere":
                where = t.device("desk")
            records.append(work.scan(at - seen, who, where))
        yield Attack("watched-record", shape, by.name, tuple(records))


def break_glass(t: Targets) -> Iterator[Attack]:
    """Somebody breaks the glass."""
    work, person = t.work, t.work.province.person
    for number in range(6):
        desk = t.device("desk")
        who, at = person(), (0.5 + 4.4 * number) * HOUR
        org = None if number == 5 else desk.org
        by, act = Spot(f"glass-{number}", org, channel=DESK), "break-glass"
        records = [work.book.write(at, act, who, "OK", by)]
        if number % 2:  # of a patient of the house, and not once only
            records.insert(0, work.scan(at - 60, who, desk))
            records.append(work.book.write(at + 240, act, person(), "OK", by))
        yield Attack(act, f"number {number}", by.name, tuple(records))


def enumeration(t: Targets) -> Iterator[Attack]:
    """Somebody tries numbers of documents."""
    work, person = t.work, t.work.province.person
    bad = ("REAL_NAME_MISMATCH", "DOCUMENT_CHECK_DIGIT", "RATE_LIMITED")
    for number, (shape, count, span) in enumerate(
        (
            ("8 in ten minutes", 8, 599.0),
            ("50 in a minute", 50, 60.0),
            ("8 between good ones", 8, 590.0),
            ("9 for people who have a card", 9, 500.0),
            ("at night", 8, 420.0),
            ("12 at two institutions", 12, 540.0),
        )
    ):
        name, at = f"enumerator-{number}", (1.5 + 3.1 * number) * HOUR
        step, records, orgs = span / (count - 1), [], (t.org(), t.org())
        for n in range(count):
            who = person() if "have a card" in shape else None
            org = orgs[n % 2 if "two" in shape else 0]
            by, act = Spot(name, org, channel=WINDOW), "register"
            late = at + n * step
            records.append(work.book.write(late, act, who, bad[n % 3], by))
            if "good" in shape:
                records.append(work.book.write(late + 9, act, person(), "OK", by))
        yield Attack("enumeration", shape, name, tuple(records))
