"""Processes of their own: started, let go together, killed, listened to.

They are forks of a process that has the package loaded already, for loading takes
longer than most of them work.
"""

import multiprocessing
from collections.abc import Sequence
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

import attrs

from .place import Place
from .tasks import carry_out

PATIENCE = 300


@attrs.frozen
class Child:
    """One process that carries out a task of :mod:`.tasks`."""

    process: ForkServerProcess
    pipe: "Connection[Any, Any]"

    @classmethod
    def start(cls, task: str, place: Place, **more: Any) -> "Child":
        """Start it; it gets ready and waits for :meth:`go`."""
        pipe, its = _context().Pipe()
        words = (its, task, attrs.asdict(place), more)
        process = _context().Process(target=carry_out, args=words)
        process.start()
        its.close()
        return cls(process, pipe)

    def ready(self) -> None:
        """Wait until it is."""
        assert "ready" == self.pipe.recv()

    def go(self) -> None:
        """Let it begin."""
        self.pipe.send("go")

    def kill(self) -> None:
        """End it as a power cut would: it can do nothing about it."""
        self.process.kill()
        self.process.join()
        self._close()

    def result(self) -> Any:
        """Wait for the end and return what it said."""
        assert self.pipe.poll(PATIENCE)
        said = self.pipe.recv()
        self.process.join(PATIENCE)
        assert self.process.exitcode == 0
        self._close()
        return said

    def _close(self) -> None:
        self.pipe.close()
        self.process.close()


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.tasks"])
    return context


def together(children: Sequence[Child]) -> list[Any]:
    """Let all begin at once; return what each said."""
    for child in children:
        child.ready()
    for child in children:
        child.go()
    return [child.result() for child in children]
