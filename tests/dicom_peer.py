"""Worklist servers and a client that nobody here wrote: Orthanc and DCMTK.

Both are Debian packages (``orthanc``, ``dcmtk``), and no package of Python's brings
them. Where a binary is missing, the tests that want it are skipped.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs
import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE

from ehealthcard.adapters.dicom import ECHO, WORKLIST_FIND

PLUGIN = Path("/usr/share/orthanc/plugins/libModalityWorklists.so")
PATIENCE = 100
Address = tuple[str, int]


def binary(name: str) -> str:
    """Return where a program is; Debian keeps servers where not everybody looks."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin")
    if found is None:
        pytest.skip(f"no {name}: install Debian's packages orthanc and dcmtk")
    return found


@contextmanager
def orthanc(folder: Path, home: Path, *, encoding: str) -> Iterator[Address]:
    """Serve *folder* by Orthanc's plugin."""
    program, port = binary("Orthanc"), free_port()
    if not PLUGIN.exists():
        pytest.skip("no ModalityWorklists plugin beside Orthanc")
    settings = {
        "StorageDirectory": str(home / "storage"),
        "IndexDirectory": str(home / "storage"),
        "HttpServerEnabled": False,
        "DicomPort": port,
        "DicomAlwaysAllowFindWorklist": True,
        "DefaultEncoding": encoding,
        "Plugins": [str(PLUGIN)],
        "Worklists": {"Enable": True, "Database": str(folder)},
    }
    config = home / "orthanc.json"
    config.write_text(json.dumps(settings))
    with _running([program, str(config)], port, "ORTHANC"):
        yield "127.0.0.1", port


@contextmanager
def wlmscpfs(folder: Path) -> Iterator[Address]:
    """Serve *folder* by DCMTK; its name is the AE title that is called."""
    port = free_port()
    with _running(
        [binary("wlmscpfs"), "-dfp", str(folder.parent), str(port)], port, folder.name
    ):
        yield "127.0.0.1", port


@contextmanager
def _running(command: Sequence[str], port: int, title: str) -> Iterator[None]:
    server = subprocess.Popen(  # noqa: S603  # programs of Debian
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(server, port, title)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(server: subprocess.Popen[bytes], port: int, title: str) -> None:
    """Call a server until it takes the call; one that has ended never will."""
    for _ in range(PATIENCE):
        if server.poll() is not None:
            break
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"{title} did not come up")


def greets(address: Address, title: str) -> bool:
    """Whether a server answers C-ECHO."""
    entity = AE("CT01")
    entity.add_requested_context(ECHO)
    link = entity.associate(*address, ae_title=title)
    if not link.is_established:
        return False
    link.send_c_echo()
    link.release()
    return True


def free_port() -> int:
    """Return a port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@attrs.frozen
class Told:
    """What a server answered to a question."""

    entries: list[Dataset]
    status: int


def question(**keys: str) -> Dataset:
    """Return a question as machines ask it; *keys* are of the step or the entry."""
    asked, step = Dataset(), Dataset()
    asked.SpecificCharacterSet = "ISO_IR 192"
    for name in ("PatientName", "PatientID", "AccessionNumber", "StudyInstanceUID"):
        setattr(asked, name, keys.pop(name, ""))
    for name in (
        "Modality",
        "ScheduledStationAETitle",
        "ScheduledProcedureStepStartDate",
        "ScheduledProcedureStepStartTime",
        "ScheduledProcedureStepDescription",
        "ScheduledProcedureStepStatus",
    ):
        setattr(step, name, keys.pop(name, ""))
    for name, value in keys.items():
        setattr(asked, name, value)
    asked.ScheduledProcedureStepSequence = [step]
    return asked


def ask(
    address: Address,
    asked: Dataset,
    *,
    called: str = "ORTHANC",
    calling: str = "CT01",
    tls: object = None,
) -> Told | None:
    """Ask by pynetdicom; ``None``: it would not speak with us."""
    entity = AE(calling)
    entity.add_requested_context(WORKLIST_FIND)
    args = (tls, "localhost") if tls else None
    link = entity.associate(*address, ae_title=called, tls_args=args)  # type: ignore[arg-type]
    if not link.is_established:
        return None
    told = list(link.send_c_find(asked, WORKLIST_FIND))
    link.release()
    entries = [entry for _, entry in told if entry is not None]
    return Told(entries, int(told[-1][0].Status))


def findscu(address: Address, *keys: str, called: str) -> str:
    """Ask by DCMTK's client; return what it shows."""
    named = [part for key in keys for part in ("-k", key)]
    command = [binary("findscu"), "-W", "-aet", "CT01", "-aec", called, *named]
    done = subprocess.run(  # noqa: S603  # a program of Debian
        [*command, address[0], str(address[1])],
        capture_output=True,
        check=False,
        timeout=30,
    )
    return (done.stdout + done.stderr).decode(errors="replace")
