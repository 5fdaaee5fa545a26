"""What the audit of dependencies makes of the service's answer; nothing is silent."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.audit import LEFT_OUT, Audit

ROOT = Path(__file__).parents[2]
GOOD = {"name": "attrs", "version": "26.1", "vulns": []}
BAD = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-2026-1"}]}
UNKNOWN = {"name": "rare", "skip_reason": "Dependency not found on PyPI"}
OURS = {"name": "ehealthcard", "skip_reason": "distribution marked as editable"}


def read(*packages: dict[str, Any]) -> Audit:
    return Audit.read(json.dumps({"dependencies": packages, "fixes": []}))


@pytest.mark.parametrize(
    ("found", "status", "loud"),
    [
        (read(GOOD, OURS), 0, False),
        (read(GOOD, BAD), 1, False),
        (read(GOOD, UNKNOWN), 0, True),
        (read(UNKNOWN, OURS), 0, True),
        (Audit.read("ERROR: no route to host"), 0, True),
        (Audit.read("[]"), 0, True),
        (Audit(answered=False), 0, True),
    ],
)
def test_a_flaw_fails_and_what_is_left_out_is_said(
    found: Audit, status: int, *, loud: bool
) -> None:
    assert status == found.status
    assert loud == (LEFT_OUT in found.words())


def test_a_flaw_is_named() -> None:
    assert "old 1.0: PYSEC-2026-1" in read(GOOD, BAD).words()


def test_check_audits_and_docs_build_the_bill_of_materials() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8")
    dev = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = dev["project"]["optional-dependencies"]["dev"]

    assert "\t$(BIN)/python -m tests.audit\n" in recipe
    assert "\t$(BIN)/cyclonedx-py environment" in recipe
    assert {"pip-audit", "cyclonedx-bom"} <= {name.split(">=")[0] for name in wanted}
