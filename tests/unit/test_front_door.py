"""The names others call, and what it costs to walk in."""

import inspect
import json
import subprocess
import sys

import ehealthcard

NAMES = [
    "Actor",
    "Applicant",
    "Card",
    "CardId",
    "Case",
    "Clockwork",
    "Entrance",
    "Gate",
    "Guardian",
    "IdDocument",
    "IdKind",
    "IdScheme",
    "KeyRing",
    "OutboxRelay",
    "Ports",
    "ServiceDesk",
    "Suite",
    "Terminal",
    "Tier",
    "Tokenizer",
    "TrustStore",
    "__version__",
    "draw",
    "issue_code",
    "parse_code",
    "verify_code",
]
EXTRAS = {"sqlalchemy", "typer", "rich", "segno", "hypothesis", "pytest", "zxingcpp"}


def run(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own code


def test_the_front_door_has_these_names() -> None:
    assert sorted(ehealthcard.__all__) == NAMES
    assert dir(ehealthcard) == NAMES
    for name in NAMES:
        assert getattr(ehealthcard, name) is not None
    assert not hasattr(ehealthcard, "Nonsense")


def test_the_other_names_of_the_plan_are_where_it_says() -> None:
    from ehealthcard.adapters.storage.sql import SqlStorage  # noqa: PLC0415
    from ehealthcard.identity import national  # noqa: PLC0415
    from ehealthcard.qr import national as national_text  # noqa: PLC0415
    from ehealthcard.services.admission_scan import admission_scan  # noqa: PLC0415
    from ehealthcard.services.health_declaration import (  # noqa: PLC0415
        health_declaration,
    )

    assert list(inspect.signature(national.card_id).parameters) == [
        "security_key",
        "master_index",
        "kind",
        "number",
    ]
    assert list(inspect.signature(national_text.validity).parameters) == [
        "protection_key",
        "expires_at",
    ]
    assert callable(national_text.parse)
    assert callable(SqlStorage.open)
    assert (health_declaration.name, admission_scan.name) == (
        "health-declaration",
        "admission-scan",
    )


def test_importing_the_package_loads_no_extra_and_no_service() -> None:
    code = "import sys, json, ehealthcard; print(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(run(code)))

    assert not loaded & EXTRAS
    assert not {m for m in loaded if m.startswith("ehealthcard.")}


def test_the_whole_front_door_loads_no_extra_either() -> None:
    names = ", ".join(n for n in NAMES if n not in ("draw", "__version__"))
    code = (
        f"from ehealthcard import {names}\n"
        "import sys, json; print(json.dumps(sorted(sys.modules)))"
    )

    assert not set(json.loads(run(code))) & EXTRAS


def test_importing_costs_at_most_1_3_times_its_dependencies() -> None:
    timed = (
        "import time; begin = time.perf_counter(); import {}; "
        "print(time.perf_counter() - begin)"
    )

    def best(modules: str) -> float:
        return min(float(run(timed.format(modules))) for _ in range(7))

    ours = best("ehealthcard")
    theirs = best("pydantic, attrs, cryptography")

    assert ours <= 1.3 * theirs
