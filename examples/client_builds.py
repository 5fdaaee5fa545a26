"""From a build of an app to a list, a limit, a forged copy and an incident's notice."""

from datetime import datetime, timedelta

import attrs

from ehealthcard import Actor, Applicant, KeyRing, ServiceDesk, Suite, Terminal
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import SHANGHAI, Channel
from ehealthcard.crypto.signing import LocalSigner
from ehealthcard.desk import (
    ClientApps,
    ClientBuilds,
    Clockwork,
    IncidentOffice,
    RiskWatch,
)
from ehealthcard.errors import EHealthCardError
from ehealthcard.monitor.clients import sign_claim
from ehealthcard.services.foundation.client_app import (
    ClientKind,
    DefectKnown,
    MendDefect,
    PassInspection,
    RegisterBuild,
    ReportDefect,
    Severity,
)
from ehealthcard.services.foundation.incident import (
    Addressee,
    Advice,
    Assess,
    Contact,
    DataKind,
    Grade,
    Graded,
    Harm,
    IncidentFacts,
    Kind,
    RecordNotice,
    Remedy,
    Why,
    incident,
)
from ehealthcard.workflow import BuildClaim

WINDOW = Actor("window-3", {"registrar"}, org="H1")
KEEPER = Actor("keeper-1", {"client-keeper"}, org="H1")
INSPECTOR = Actor("inspector-1", {"client-inspector"}, org="H1")
OFFICER = Actor("officer-1", {"incident-officer"}, org="H1")
KIOSK_KEY = LocalSigner(Suite.GM, bytes(range(1, 33)))
NAME, DIGEST = "org.example.kiosk", "a" * 64


class Clock:
    """A clock that the story turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        """Return the time of the story."""
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


def kiosk(desk: ServiceDesk, at: datetime, version: str, digest: str) -> Terminal:
    """Return a kiosk that signs which build it runs."""
    plain = BuildClaim(app=NAME, version=version, digest=digest)
    said = sign_claim(
        plain,
        actor="kiosk-7",
        audience=desk.keys.issuer,
        at=at,
        signer=KIOSK_KEY,
        suite=Suite.GM,
    )
    return Terminal(
        "kiosk-7", {"terminal"}, org="H1", channel=Channel.KIOSK, build=said
    )


def scan(desk: ServiceDesk, text: str, terminal: Terminal) -> str:
    """Return ``OK`` or the code of what refused it."""
    try:
        desk.scan(text, by=terminal)
    except EHealthCardError as error:
        return error.code
    return "OK"


def enrol(apps: ClientApps, version: str) -> None:
    """Register a build and let another person inspect it."""
    build = RegisterBuild(
        app=NAME,
        version=version,
        kind=ClientKind.TERMINAL,
        maker="某信息公司",
        digests=(DIGEST,),
        permissions=("CAMERA",),
        claim_keys=(KIOSK_KEY.public_key.hex(),),
    )
    apps.register(build, by=KEEPER)
    passed = PassInspection(
        digests=(DIGEST,), permissions=("CAMERA",), checklist="2026-1"
    )
    apps.do(NAME, version, passed, by=INSPECTOR)


def builds(desk: ServiceDesk, clock: Clock) -> None:
    """Tell of a build, its defect and a copy of it."""
    apps, now = ClientApps(desk), clock.now
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)
    enrol(apps, "1.0")
    apps.take(apps.publish(by=WINDOW), by=WINDOW)
    text = desk.show(card.id, by=WINDOW).text
    silent = attrs.evolve(kiosk(desk, now, "1.0", DIGEST), build=None)
    print("a kiosk that does not say what it runs:", scan(desk, text, silent))
    print("a build nobody knows:", scan(desk, text, kiosk(desk, now, "0.9", DIGEST)))
    print("an altered copy:", scan(desk, text, kiosk(desk, now, "1.0", "b" * 64)))
    print("the inspected build:", scan(desk, text, kiosk(desk, now, "1.0", DIGEST)))
    seen = apps.seen(now, now + timedelta(minutes=1), by=WINDOW)
    print("on record:", ", ".join(s.finding.value for s in seen))
    clock.forward(seconds=10)
    for alert in RiskWatch(desk).run_once():
        print("found:", alert.state.rule, "of", alert.state.who)

    found = ReportDefect(number="D-1", severity=Severity.HIGH, what="日志含卡号")
    case = apps.do(NAME, "1.0", found, by=INSPECTOR)
    if isinstance(case.state, DefectKnown):
        print("a defect, to be mended by", f"{case.state.mend_by:%m-%d}")
    clock.forward(days=7, seconds=1)
    Clockwork(desk).run_once()
    limited = apps.case(NAME, "1.0", by=KEEPER)
    print("nobody mended it:", type(limited.state).__name__)
    apps.take(apps.publish(by=WINDOW), by=WINDOW)
    again = desk.show(card.id, by=WINDOW).text
    terminal = kiosk(desk, clock.now, "1.0", DIGEST)
    print("with the new list:", scan(desk, again, terminal))
    mended = MendDefect(number="D-1", by="dev-7", how="已脱敏")
    passed = PassInspection(digests=(DIGEST,), checklist="2026-1")
    apps.do(NAME, "1.0", mended, by=INSPECTOR)
    apps.do(NAME, "1.0", passed, by=INSPECTOR)
    apps.take(apps.publish(by=WINDOW), by=WINDOW)
    print("mended and inspected:", scan(desk, again, terminal))


def breach(desk: ServiceDesk, clock: Clock) -> None:
    """Tell of an incident and its clocks."""
    contact = Contact(zh="模拟医院", en="Simulated Hospital", phone="0571-12345678")
    office = IncidentOffice(desk, contact)
    case = office.open("2026-001", "H1", clock.now, by=OFFICER)
    facts = IncidentFacts(
        kinds=(Kind.CLIENT_ALTERED, Kind.LEAKED),
        data=(DataKind.CODES,),
        persons=1_200_000,
        why=Why.ATTACK,
        harms=(Harm.PRIVACY,),
        remedies=(Remedy.BLOCKED,),
        advice=(Advice.UPDATE_APP,),
    )
    case = office.do(case, Assess(facts=facts, grade=Grade.LARGER), by=OFFICER)
    if isinstance(case.state, Graded):
        for duty in case.state.duties:
            print(f"to tell by {duty.due:%m-%d %H:%M}:", duty.to.value)
    clock.forward(hours=4, seconds=1)
    Clockwork(desk).run_once()
    case = desk.case(incident, case.id, by=OFFICER)
    if case.state.warned:
        late = ", ".join(to.value for to in case.state.warned.late)
        print("overdue:", late, "->", case.state.warned.to)
    for to in (Addressee.CYBERSPACE, Addressee.HEALTH, Addressee.PERSONS):
        done = RecordNotice(to=to, number="N-1", told_at=clock.now, count=1_200_000)
        case = office.do(case, done, by=OFFICER)
    print("all told:", type(case.state).__name__)
    text = office.notice(case, Addressee.PERSONS, by=OFFICER)
    print(text.zh.splitlines()[3])
    print(text.en.splitlines()[-1])


def tell() -> None:
    """Tell the story."""
    clock = Clock()
    keys = KeyRing.generate(Suite.GM, issuer="330100000001")
    clients = ClientBuilds((keys.public().trust,))
    storage = MemoryStorage()
    desk = ServiceDesk(storage=storage, keys=keys, clock=clock, clients=clients)
    builds(desk, clock)
    breach(desk, clock)


if __name__ == "__main__":
    tell()
