"""What was stored by any version is read by this one; no shape changes unseen."""

import json
from pathlib import Path
from typing import Any

import pytest

from ehealthcard.identity import PERSON_VERSION, Person
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import read_payload, restore

from .shapes import KEPT, Shape, plain, shapes

FILES = sorted(KEPT.glob("*/v*/*.json"))
TODAY = list(shapes())
CHANGED = (
    "{owner}: the stored shape of {name} changed. Raise the version, add an upcaster "
    "from the version before, and run python -m tests.stored."
)
MISSING = "{owner}: nothing is kept of {name}; run python -m tests.stored."


def read(path: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


def written(path: Path) -> tuple[str, int]:
    return path.parent.parent.name, int(path.parent.name[1:])


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(KEPT)))
def test_what_was_ever_stored_can_be_read(path: Path) -> None:
    owner, version = written(path)
    record = read(path)
    data = json.dumps(record["data"], ensure_ascii=False).encode()

    if owner == "person":
        found: Any = Person.from_stored(data, version)
        newest = PERSON_VERSION
    elif path.stem.startswith("message-"):
        workflow = CATALOGUE.named[owner]
        kind, payload = read_payload(workflow, record["name"], data, version)
        assert isinstance(kind, str)
        assert isinstance(json.loads(payload), dict)
        return
    else:
        workflow = CATALOGUE.named[owner]
        found = restore(workflow, record["name"], data, version)
        newest = workflow.version
    if version == newest:
        assert record["data"] == json.loads(found.to_json())


@pytest.mark.parametrize("shape", TODAY, ids=lambda s: f"{s.owner}/{s.name}")
def test_no_shape_changes_without_a_new_version(shape: Shape) -> None:
    if not shape.path.exists():
        pytest.fail(MISSING.format(owner=shape.owner, name=shape.name))
    kept = read(shape.path)

    if kept["schema"] != shape.record["schema"] or kept["name"] != shape.kind:
        pytest.fail(CHANGED.format(owner=shape.owner, name=shape.name))


def test_every_service_state_and_version_is_kept() -> None:
    kept = {(*written(p), p.stem) for p in FILES}
    wanted = {
        (w.name, version)
        for w in CATALOGUE.workflows
        for version in range(1, w.version + 1)
    }
    states = {(w.name, w.version, s) for w in CATALOGUE.workflows for s in w.states}

    assert wanted <= {(owner, version) for owner, version, _ in kept}
    assert states <= kept
    assert {n for n, *_ in kept} == {"person", *(w.name for w in CATALOGUE.workflows)}


def test_a_shape_is_told_apart_by_what_may_be_stored_and_not_by_its_words() -> None:
    field = {"title": "T", "description": "D", "type": "string", "default": "x"}
    same = {"type": "string"}
    schema = {"properties": {"title": field, "a": field}, "required": ["a"]}

    assert {
        "properties": {"title": same, "a": same},
        "required": ["a"],
    } == plain(schema)


def test_every_kind_of_message_is_kept() -> None:
    sent = {
        (w.name, f"message-{e.call.__name__}")
        for w in CATALOGUE.workflows
        for e in w.consequences
        if e.kind.__name__ in ("Ask", "Query", "Order", "Tell")
    }

    assert sent <= {(s.owner, s.name) for s in TODAY}
