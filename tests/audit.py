"""Dependencies audited against the advisory service: ``python -m tests.audit``.

Where the service does not answer, or does not know the packages, that is said loudly
and the check goes on: a hospital's build machine has no internet.
"""

import json
import subprocess
import sys
from typing import Any

import attrs

COMMAND = ("-m", "pip_audit", "--local", "--skip-editable", "--format", "json")
QUIET = ("--progress-spinner", "off", "--timeout", "10")
LEFT_OUT = "!!! DEPENDENCY AUDIT LEFT OUT 未做依赖审计 !!!"
PATIENCE = 60
"""Seconds until a service that says nothing does not answer."""


@attrs.frozen
class Audit:
    """What the advisory service says of what is installed."""

    known: int = 0
    """Packages that it knows."""

    unknown: tuple[str, ...] = ()
    flaws: tuple[str, ...] = ()
    answered: bool = True

    @classmethod
    def read(cls, said: str) -> "Audit":
        """Return what pip-audit's JSON says; no JSON is no answer."""
        try:
            packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
        except (ValueError, KeyError, TypeError):
            return cls(answered=False)
        ours = [p for p in packages if "editable" not in p.get("skip_reason", "")]
        unknown = tuple(p["name"] for p in ours if "skip_reason" in p)
        flaws = tuple(
            f"{p['name']} {p['version']}: {flaw['id']}"
            for p in ours
            for flaw in p.get("vulns", ())
        )
        return cls(len(ours) - len(unknown), unknown, flaws)

    def words(self) -> str:
        """Return what a person reads."""
        if self.flaws:
            return "\n".join(("known vulnerabilities 已知漏洞:", *self.flaws))
        if not self.answered or not self.known:
            return f"{LEFT_OUT}\nThe advisory service does not answer."
        if self.unknown:
            names = ", ".join(self.unknown)
            return f"{LEFT_OUT} for: {names}\n{self.known} others have no known flaw."
        return f"{self.known} dependencies have no known vulnerability."

    @property
    def status(self) -> int:
        """Return the exit status: a flaw fails."""
        return int(bool(self.flaws))


def audited() -> Audit:
    """Run pip-audit on this environment."""
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter
            [sys.executable, *COMMAND, *QUIET],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return Audit(answered=False)
    return Audit.read(done.stdout)


if __name__ == "__main__":
    found = audited()
    print(found.words())  # noqa: T201  # that is what it is for
    sys.exit(found.status)
