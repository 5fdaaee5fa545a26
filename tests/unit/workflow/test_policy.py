from datetime import date

import pytest

from ehealthcard.errors import DefinitionError, PolicyMissingError
from ehealthcard.workflow import Policy, Timeline

OLD = Policy(
    name="old", effective_from=date(2022, 1, 1), effective_to=date(2022, 12, 31)
)
NEW = Policy(name="new", effective_from=date(2023, 1, 1))
PACKS = Timeline((OLD, NEW))


@pytest.mark.parametrize(
    ("day", "pack"),
    [
        (date(2022, 1, 1), OLD),
        (date(2022, 12, 31), OLD),
        (date(2023, 1, 1), NEW),
        (date(2999, 1, 1), NEW),
    ],
)
def test_a_pack_is_in_force_from_its_first_to_its_last_day(
    day: date, pack: Policy
) -> None:
    assert PACKS.at(day) == pack


def test_there_is_no_default() -> None:
    with pytest.raises(PolicyMissingError):
        PACKS.at(date(2021, 12, 31))
    with pytest.raises(PolicyMissingError):
        PACKS.named("other")
    assert PACKS.named("old") == OLD


def test_packs_do_not_overlap_or_share_names() -> None:
    early = NEW.model_copy(update={"effective_from": date(2022, 12, 31)})
    namesake = NEW.model_copy(update={"name": "old"})

    with pytest.raises(DefinitionError, match="overlap"):
        Timeline((OLD, early))
    with pytest.raises(DefinitionError, match="overlap"):
        Timeline((NEW, OLD))
    with pytest.raises(DefinitionError, match="share a name"):
        Timeline((OLD, namesake))
