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
MLLP_PEERS = ("node-hl7-server", "hl7apy", "python-hl7")


@cache
def node_modules(package: str, version: str) -> Path:
    """Return a folder of modules with *package* in it.

    ``EHEALTHCARD_TEST_NODE_MODULES`` names one that is there already.
    """
    if named := os.environ.get("EHEALTHCARD_TEST_NODE_MODULES"):
        return Path(named)
    cache_folder = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    home = cache_folder / "ehealthcard" / "peers" / f"{package}-{version}"
    if not home.exists():
        _install(f"{package}@{version}", home)
    return home / "node_modules"


def _install(what: str, home: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        missing("no npm: install Node.js")
    home.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=home.parent))
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", what]
    done = subprocess.run(command, cwd=made, capture_output=True, check=False)  # noqa: S603  # ours
    if done.returncode:
        shutil.rmtree(made)
        missing(f"npm could not install {what}")
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


@contextmanager
def mllp_peer(name: str) -> Iterator[int]:
    """Lend the port of an MLLP server that nobody here wrote."""
    if name == "node-hl7-server":
        with node_peer("mllp-server.cjs", node_modules(name, "2")) as port:
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
