"""What is stored today: an example and the shape of each state, message and person."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs

from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import IdKind, Sex
from ehealthcard.identity import PERSON_VERSION, OldNumber, Person
from ehealthcard.models import Fields, Model
from ehealthcard.rules.interview import Warned
from ehealthcard.services.appointment.model import Money
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.emergency_call.model import Refusal
from ehealthcard.testing import WorkflowContract
from ehealthcard.testing.workflow import NOW
from ehealthcard.workflow import Outgoing, Workflow
from tests import services
from tests.services.inpatients import DEPOSIT
from tests.services.interviews import VISIT
from tests.services.test_pre_visit_interview import READY

KEPT = Path(__file__).parents[1] / "vectors" / "stored"
WORDS = {"title", "description", "default"}
"""What a shape says besides what may be stored."""

PERSON = Person(
    name=name_of(1),
    kind=IdKind.RESIDENT_ID,
    number=document_of(1).number,
    phone="13900000000",
    birth_date=date(1990, 3, 7),
    sex=Sex.MALE,
    guardian="5" * 32,
    guardian_kinship=None,
    master_index="A" * 64,
    old_numbers=(OldNumber(system="H1", value="4711"),),
)


VARIANTS: dict[tuple[str, str], Fields] = {
    ("triage", "RoutedEmergency"): {"threat": True},
    ("triage", "Waiting"): {"overdue_since": NOW},
    ("emergency-call", "Accepted"): {"overdue": True},
    ("emergency-call", "AtHospital"): {
        "refusals": (Refusal(hospital="H2", by="doctor-7", at=NOW),)
    },
    ("companion-pass", "Active"): {"reminded": True},
    ("inpatient-certificate", "Cancelled"): {"deposits": (DEPOSIT,)},
    ("appointment", "ExpiredUnpaid"): {"money": Money.UNCLEAR},
    ("pre-visit-interview", "ReportReady"): {
        "visit": VISIT.model_copy(update={"examination": "CT-210"}),
        "report": READY.report.model_copy(
            update={"warnings": (Warned.PREGNANCY_UNKNOWN,)}
        ),
    },
}
"""What makes a state send a message that its contract's example does not send."""


@attrs.frozen
class Shape:
    """One kind of thing that is stored, an example of it, and which version."""

    owner: str
    version: int
    name: str
    """A state's name, ``message-EFFECT`` or ``Person``."""

    kind: str
    example: Model

    @property
    def path(self) -> Path:
        return KEPT / self.owner / f"v{self.version}" / f"{self.name}.json"

    @property
    def record(self) -> dict[str, Any]:
        return {
            "name": self.kind,
            "data": json.loads(self.example.to_json()),
            "schema": plain(type(self.example).model_json_schema()),
        }


def plain(schema: Any) -> Any:
    """Return a JSON schema without its words."""
    if isinstance(schema, dict):
        named = schema.get("properties", {}) if "properties" in schema else {}
        kept = {k: plain(v) for k, v in schema.items() if k not in WORDS}
        if named:
            kept["properties"] = {k: plain(v) for k, v in named.items()}
        return kept
    return [plain(v) for v in schema] if isinstance(schema, list) else schema


def contracts() -> dict[str, type[WorkflowContract]]:
    """Return the contract of each service, by the workflow's name."""
    for module in pkgutil.iter_modules(services.__path__):
        importlib.import_module(f"{services.__name__}.{module.name}")
    found = WorkflowContract.__subclasses__()
    return {c.workflow.name: c for c in found if hasattr(c, "workflow")}


def shapes() -> Iterator[Shape]:
    """Yield what today's software stores."""
    yield Shape("person", PERSON_VERSION, "Person", "Person", PERSON)
    known = contracts()
    for workflow in CATALOGUE.workflows:
        yield from of_workflow(workflow, known[workflow.name])


def of_workflow(
    workflow: Workflow[Any, Any], contract: type[WorkflowContract]
) -> Iterator[Shape]:
    seen: set[str] = set()
    for state in contract.examples:
        for shape in (_state(workflow, state), *_messages(workflow, state)):
            if shape.name not in seen:
                seen.add(shape.name)
                yield shape


def _state(workflow: Workflow[Any, Any], state: Model) -> Shape:
    name = type(state).__name__
    return Shape(workflow.name, workflow.version, name, name, state)


def _messages(workflow: Workflow[Any, Any], state: Any) -> Iterator[Shape]:
    changes = VARIANTS.get((workflow.name, type(state).__name__), {})
    if hasattr(state, "let_go"):
        changes = {"let_go": state.booking}
    for sender in (state, state.model_copy(update=changes)):
        for effect, value, _ in workflow.bring_about(None, sender):
            if isinstance(value, Outgoing):
                name = f"message-{effect.call.__name__}"
                kind, said = value.kind, value.payload
                yield Shape(workflow.name, workflow.version, name, kind, said)


def keep(shape: Shape) -> bool:
    """Write down a shape that is new; what is there is never changed."""
    if shape.path.exists():
        return False
    shape.path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(shape.record, ensure_ascii=False, indent=1)
    shape.path.write_text(text + "\n", encoding="utf-8")
    return True
