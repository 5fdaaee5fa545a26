"""``ehealthcard platform check`` says which setting of dialects C to G is wrong."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ehealthcard.adapters.strict_json import as_object
from ehealthcard.cli.app import app
from ehealthcard.desk import system_clock
from ehealthcard.errors import InvalidInputError

from .declared import COMMON, SECRET, TABLES, server, table
from .serving import served
from .test_check import live

NAMES = sorted(TABLES)


@pytest.fixture(scope="module")
def bases() -> Iterator[dict[str, str]]:
    mine = live()
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(served(server(name, mine, system_clock).app()))
            for name in NAMES
        }


def toml(value: Any) -> str:
    table = as_object(value)
    if table is not None:
        pairs = ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in table.items())
        return f"{{ {pairs} }}"
    return json.dumps(value, ensure_ascii=False)


def check(
    folder: Path, name: str, base: str, secret: str = SECRET, **changed: Any
) -> Result:
    table = {**COMMON, "dialect": name, "base": base, **TABLES[name], **changed}
    lines = [f"{field} = {toml(value)}" for field, value in table.items()]
    file = folder / "platforms.toml"
    file.write_text("\n".join(["[platforms.city]", *lines]), "utf-8")
    asked = ["platform", "check", "city", "--file", str(file)]
    return CliRunner().invoke(app, asked, env={"PLATFORM": secret})


@pytest.mark.parametrize("name", NAMES)
def test_a_platform_that_works_is_ok(
    tmp_path: Path, bases: dict[str, str], name: str
) -> None:
    done = check(tmp_path, name, bases[name])
    assert 0 == done.exit_code, done.output
    assert "call: ok: code 1 for nobody" in done.output
    assert SECRET not in done.output


@pytest.mark.parametrize(
    ("name", "changed", "setting"),
    [
        ("rhc", {"org_id": "ORG-2"}, "org_id, then user_name, then secret"),
        ("rhc", {"user_name": "x"}, "user_name, then secret"),
        ("rhc", {"path": "/other"}, "path or dialect"),
        ("rhc", {"id_types": {"77": "01"}}, "id_types"),
        ("rhc", {"id_types": {}}, "id_types"),
        ("a10xx", {"mer_id": "MER-2"}, "mer_id, then secret or upper"),
        ("a10xx", {"upper": True}, "secret or upper"),
        ("a10xx", {"nationalities": {"77": "01"}}, "nationalities"),
        ("trade", {"organization_id": "O-2"}, "organization_id, then app_id"),
        ("trade", {"app_id": "A-2"}, "app_id, then secret"),
        (
            "trade",
            {"paths": {"30001": "/apply", "12001": "/other"}},
            "path or dialect",
        ),
        ("gansu", {"org_code": "ORG-2"}, "org_code"),
        ("gansu", {"answer_part": "result"}, "path or dialect"),
        ("gansu", {"answer_code": "RESULT"}, "path or dialect"),
        ("shenzhen", {"path": "/other/"}, "path or dialect"),
    ],
)
def test_the_wrong_setting_is_named(
    tmp_path: Path,
    bases: dict[str, str],
    name: str,
    changed: dict[str, Any],
    setting: str,
) -> None:
    done = check(tmp_path, name, bases[name], **changed)
    assert 1 == done.exit_code, done.output
    assert f"look at the setting {setting}" in done.output


@pytest.mark.parametrize(
    ("name", "setting"),
    [("rhc", "user_name, then secret"), ("a10xx", "secret"), ("trade", "secret")],
)
def test_a_wrong_secret_is_named(
    tmp_path: Path, bases: dict[str, str], name: str, setting: str
) -> None:
    done = check(tmp_path, name, bases[name], secret="another")
    assert 1 == done.exit_code, done.output
    assert f"look at the setting {setting}" in done.output
    assert "another," not in done.output


@pytest.mark.parametrize("name", NAMES)
def test_another_dialect_than_the_platforms_is_named(
    tmp_path: Path, bases: dict[str, str], name: str
) -> None:
    other = NAMES[NAMES.index(name) - 1]
    done = check(tmp_path, name, bases[other])
    assert 1 == done.exit_code, done.output
    assert "look at the setting" in done.output


@pytest.mark.parametrize("name", NAMES)
def test_nobody_at_the_address_is_named(tmp_path: Path, name: str) -> None:
    done = check(tmp_path, name, "http://127.0.0.1:1")
    assert "address: wrong: look at the setting base" in done.output


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name in NAMES for field in TABLES[name]]
)
def test_a_setting_of_another_form_is_named(name: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        table(name, **{field: []})
    assert str(error.value.facts["fields"]).startswith(field)
