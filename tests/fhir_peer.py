"""A FHIR server that nobody here wrote.

Medplum's router (npm) is installed once under the user's cache and started once per
test process. Where node or the registry is missing, the tests that want it are skipped,
and fail in CI.
"""

import atexit
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.servers import missing

PACKAGES = [f"@medplum/{name}@4" for name in ("fhir-router", "core", "definitions")]
SCRIPT = Path(__file__).parent / "peers" / "medplum.mjs"
CACHE = Path.home() / ".cache" / "ehealthcard-peers" / "medplum"


def medplum() -> str:
    """Return the base address of the server."""
    named = os.environ.get("EHEALTHCARD_TEST_FHIR_URL")
    found = named or _started()
    if found is None:
        missing("no FHIR server: node and npm are wanted, and npm's registry")
    return found


def medplum_modules() -> Path:
    """Return the folder of its modules."""
    return CACHE / "node_modules"


@cache
def _started() -> str | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm and _installed(npm)):
        return None
    script = CACHE / f"medplum-{os.getpid()}.mjs"  # modules are looked up beside it
    shutil.copyfile(SCRIPT, script)
    server = subprocess.Popen(  # noqa: S603  # our own script
        [node, script], stdout=subprocess.PIPE, text=True
    )
    atexit.register(_stopped, server, script)
    if server.stdout is None:
        return None
    port = server.stdout.readline().strip()
    return f"http://127.0.0.1:{port}/fhir/R4" if port else None


def _installed(npm: str) -> bool:
    if (CACHE / "installed").exists():
        return True
    CACHE.mkdir(parents=True, exist_ok=True)
    asked = [npm, "install", "--no-audit", "--no-fund", *PACKAGES]
    try:
        done = subprocess.run(  # noqa: S603  # fixed words
            asked, cwd=CACHE, capture_output=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode == 0:
        (CACHE / "installed").touch()
    return done.returncode == 0


def _stopped(server: subprocess.Popen[str], script: Path) -> None:
    server.kill()
    server.wait()
    script.unlink(missing_ok=True)
