from functools import cache

import pytest

from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.adapters.simulator import SimulatedOutpatientRecords
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.identity import CardId
from ehealthcard.rules.interview import Allergy
from ehealthcard.testing import AllergyRecordsContract, QuestionBankContract

CARD = CardId("A" * 64)
KNOWN = (Allergy(allergen="青霉素类", code="penicillin", reaction="皮疹"),)


@cache
def packaged() -> FileQuestions:
    return FileQuestions.open(PACKAGED)


class TestPackagedQuestions(QuestionBankContract):
    @pytest.fixture
    def bank(self) -> object:
        return packaged()

    @pytest.fixture(params=[made.department for made in packaged().lists])
    def department(self, request: pytest.FixtureRequest) -> object:
        return request.param


class TestSimulatedRecords(AllergyRecordsContract):
    @pytest.fixture
    def records(self) -> object:
        return SimulatedOutpatientRecords({CARD: KNOWN})

    @pytest.fixture
    def card(self) -> object:
        return CARD

    @pytest.fixture
    def known(self) -> object:
        return KNOWN


def test_a_record_that_is_down_says_so() -> None:
    records = SimulatedOutpatientRecords({CARD: KNOWN})
    records.faults.is_slow = True

    with pytest.raises(OutsideUnavailableError):
        records.allergies(CARD)
