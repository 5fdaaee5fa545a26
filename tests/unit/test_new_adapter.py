"""A package that ``ehealthcard his new`` writes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ehealthcard import testing
from ehealthcard.cli.app import app
from ehealthcard.cli.skeleton import PORTS

RUNNER = CliRunner()


def test_it_runs_the_contracts_and_fails_until_it_is_written(tmp_path: Path) -> None:
    made = RUNNER.invoke(app, ["his", "new", "acme_his", "--folder", str(tmp_path)])
    assert 0 == made.exit_code, made.output
    where = os.pathsep.join(sys.path)
    options = ["-q", "-rA", "--tb=no", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options]
    done = subprocess.run(  # noqa: S603  # our own
        command,
        cwd=tmp_path / "acme_his",
        env=os.environ
        | {
            "PYTHONPATH": where,
            "COLUMNS": "200",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert 1 == done.returncode, done.stdout
    assert "NotImplementedError: Scheduling.slot" in done.stdout
    assert "Provide a sheet fixture." in done.stdout
    assert not re.search(r"\d+ (passed|skipped)", done.stdout)
    assert "ImportError" not in done.stdout
    for kind in PORTS.values():
        assert f"::TestAcmeHis{kind.name}::" in done.stdout


def test_what_is_written_says_what_a_suite_asks_for() -> None:
    for kind in PORTS.values():
        suite = getattr(testing, kind.contract)
        asked = {n for n in vars(suite) if _is_fixture(vars(suite)[n])}
        asked -= {"acts"}  # which a suite makes itself
        assert {kind.fixture, *kind.given} == asked | set(suite.__annotations__)


def test_a_part_is_written_on_its_own(tmp_path: Path) -> None:
    command = ["his", "new", "lis", "--folder", str(tmp_path), "--port", "results"]

    assert 0 == RUNNER.invoke(app, command).exit_code
    assert ["results.py"] == [
        p.name for p in (tmp_path / "lis/src/lis").glob("[!_]*.py")
    ]
    assert "already" in RUNNER.invoke(app, command).output


@pytest.mark.parametrize("name", ["Acme", "a-b", "class", "../x"])
def test_a_name_that_is_no_package_is_refused(name: str, tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["his", "new", name, "--folder", str(tmp_path)])

    assert 2 == result.exit_code
    assert not list(tmp_path.iterdir())


def test_an_unknown_port_is_refused(tmp_path: Path) -> None:
    command = ["his", "new", "x", "--folder", str(tmp_path), "--port", "fax"]

    assert 2 == RUNNER.invoke(app, command).exit_code
    assert not list(tmp_path.iterdir())


def _is_fixture(value: object) -> bool:
    return "ixture" in type(value).__name__
