"""The index of people in memory: by characters, by sound, by birth date."""

from datetime import date

import attrs
import pytest

from ehealthcard import Actor, Suite
from ehealthcard.adapters.index import PeopleIndex, spellings
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.codesets import IdKind, Sex
from ehealthcard.errors import AccessDeniedError, OutsideUnavailableError
from ehealthcard.identity import Person, SubjectId
from ehealthcard.ports import Demographics
from ehealthcard.services.foundation.card import Cancel, card_life
from ehealthcard.testing import DemographicSearchContract
from tests.actors import AUDITOR
from tests.integration.conftest import WINDOW, build

KEEPER = Actor("index-1", {"index-keeper"})
NAMES = {
    SubjectId("1" * 32): Demographics(
        name="单雄信", birth_date=date(1980, 4, 9), sex=Sex.MALE
    ),
    SubjectId("2" * 32): Demographics(
        name="章薇", birth_date=date(1991, 12, 3), sex=Sex.FEMALE
    ),
    SubjectId("3" * 32): Demographics(
        name="阿依古丽·买买提", birth_date=date(1975, 1, 1), sex=Sex.FEMALE
    ),
}


def person(said: Demographics) -> Person:
    assert said.birth_date is not None
    return Person(
        name=said.name,
        kind=IdKind.OTHER,
        number="1",
        phone=None,
        birth_date=said.birth_date,
        sex=said.sex,
        guardian=None,
        guardian_kinship=None,
        master_index="A" * 64,
    )


def full() -> PeopleIndex:
    index = PeopleIndex()
    index.put((subject, person(said)) for subject, said in NAMES.items())
    return index


class TestPeopleIndex(DemographicSearchContract):
    @pytest.fixture
    def index(self) -> PeopleIndex:
        return full()

    @pytest.fixture
    def people(self) -> dict[SubjectId, Demographics]:
        return NAMES

    @pytest.fixture
    def nobody(self) -> Demographics:
        return Demographics(name="欧阳修", birth_date=date(1960, 6, 6))


@pytest.mark.parametrize(
    ("name", "born", "whose"),
    [
        ("shan xiong xin", None, "1"),
        ("Shàn Xióngxìn", None, "1"),
        ("丹雄信", date(1980, 4, 9), "1"),
        ("单雄信", date(1980, 4, 8), "1"),
        ("单雄信", date(1980, 9, 4), "1"),
        ("张薇", date(1991, 12, 3), "2"),
        ("zhangwei", date(1991, 12, 3), "2"),
        ("阿依古丽 买买提", None, "3"),
        ("阿依古丽", date(1975, 1, 1), "3"),
    ],
)
def test_somebody_is_found_by_how_the_name_sounds(
    name: str, born: date | None, whose: str
) -> None:
    found = full().search(Demographics(name=name, birth_date=born))

    assert whose * 32 == found[0].subject


def test_what_is_wrong_costs_what_it_weighs() -> None:
    def score(**said: object) -> float:
        said = {"name": "章薇"} | said
        return full().search(Demographics.model_validate(said))[0].score

    assert 1.0 == score()
    assert 1.0 == score(birth_date=date(1991, 12, 3), sex=Sex.FEMALE)
    assert 0.9 == score(birth_date=date(1991, 12, 3), sex=Sex.MALE)
    assert 0.9 == score(birth_date=date(1991, 12, 13))
    assert score(birth_date=date(1991, 12, 13)) < score(name="章薇薇")
    wrong = Demographics(name="章薇", birth_date=date(1960, 1, 1))
    assert [] == list(full().search(wrong))


def test_who_is_corrected_or_taken_out_is_so_at_once() -> None:
    index = full()
    index.put([(SubjectId("2" * 32), person(NAMES[SubjectId("1" * 32)]))])
    assert [] == list(index.search(Demographics(name="章薇")))
    assert 2 == len(index.search(Demographics(name="单雄信")))
    index.put([(SubjectId(n * 32), None) for n in "12"])
    assert 1 == len(index)
    assert [] == list(index.search(Demographics(name="单雄信")))


def test_spellings_are_few_and_keep_what_is_not_chinese() -> None:
    assert 16 == len(spellings("单乐行重长"))
    assert (("LV", "BU"),) == spellings("吕布")
    assert (("ANNA",),) == spellings("Ａnna")
    assert (("",),) == spellings(" ")


def test_a_desk_finds_people_through_an_index_of_its_roll() -> None:
    house = build(MemoryStorage(), Suite.INTL)
    cards = [house.card(seed) for seed in (1, 2, 3)]
    desk, index = house.desk, PeopleIndex()
    with pytest.raises(OutsideUnavailableError):
        desk.people.find(Demographics(name="x"), by=WINDOW)
    with pytest.raises(AccessDeniedError):
        desk.people.roll(by=WINDOW)
    page = desk.people.roll(by=KEEPER, limit=2)
    index.put([*page, *desk.people.roll(by=KEEPER, after=page[-1][0], limit=2)])
    desk = attrs.evolve(desk, ports=attrs.evolve(desk.ports, people=index))
    whole = desk.office.vault.person(cards[1].subject)
    assert whole is not None
    wanted = Demographics(name=whole.name, birth_date=whole.birth_date)

    found = desk.people.find(wanted, by=WINDOW)
    assert (cards[1], 1.0) == (found[0].card, found[0].score)
    assert whole.name not in repr(found)
    with pytest.raises(AccessDeniedError):
        desk.people.find(wanted, by=Actor("app", holder=cards[1].subject))
    case = desk.case(card_life, cards[1].case, by=AUDITOR)
    desk.execute(card_life, case, Cancel(reason="moved"), by=WINDOW)
    assert cards[1].id not in [f.card.id for f in desk.people.find(wanted, by=WINDOW)]
