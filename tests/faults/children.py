"""Processes of their own: started, let go together, killed, listened to."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from .place import Place

ROOT = Path(__file__).parents[2]


@attrs.frozen
class Child:
    """One process that carries out a task of :mod:`.tasks`."""

    process: "subprocess.Popen[str]"

    @classmethod
    def start(cls, task: str, place: Place, **more: Any) -> "Child":
        """Start it; it gets ready and waits for :meth:`go`."""
        said = json.dumps({"place": attrs.asdict(place), **more})
        return cls(
            subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-m", "tests.faults.tasks", task, said],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )

    def ready(self) -> None:
        """Wait until it is."""
        assert self.process.stdout is not None
        assert "ready\n" == self.process.stdout.readline()

    def go(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def kill(self) -> None:
        """End it as a power cut would: it can do nothing about it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def result(self) -> Any:
        """Wait for the end and return what it said."""
        out, _ = self.process.communicate(timeout=300)
        assert self.process.returncode == 0
        return json.loads(out)


def together(children: Sequence[Child]) -> list[Any]:
    """Let all begin at once; return what each said."""
    for child in children:
        child.ready()
    for child in children:
        child.go()
    return [child.result() for child in children]
