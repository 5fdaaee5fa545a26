"""Scripts run in a fork of a process that has the package loaded already.

Loading takes longer than most scripts do.  Each test process keeps one such parent; the
script itself gets a process of its own, with its own folder, environment and streams.
Warnings are errors there, as they are here.
"""

import atexit
import json
import os
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[1]
SCRIPTS = Path(sys.executable).parent


def run(
    command: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a Python script, named by its path or by what the package installs."""
    script = command[0] if "/" in command[0] else str(SCRIPTS / command[0])
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {
            "argv": [script, *command[1:]],
            "cwd": str(cwd),
            "env": dict(os.environ if env is None else env),
            "out": str(out),
            "err": str(err),
        }
        parent = _parent()
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(json.dumps(asked) + "\n")
        parent.stdin.flush()
        code = int(parent.stdout.readline())
        said, wrong = out.read_text("utf-8"), err.read_text("utf-8")
    return subprocess.CompletedProcess(list(command), code, said, wrong)


@cache
def _parent() -> "subprocess.Popen[str]":
    command = [sys.executable, "-X", "utf8", "-W", "error", "-m", "tests.warm"]
    parent = subprocess.Popen(  # noqa: S603  # our own program
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(parent.communicate)  # its input ends, and so does it
    return parent


def _serve() -> None:
    import ehealthcard.cli.app  # noqa: PLC0415  # in the parent only
    import ehealthcard.desk  # noqa: F401, PLC0415  # the same

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(**json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201  # the answer


def _become(
    argv: list[str], cwd: str, env: dict[str, Any], out: str, err: str
) -> NoReturn:
    for stream, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, out, os.O_WRONLY | os.O_CREAT),
        (2, err, os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, stream)
        os.close(opened)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv, sys.path[0] = argv, str(Path(argv[0]).parent)
    runpy.run_path(argv[0], run_name="__main__")
    sys.exit()


if __name__ == "__main__":
    _serve()
