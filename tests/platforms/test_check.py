"""``ehealthcard platform check`` says which setting is wrong."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from typer.testing import CliRunner, Result

from ehealthcard.cli.app import app
from ehealthcard.codesets import Channel
from ehealthcard.desk import system_clock
from ehealthcard.hosts.platform import HousePlatform, MappedApp, MappedServer

from .serving import AS_GO, MINUTE, SECRET, hospital, house, served, tencent_server
from .test_contract import EHC, HEADBODY, PATH, SICHUAN, V2, ehc, headbody

Check = Callable[..., Result]
TENCENT: dict[str, Any] = {
    "dialect": "tencent",
    "app_id": "app-1",
    "hospital_id": "10086",
    "channel_num": 0,
    "zero": "signed",
    "nested": "as-sent",
    "dead_token_codes": [-20006],
    "needs_related": True,
}
COMMON: dict[str, Any] = {"timeout_seconds": 5, "attempts": 1, "secret": "env:PLATFORM"}
A: dict[str, Any] = {
    "dialect": "ehc",
    "path": PATH,
    "app_id": "app-1",
    "version": "X.M.0.1",
    "upper": True,
    "success": "10",
    "id_types": {"01": "01"},
    "term_id": "T-1",
    "digest": "keyed-plain",
    "hash": "sm3",
    "cipher": "sm4",
    "encoding": "base64",
    "naming": "snake",
    "apply_type": "01",
    "rzfs": "05",
}
B: dict[str, Any] = {
    "dialect": "headbody",
    "path": PATH,
    "app_id": "app-1",
    "version": "V2.0.0",
    "upper": True,
    "success": "0",
    "id_types": {"01": "01"},
    "key_form": "hex",
    "hash": "sm3",
    "sign_mode": "SM3",
    "cipher": "sm4",
    "encrypt_mode": "SM4/ECB/ZeroBytePadding",
    "org_code": "ORG-1",
    "app_record_no": "REC-1",
    "app_mode": "3",
    "personnel_type": "1",
}


def live() -> HousePlatform:
    mine = house()
    return attrs.evolve(mine, desk=attrs.evolve(mine.desk, clock=system_clock))


@pytest.fixture(scope="module")
def city() -> Iterator[str]:
    mine = live()
    caller = attrs.evolve(hospital(mine), clock=system_clock)
    server = tencent_server(
        mine, hospitals=[caller], clock=system_clock, readings=[AS_GO]
    )
    with served(server.app()) as base:
        yield base


@pytest.fixture(scope="module", params=["a", "b"])
def province(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[str, dict[str, Any], str]]:
    is_a = request.param == "a"
    dialect, envelope = (EHC, ehc()) if is_a else (HEADBODY, headbody())
    caller = MappedApp("app-1", envelope, dialect, live(), Channel.WINDOW, "10086")
    server = MappedServer(PATH, ("app_id", "appId"), [caller], system_clock, 5 * MINUTE)
    with served(server.app()) as base:
        secret = SICHUAN.app_secret if is_a else V2.key
        yield base, A if is_a else B, secret


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def run(table: dict[str, Any], *options: str, secret: str = SECRET) -> Result:
        lines = ["[platforms.city]"]
        for name, value in table.items():
            if isinstance(value, dict):
                pairs = ", ".join(f'"{k}" = "{v}"' for k, v in value.items())
                lines.append(f"{name} = {{ {pairs} }}")
            elif isinstance(value, bool):
                lines.append(f"{name} = {str(value).lower()}")
            else:
                lines.append(f"{name} = {value!r}")
        file = tmp_path / "platforms.toml"
        file.write_text("\n".join(lines), "utf-8")
        asked = ["platform", "check", "city", "--file", str(file), *options]
        return CliRunner().invoke(app, asked, env={"PLATFORM": secret})

    return run


def test_a_platform_that_works_is_ok_step_by_step(check: Check, city: str) -> None:
    done = check({**COMMON, **TENCENT, "base": city}, "--fetch-token")

    assert 0 == done.exit_code, done.output
    assert [line.split(":")[0] for line in done.output.splitlines()] == [
        "settings",
        "address",
        "clock",
        "token",
        "call",
    ]
    assert SECRET not in done.output


def test_a_token_is_not_fetched_unasked(check: Check, city: str) -> None:
    done = check({**COMMON, **TENCENT, "base": city})
    assert 0 == done.exit_code
    assert "token: skipped" in done.output


@pytest.mark.parametrize(
    ("changed", "secret", "expected"),
    [
        ({"zero": "left-out"}, SECRET, "token: wrong: look at the setting zero"),
        ({}, "another", "token: wrong: look at the setting secret"),
        ({"app_id": "app-2"}, SECRET, "look at the setting app_id or hospital_id"),
        (
            {"base": "http://127.0.0.1:1"},
            SECRET,
            "address: wrong: look at the setting base",
        ),
    ],
)
def test_the_wrong_setting_is_named(
    check: Check, city: str, changed: dict[str, Any], secret: str, expected: str
) -> None:
    table = {**COMMON, **TENCENT, "base": city, **changed}
    done = check(table, "--fetch-token", secret=secret)
    assert 1 == done.exit_code
    assert expected in done.output
    assert SECRET not in done.output


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"zero": None}, "Setting zero"),
        ({"zero": "perhaps"}, "Setting zero"),
        ({"colour": "red"}, "Setting an unknown field"),
        ({"dialect": "other"}, "Setting dialect"),
        ({"secret": "env:NOT_THERE"}, "Setting secret"),
        ({"secret": "file:/nowhere/secret"}, "Setting secret"),
        ({"secret": "in the open"}, "Setting secret"),
    ],
)
def test_a_setting_that_is_missing_or_unknown_is_named(
    check: Check, changed: dict[str, Any], expected: str
) -> None:
    table = {**COMMON, **TENCENT, "base": "http://127.0.0.1:1", **changed}
    done = check({name: value for name, value in table.items() if value is not None})
    assert 1 == done.exit_code
    assert expected in done.output
    assert "in the open" not in done.output


def test_a_platform_that_is_not_in_the_file_is_named(
    tmp_path: Path, check: Check
) -> None:
    check({})
    file = str(tmp_path / "platforms.toml")
    done = CliRunner().invoke(app, ["platform", "check", "x", "--file", file])
    assert "Setting platforms.x" in done.output


Province = tuple[str, dict[str, Any], str]


def test_families_a_and_b_are_checked_by_a_card_that_is_not_there(
    check: Check, province: Province
) -> None:
    base, table, secret = province
    done = check({**COMMON, **table, "base": base}, secret=secret)
    assert 0 == done.exit_code, done.output
    assert "call: ok: code" in done.output
    assert secret not in done.output


def test_a_wrong_digest_of_family_a_is_named(check: Check, province: Province) -> None:
    base, table, secret = province
    changed = {"digest": "suffixed-sealed"} if table is A else {"upper": False}
    done = check({**COMMON, **table, **changed, "base": base}, secret=secret)
    assert 1 == done.exit_code
    expected = (
        "the platform takes keyed-plain, upper = True" if table is A else "forged"
    )
    assert expected in done.output


def test_a_dictionary_with_a_foreign_code_is_named(
    check: Check, province: Province
) -> None:
    base, table, secret = province
    changed = {"id_types": {"77": "01"}}
    done = check({**COMMON, **table, **changed, "base": base}, secret=secret)
    assert "look at the setting id_types" in done.output
