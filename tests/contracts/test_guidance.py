import pytest

from ehealthcard.adapters.knowledge import Guidance, NgramAdvisor
from ehealthcard.ports import GuidanceAdvisor
from ehealthcard.rules.guidance import GuidanceKnowledge
from ehealthcard.testing import AdvisorContract
from tests.services.guiding import base


class TestNgramAdvisor(AdvisorContract):
    @pytest.fixture
    def knowledge(self) -> GuidanceKnowledge:
        return base()

    @pytest.fixture
    def advisor(self, knowledge: GuidanceKnowledge) -> GuidanceAdvisor:
        return NgramAdvisor(knowledge)


def test_a_guidance_desk_of_its_own_gives_the_same_answer() -> None:
    guidance = Guidance(base())

    assert guidance.knowledge is base()
