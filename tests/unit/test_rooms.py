"""Rooms stay small."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 300
"""Lines of a module that one can still see as a whole."""


@pytest.mark.parametrize("folder", ["src", "examples", "bench"])
def test_no_module_is_longer_than_can_be_seen_as_a_whole(folder: str) -> None:
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    }

    assert {} == long
