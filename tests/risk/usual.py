"""What honest people do on a day, slips and all."""

from datetime import datetime, timedelta

from ehealthcard.identity import SubjectId

from .town import HOUR, MIDNIGHT, MINUTE, SECOND, Town

DOCTORS = 6


def live(town: Town) -> None:
    """Let everybody live until the day has its scans."""
    scans, person = 0, 0
    while scans < town.size:
        subject = town.people[person % len(town.people)]
        person += 1
        scans += _visit(town, subject, f"app-{person // 2}")
    _staff(town)
    _gates(town)


def _visit(town: Town, subject: SubjectId, account: str) -> int:
    """One person's way through a hospital; return how many scans it took."""
    chance, scans = town.random, 0
    night = chance.random() < 0.03
    org = chance.choice(town.orgs)
    at = town.between(0, 6) if night else town.between(7.1, 15)
    way = ["night"] if night else ["gate", "window", "desk", "kiosk"]
    for kind in way:
        device = chance.choice(town.devices(org, kind))
        _show(town, at - 20 * SECOND, account, subject)
        town.scan(at, device, subject)
        scans += 1
        slip = chance.random()
        if slip < 0.01:  # held to the scanner once more
            again = at + chance.uniform(1, 40) * SECOND
            town.scan(again, device, subject, "CODE_REPLAYED")
            scans += 1
        elif slip < 0.02:
            town.scan(at - SECOND, device, subject, "CODE_EXPIRED")
            scans += 1
        elif slip < 0.023:  # some other code
            town.scan(at - SECOND, device, None, "CODE_UNRECOGNISED", "-")
            scans += 1
        if kind == "desk":
            _look(town, at + MINUTE, org, subject)
        at += chance.uniform(5, 30) * MINUTE
    if not night and chance.random() < 0.02:
        scans += _second_visit(town, subject, at)
    if chance.random() < 0.03:
        _register(town, at)
    return scans


def _second_visit(town: Town, subject: SubjectId, at: datetime) -> int:
    """To another hospital, as fast as a car drives."""
    org = town.random.choice(town.orgs)
    at += timedelta(hours=len(town.orgs) * 13.4 / 80)
    if at > MIDNIGHT + 17.5 * HOUR:
        return 0
    town.scan(at, town.random.choice(town.devices(org, "gate")), subject)
    return 1


def _show(town: Town, at: datetime, account: str, subject: SubjectId) -> None:
    town.add(at, "shown/signed", account, subject, channel="0402")


def _look(town: Town, at: datetime, org: str, subject: SubjectId) -> None:
    """The doctor reads the record of who sits before him."""
    doctor = f"{org}-doctor-{town.random.randrange(DOCTORS)}"
    town.add(at, "look", doctor, subject, org=org, channel="0300", step="010102")
    if town.random.random() < 0.1:  # and the patient reads it at home
        town.add(at + HOUR, "look", f"app-{subject[-6:]}", subject, channel="0402")


def _register(town: Town, at: datetime) -> None:
    """Somebody misspells a name, and then does not."""
    clerk = f"clerk-{town.random.randrange(200)}"
    outcome = "REAL_NAME_MISMATCH" if town.random.random() < 0.2 else "OK"
    town.add(at, "register", clerk, None, outcome, channel="0100")


def _staff(town: Town) -> None:
    """Second opinions on absent patients, famous patients who came, a night shift."""
    chance = town.random
    for number, org in enumerate(town.orgs):
        for doctor in range(DOCTORS):
            for _ in range(8):
                at = town.between(8, 16)
                subject, name = chance.choice(town.people), f"{org}-doctor-{doctor}"
                town.add(at, "look", name, subject, org=org, channel="0300")
        at = town.between(20, 21)
        for step in range(2):  # a technician tries the window after closing
            device = town.devices(org, "window")[0]
            town.scan(at + step * MINUTE, device, SubjectId(f"d{number:031x}"))
    for subject in town.famous[:5]:
        org, at = chance.choice(town.orgs), town.between(8, 12)
        town.scan(at, town.devices(org, "gate")[0], subject)
        town.add(at + HOUR, "look", f"{org}-doctor-0", subject, org=org)


def _gates(town: Town) -> None:
    for org in town.orgs:
        for gate in town.devices(org, "gate"):
            for hour in range(24):
                at = MIDNIGHT + hour * HOUR
                town.add(at, "gate", gate.name, None, org=org, place=gate.place)
