"""The threat model names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_threat_model_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", page))
    assert len(named) > 20
    assert [] == sorted(name for name in named if not (ROOT / name).is_file())


def test_every_attack_has_a_test_and_a_rest() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    attacks = page.split("## Attacks")[1].split("## What is trusted")[0]
    rows = [line for line in attacks.splitlines() if line.startswith("| ")][2:]
    for row in rows:
        _, attack, stops, rest, shown, _ = (cell.strip() for cell in row.split("|"))
        assert all((attack, stops, rest, shown)), attack
