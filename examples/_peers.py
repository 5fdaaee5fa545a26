"""A FHIR server that nobody here wrote, if it is installed on this machine.

Medplum's router (npm) is looked for where the project's tests keep it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "tests" / "peers" / "medplum.mjs"
MODULES = Path.home() / ".cache" / "ehealthcard-peers" / "medplum"


@contextmanager
def medplum() -> Generator[str]:
    """Start it, and lend its base address."""
    node = shutil.which("node")
    if not (node and SCRIPT.exists() and (MODULES / "installed").exists()):
        sys.exit("No FHIR server is here: give the base URL of one; see --help.")
    script = MODULES / f"visit-{os.getpid()}.mjs"  # modules are looked up beside it
    shutil.copyfile(SCRIPT, script)
    server = subprocess.Popen(  # noqa: S603  # our own script
        [node, script], stdout=subprocess.PIPE, text=True
    )
    try:
        port = server.stdout.readline().strip() if server.stdout else ""
        yield f"http://127.0.0.1:{port}/fhir/R4"
    finally:
        server.kill()
        server.communicate()
        script.unlink()
