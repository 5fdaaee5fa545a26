"""Two provinces: two processes, two databases, two key rings, and one card.

Needs the extras ``sql``, ``asgi`` and ``redis``, and uvicorn as their server.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.applications import Starlette

from ehealthcard import Actor, Applicant, KeyRing, ServiceDesk, Suite, Terminal, Tier
from ehealthcard.adapters.issuers import HttpIssuerGateway
from ehealthcard.adapters.replay.limiting import MovingLimiter
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import PublicKey
from ehealthcard.desk import CrossDomain, ForeignTrust, ForeignVisitor, IssuerCounter
from ehealthcard.errors import EHealthCardError
from ehealthcard.hosts.issuer import issuer_app
from ehealthcard.qr.managers import Manager, make_list, manager_of, sign_list
from ehealthcard.services.foundation.card import ReportLost, card_life

ZHEJIANG, SICHUAN = "330000000001", "510000000001"
WINDOW = Actor("window-3", {"registrar"})
LONG = timedelta(minutes=30)
"""So that nothing expires however slow the machine is that tells the story."""

HALL = Terminal("hall-1", {"terminal"}, org="H1", place="hall")


def issue(folder: Path, root: str) -> None:
    """Be Zhejiang: answer over HTTP, and do what the lines on stdin say."""
    keys = KeyRing.generate(Suite.GM, issuer=ZHEJIANG)
    storage = SqlStorage.open(f"sqlite:///{folder}/zhejiang.db")
    desk = ServiceDesk(storage=storage, keys=keys)
    trust = ForeignTrust(desk, PublicKey(Suite.GM, bytes.fromhex(root)))
    card = desk.register(Applicant(name_of(1), document_of(1)), by=WINDOW)
    limiter = MovingLimiter.in_memory(most=600, span=timedelta(minutes=1))
    app = issuer_app(IssuerCounter(desk), trust.current, limiter=limiter)

    def act(line: str) -> str:
        what, _, rest = line.partition(" ")
        if what == "list":
            trust.take(Path(rest).read_bytes())
        elif what == "lose":
            life = desk.case(card_life, card.case, by=WINDOW)
            desk.execute(card_life, life, ReportLost(reason="on a train"), by=WINDOW)
        else:
            code = desk.show(card.id, by=WINDOW, tier=Tier(rest), lifetime=LONG)
            return code.text
        return "done"

    with served(app) as address:
        entry = manager_of(keys, name="浙江卡管", gateway=address)
        print(entry.to_json().decode(), flush=True)
        for line in sys.stdin:
            print(act(line.rstrip("\n")), flush=True)
    storage.close()


@contextmanager
def served(app: Starlette) -> Generator[str]:
    """Serve *app* on a free port of this machine."""
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none")
    server, listening = uvicorn.Server(config), config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Zhejiang:
    """The other process, seen from here."""

    def __init__(self, folder: Path, root: str) -> None:
        """Start it."""
        command = [sys.executable, "-X", "utf8", __file__, str(folder), root]
        self._process = subprocess.Popen(  # noqa: S603  # this very script
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        self.entry = Manager.from_data(json.loads(self._read()))

    def ask(self, line: str) -> str:
        """Have it do something; return what it says."""
        assert self._process.stdin is not None  # noqa: S101  # it was asked for
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._read()

    def stop(self) -> None:
        """End it, as a power cut would."""
        self._process.kill()
        self._process.communicate()

    def _read(self) -> str:
        assert self._process.stdout is not None  # noqa: S101  # it was asked for
        return self._process.stdout.readline().rstrip("\n")


def say(what: str, scan: Callable[[], object]) -> None:
    """Print what became of a scan."""
    try:
        found = scan()
    except EHealthCardError as error:
        print(f"{what}: {error.code} {error.chinese}")
        return
    if isinstance(found, ForeignVisitor):
        limits = ", ".join(limit.value for limit in found.limits) or "no limits"
        who = "somebody" if found.name is None else f"{found.name}"
        print(f"{what}: {found.verdict.value}, {who} of {found.issuer}, {limits}")


def tell(folder: Path) -> None:
    """Be the root and Sichuan, and tell the story."""
    now = datetime.now(UTC)
    root = KeyRing.generate(Suite.GM, issuer="root")
    keys = KeyRing.generate(Suite.INTL, issuer=SICHUAN)
    zhejiang = Zhejiang(folder, root.public().trust.data.hex())
    storage = SqlStorage.open(f"sqlite:///{folder}/sichuan.db")
    desk = ServiceDesk(storage=storage, keys=keys)
    trust = ForeignTrust(desk, root.public().trust)

    def publish(serial: int, *managers: Manager) -> None:
        until = now + timedelta(days=30)
        listed = make_list(managers, root=root, serial=serial, at=now, until=until)
        file = folder / f"{serial}.list"
        file.write_bytes(sign_list(listed, root))
        trust.take(file.read_bytes())
        if serial == 1:
            zhejiang.ask(f"list {file}")

    ours = manager_of(keys, name="四川卡管")
    publish(1, zhejiang.entry, ours)
    with HttpIssuerGateway(keys, trust.current, desk.clock) as gateway:
        cross = CrossDomain(trust, gateway)

        def scan(text: str) -> ForeignVisitor:
            found = cross.scan(text, by=HALL)
            assert isinstance(found, ForeignVisitor)  # noqa: S101  # no own card here
            return found

        first, second = zhejiang.ask("show signed"), zhejiang.ask("show mac")
        say("online, signed", lambda: scan(first))
        say("online, mac", lambda: scan(second))
        say("the same code again", lambda: scan(second))

        visitor = scan(zhejiang.ask("show signed"))
        card = cross.receive(visitor, by=WINDOW)
        again = scan(zhejiang.ask("show mac"))
        print(f"received, and known again: {card == again.card}")

        shown = [zhejiang.ask("show signed") for _ in range(4)]
        mac = zhejiang.ask("show mac")
        zhejiang.ask("lose")
        say("lost, and its issuer is asked", lambda: scan(shown[0]))
        cross.refresh(ZHEJIANG)
        zhejiang.stop()
        say("lost, and its issuer is down", lambda: scan(shown[1]))

        trust = ForeignTrust(desk, root.public().trust)  # as after a restart: no list
        cross.trust = trust
        publish(2, zhejiang.entry, ours)
        say("down, and the loss is not known here, signed", lambda: scan(shown[2]))
        say("down, and the loss is not known here, mac", lambda: scan(mac))
        revoked = zhejiang.entry.model_copy(update={"revoked": int(now.timestamp())})
        publish(3, revoked, ours)
        say("the issuer was struck off", lambda: scan(shown[3]))
    storage.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        issue(Path(sys.argv[1]), sys.argv[2])
    else:
        with TemporaryDirectory() as name:
            tell(Path(name))
