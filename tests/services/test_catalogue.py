"""Guards for whoever adds the next service."""

import importlib
import pkgutil

import pytest

from ehealthcard import services
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.foundation import __path__ as foundation_path
from ehealthcard.workflow import Workflow

ROOMS = [
    m.name
    for m in pkgutil.iter_modules(services.__path__)
    if m.name not in ("catalogue", "doers", "foundation")
]
FOUNDATION = [f"foundation.{m.name}" for m in pkgutil.iter_modules(foundation_path)]


@pytest.mark.parametrize("name", [*ROOMS, *FOUNDATION])
def test_every_room_is_one_service_in_the_catalogue(name: str) -> None:
    module = importlib.import_module(f"ehealthcard.services.{name}")
    found = {v.name: v for v in vars(module).values() if isinstance(v, Workflow)}

    assert len(found) == 1, "one workflow to a room"
    assert set(found.values()) <= set(CATALOGUE.workflows), (
        f"add {name} to CATALOGUE in services/catalogue.py"
    )


def test_services_of_the_guide_say_where_it_speaks_of_them() -> None:
    for workflow in CATALOGUE.workflows:
        module = workflow.transitions[0].__module__
        assert ("foundation" in module) == (workflow.title.section is None)
        assert workflow.title.zh
        assert workflow.title.en
