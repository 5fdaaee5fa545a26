"""From each version of a shape to the next."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.errors import DefinitionError, StoredDataError, StoredDataTooNewError
from ehealthcard.models import Fields, upcast
from ehealthcard.workflow import Command, Context, State, Title, Workflow


def renamed(name: str, fields: Fields) -> tuple[str, Fields]:
    return f"{name}2", {"b": fields["a"]}


def doubled(name: str, fields: Fields) -> tuple[str, Fields]:
    return name, {"b": fields["b"] * 2}


STEPS = (renamed, doubled)


def test_a_record_goes_through_every_later_step() -> None:
    read = [upcast("S", b'{"a": 3}', 1, STEPS), upcast("S2", b'{"b": 3}', 2, STEPS)]

    assert [("S2", {"b": 6})] * 2 == [(name, json.loads(data)) for name, data in read]


def test_a_record_of_today_is_handed_on_as_it_is() -> None:
    assert ("S", b"anything") == upcast("S", b"anything", 3, STEPS)


def test_text_that_is_not_ascii_stays_as_it_is() -> None:
    data = '{"a": "某甲"}'.encode()

    assert '{"b": "某甲某甲"}'.encode() == upcast("S", data, 1, STEPS)[1]


def test_a_record_of_tomorrow_is_refused_in_words() -> None:
    with pytest.raises(StoredDataTooNewError) as refused:
        upcast("S", b"{}", 4, STEPS)

    assert {"found": 4, "known": 3} == refused.value.facts


class Begin(Command):
    """Begin."""


class Begun(State):
    """Begun."""


def begin(state: None, command: Begin, ctx: Context) -> Begun:
    """Begin."""
    return Begun()


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"version": 2}, "version 2 needs 1 upcasters."),
        ({"upcasters": STEPS}, "version 1 needs 0 upcasters."),
        (
            {"version": 3, "upcasters": STEPS, "payload_upcasters": STEPS[:1]},
            "version 3 needs 2 payload upcasters or none.",
        ),
    ],
)
def test_a_version_that_cannot_be_read_is_no_definition(
    more: dict[str, Any], problem: str
) -> None:
    with pytest.raises(DefinitionError, match=problem):
        Workflow("w", Title("一", "One"), transitions=(begin,), **more)


@given(st.integers(max_value=2), st.binary() | st.from_type(dict).map(repr))
def test_nonsense_ends_in_our_own_error(version: int, data: Any) -> None:
    try:
        upcast("S", data, version, STEPS)
    except StoredDataError:
        return
    assert isinstance(json.loads(data), dict)
