"""Foreign programs to test against; npm installs theirs once into the user's cache."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.servers import missing

HERE = Path(__file__).parent
MLLP_ENGINES = {
    "simple-hl7": ("3",),
    "hl7v2-net": ("1", "hl7v2@1", "hl7v2-dictionary@1"),
    "@medplum/hl7": ("4", "@medplum/core@4"),
}
"""Engines from npm that are server and client, their versions, and what they want."""

MLLP_PEERS = ("node-hl7-server", "hl7apy", "python-hl7", *MLLP_ENGINES)


@cache
def node_modules(package: str, version: str, *beside: str) -> Path:
    """Return a folder of modules with *package* in it.

    *beside* are named where npm does not find by itself what the package wants.

    ``EHEALTHCARD_TEST_NODE_MODULES`` names one that is there already.
    """
    if named := os.environ.get("EHEALTHCARD_TEST_NODE_MODULES"):
        return Path(named)
    cache_folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = f"{package.removeprefix('@').replace('/', '-')}-{version}"
    home = cache_folder / "ehealthcard" / "peers" / folder
    if not home.exists():
        _install(home, f"{package}@{version}", *beside)
    return home / "node_modules"


def _install(home: Path, *what: str) -> None:
    npm = shutil.which("npm")
    if npm is None:
        missing("no npm: install Node.js")
    home.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=home.parent))
    quietly = ("--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps")
    command = [npm, "install", *quietly, *what]
    done = subprocess.run(command, cwd=made, capture_output=True, check=False)  # noqa: S603  # ours
    if done.returncode:
        shutil.rmtree(made)
        missing(f"npm could not install {what[0]}")
    try:
        made.rename(home)
    except OSError:
        shutil.rmtree(made)  # another test process was first


@contextmanager
def node_peer(script: str, modules: Path, *arguments: str) -> Iterator[int]:
    """Lend the port of a server that prints it as its first line."""
    node = shutil.which("node")
    if node is None:
        missing("no node: install Node.js")
    process = subprocess.Popen(  # noqa: S603  # ours
        [node, str(HERE / script), *arguments],
        stdout=subprocess.PIPE,
        env=os.environ | {"PEER_MODULES": str(modules)},
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def node_run(script: str, modules: Path, *arguments: str, said: str) -> str:
    """Return what a script prints that reads *said*."""
    node = shutil.which("node")
    if node is None:
        missing("no node: install Node.js")
    done = subprocess.run(  # noqa: S603  # ours
        [node, str(HERE / script), *arguments],
        input=said,
        capture_output=True,
        env=os.environ | {"PEER_MODULES": str(modules)},
        encoding="utf-8",
        check=True,
        timeout=20,
    )
    return done.stdout


@contextmanager
def mllp_peer(name: str) -> Iterator[int]:
    """Lend the port of an MLLP server that nobody here wrote."""
    if name == "node-hl7-server":
        with node_peer("mllp-server.cjs", node_modules(name, "2")) as port:
            yield port
        return
    if name in MLLP_ENGINES:
        modules = node_modules(name, *MLLP_ENGINES[name])
        with node_peer("mllp-engines.mjs", modules, name, "serve") as port:
            yield port
        return
    scripts = {
        "hl7apy": ["mllp_hl7apy.py"],
        "python-hl7": ["mllp_python_hl7.py", "serve"],
    }
    script, *arguments = scripts[name]
    command = [sys.executable, "-W", "ignore", str(HERE / script), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as child:  # noqa: S603  # ours
        assert child.stdout is not None
        try:
            yield int(child.stdout.readline())
        finally:
            child.kill()
