"""The MLLP client and the listener, against strangers and against each other."""

import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ehealthcard.adapters.hl7 import (
    GB18030,
    UTF_8,
    Frame,
    FrameReader,
    Header,
    Hl7Message,
    Letter,
    MllpClient,
    Patient,
    PatientIdentifier,
    Segment,
    Side,
    Visit,
    acknowledgement_of,
    adt,
    framed,
    message_of,
)
from ehealthcard.errors import MalformedHl7Error, OutsideUnavailableError
from ehealthcard.hosts.mllp import Caps, MllpListener, Verdict
from ehealthcard.ports import Accepted, Rejected, Unclear
from tests.peers import (
    HERE,
    MLLP_ENGINES,
    MLLP_PEERS,
    mllp_peer,
    node_modules,
    node_run,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
PATIENT = Patient((PatientIdentifier("Z1", "H1", "MR"),), "张三")


def message(name: str = "M-1", charset: str = UTF_8, note: str = "") -> Hl7Message:
    header = Header(Side("HIS", "H1"), Side("EHC", "H1"), charset=charset)
    made = adt(Letter(header, name, AT), "A01", PATIENT, Visit("V-1", "I", "W", "1"))
    return message_of([*made.segments, Segment.of("NTE", {3: note})]) if note else made


@pytest.fixture(scope="module", params=MLLP_PEERS)
def peer(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    with mllp_peer(request.param) as port:
        yield request.param, port


def test_strangers_take_one_message_after_another(peer: tuple[str, int]) -> None:
    with MllpClient("127.0.0.1", peer[1], timeout=5) as client:
        for name in ("M-1", "M-2", "M-3"):
            assert Accepted(data={"control_id": name}) == client.send(message(name))


def test_strangers_take_long_messages(peer: tuple[str, int]) -> None:
    # hl7apy reads byte by byte, and python-hl7 takes nothing above 64 KiB
    length = 30_000 if peer[0] in ("hl7apy", "python-hl7") else 300_000
    with MllpClient("127.0.0.1", peer[1], timeout=5) as client:
        assert isinstance(client.send(message(note="x" * length)), Accepted)


def test_a_stranger_takes_gb18030() -> None:
    with (
        mllp_peer("node-hl7-server") as port,
        MllpClient("127.0.0.1", port, timeout=5) as client,
    ):
        assert isinstance(client.send(message(charset=GB18030)), Accepted)


def test_a_strangers_client_is_answered() -> None:
    texts = [message(n).to_bytes().decode().replace("\r", "\n") for n in "123"]
    with MllpListener(lambda _: Verdict()) as listener:
        command = [sys.executable, "-W", "ignore", str(HERE / "mllp_python_hl7.py")]
        done = subprocess.run(  # noqa: S603  # ours
            [*command, "send", str(listener.address[1])],
            input="\f".join(texts),
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=20,
        )
    assert ["AA 1", "AA 2", "AA 3"] == done.stdout.splitlines()


@pytest.mark.parametrize("engine", MLLP_ENGINES)
def test_an_engine_from_npm_sends_and_is_answered(engine: str) -> None:
    texts = [message(n).to_bytes().decode().replace("\r", "\n") for n in "123"]
    note = Noting()
    with MllpListener(note) as here:
        sent = node_run(
            "mllp-engines.mjs",
            node_modules(engine, *MLLP_ENGINES[engine]),
            *(engine, "send", str(here.address[1])),
            said="\f".join(texts),
        )
    assert (["AA 1", "AA 2", "AA 3"], ["1", "2", "3"]) == (sent.splitlines(), note.came)


def test_an_acknowledgement_is_not_acknowledged() -> None:
    note = Noting()
    with (
        MllpListener(note) as here,
        socket.create_connection(here.address, 5) as line,
    ):
        line.sendall(ack("AA", "NOBODYS") + framed(message("M-9").to_bytes()))
        reader, frames = FrameReader(), list[Frame]()
        while not frames:
            pieces = reader.feed(line.recv(65536))
            frames = [p for p in pieces if isinstance(p, Frame)]

    told = acknowledgement_of(Hl7Message.parse(frames[0].content))
    assert told is not None
    assert ("M-9", ["M-9"]) == (told.control_id, note.came)


class Noting:
    """A handler that takes everything and remembers whose turn it was."""

    def __init__(self) -> None:
        self.came: list[str] = []

    def __call__(self, asked: Hl7Message) -> Verdict:
        self.came.append(asked.control_id)
        return Verdict()


class Server:
    """A server that does as its script says: for each connection, what it answers."""

    def __init__(self, *answers: bytes | None) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.got: list[bytes] = []
        self.answers = answers
        self.over = Event()
        self.thread = Thread(target=self.run, daemon=True)

    def run(self) -> None:
        """Answer; ``None`` hangs up without a word."""
        for answer in self.answers:
            connection, _ = self.listening.accept()
            with connection:
                reader, frames = FrameReader(), list[Frame]()
                while not frames:
                    pieces = reader.feed(connection.recv(65536))
                    frames = [p for p in pieces if isinstance(p, Frame)]
                self.got.append(frames[0].content)
                if answer is not None:
                    connection.sendall(answer)
                    self.over.wait(5)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()
        self.listening.close()


def ack(code: str, name: str = "M-1", *more: str) -> bytes:
    lines = ["MSH|^~\\&|HIS||EHC||||ACK|7|P|2.5.1", f"MSA|{code}|{name}", *more]
    return framed("\r".join(lines).encode())


def test_the_same_message_is_sent_again_where_nobody_answered() -> None:
    with (
        Server(None, ack("AA")) as server,
        MllpClient("127.0.0.1", server.port, timeout=5) as client,
    ):
        assert isinstance(client.send(message()), Accepted)
        server.over.set()
    assert [message().to_bytes()] * 2 == server.got


def test_no_answer_at_all_is_unclear() -> None:
    with (
        Server(None, None) as server,
        MllpClient("127.0.0.1", server.port, timeout=5) as client,
    ):
        assert Unclear() == client.send(message())


def test_silence_ends_at_the_deadline() -> None:
    with (
        Server(b"") as server,
        MllpClient("127.0.0.1", server.port, timeout=0.1, resend=0) as client,
    ):
        assert Unclear() == client.send(message())


def test_an_answer_to_another_message_is_no_answer() -> None:
    wire = framed(b"rubbish") + b"noise" + ack("AA", "M-0") + ack("AE")
    with (
        Server(wire) as server,
        MllpClient("127.0.0.1", server.port, timeout=5) as client,
    ):
        assert Rejected(code="AE") == client.send(message())


@pytest.mark.parametrize(
    ("line", "code"), [("ERR|||204", "204"), ("ERR|PID^1^3^101&lack", "101")]
)
def test_a_refusal_says_why(line: str, code: str) -> None:
    with (
        Server(ack("AR", "M-1", line)) as server,
        MllpClient("127.0.0.1", server.port, timeout=5) as client,
    ):
        assert Rejected(code=code) == client.send(message())


def test_a_server_that_is_not_there_certainly_got_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(OutsideUnavailableError):
        MllpClient("127.0.0.1", port, timeout=1).send(message())


def test_a_message_without_a_name_is_not_sent() -> None:
    with pytest.raises(MalformedHl7Error):
        MllpClient("127.0.0.1", 1).send(message(""))


def talk(port: int, *pieces: bytes, answers: int) -> list[tuple[str, str]]:
    """Send pieces one by one; return MSA-1 and MSA-2 of what comes back."""
    found: list[tuple[str, str]] = []
    reader = FrameReader()
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        while len(found) < answers and (data := connection.recv(65536)):
            for frame in reader.feed(data):
                assert isinstance(frame, Frame)
                said = acknowledgement_of(Hl7Message.parse(frame.content))
                assert said is not None
                found.append((said.code, said.control_id))
    return found


def test_the_listener_takes_pipelined_frames_in_order() -> None:
    wire = b"".join(framed(message(f"M-{n}").to_bytes()) for n in range(5))
    with MllpListener(lambda _: Verdict()) as listener:
        got = talk(listener.address[1], wire, answers=5)
    assert [("AA", f"M-{n}") for n in range(5)] == got


def test_the_listener_takes_twenty_fragments() -> None:
    wire = framed(message(charset=GB18030).to_bytes())
    size = len(wire) // 20 + 1
    pieces = [wire[at : at + size] for at in range(0, len(wire), size)]
    with MllpListener(lambda _: Verdict()) as listener:
        assert [("AA", "M-1")] == talk(listener.address[1], *pieces, answers=1)


def test_rubbish_is_refused_and_the_line_stays() -> None:
    wire = b"GET / HTTP/1.1\r\n" + framed(b"\xff\xff") + framed(message().to_bytes())
    with MllpListener(lambda _: Verdict()) as listener:
        got = talk(listener.address[1], wire, answers=3)
    assert [("AR", ""), ("AR", ""), ("AA", "M-1")] == got


def test_what_is_too_long_ends_the_connection() -> None:
    with MllpListener(lambda _: Verdict(), caps=Caps(message=100)) as listener:
        got = talk(listener.address[1], b"\x0b" + b"x" * 200, answers=2)
    assert [("AR", "")] == got


def test_nobody_gets_in_above_the_cap() -> None:
    caps = Caps(connections=1)
    with (
        MllpListener(lambda _: Verdict(), caps=caps) as listener,
        MllpClient("127.0.0.1", listener.address[1], timeout=5) as first,
        MllpClient("127.0.0.1", listener.address[1], timeout=5) as second,
    ):
        assert isinstance(first.send(message()), Accepted)
        assert Unclear() == second.send(message())
        assert isinstance(first.send(message()), Accepted)


def test_a_silent_connection_is_closed() -> None:
    with MllpListener(lambda _: Verdict(), caps=Caps(idle=0.05)) as listener:
        assert [] == talk(listener.address[1], b"\x0b", answers=1)


def test_a_failing_handler_is_answered_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: Hl7Message) -> Verdict:
        raise LookupError("张三")

    with (
        MllpListener(fail) as listener,
        MllpClient("127.0.0.1", listener.address[1], timeout=5) as client,
    ):
        assert Rejected(code="207") == client.send(message())
    assert "LookupError" in caplog.text
    assert "张三" not in caplog.text


def test_a_stop_lets_what_is_being_decided_be_decided() -> None:
    inside, go = Event(), Event()

    def decide(_: Hl7Message) -> Verdict:
        inside.set()
        go.wait(5)
        return Verdict()

    listener = MllpListener(decide)
    listener.start()
    got: list[object] = []
    with MllpClient("127.0.0.1", listener.address[1], timeout=5) as client:
        asking = Thread(target=lambda: got.append(client.send(message())))
        asking.start()
        assert inside.wait(5)
        stopping = Thread(target=listener.stop)
        stopping.start()
        go.set()
        asking.join()
        stopping.join()
    assert [Accepted(data={"control_id": "M-1"})] == got


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    loopback = x509.IPAddress(ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([loopback]), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_both_sides_speak_tls(certificate: Path) -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with MllpListener(lambda _: Verdict(), tls=own) as listener:
        port = listener.address[1]
        with MllpClient("127.0.0.1", port, timeout=5, tls=trusting) as client:
            for _ in range(2):
                assert isinstance(client.send(message()), Accepted)
        with MllpClient("127.0.0.1", port, timeout=1, resend=0) as plain:
            assert Unclear() == plain.send(message())
        stranger = ssl.create_default_context()
        with pytest.raises(OutsideUnavailableError):
            MllpClient("127.0.0.1", port, timeout=5, tls=stranger).send(message())
