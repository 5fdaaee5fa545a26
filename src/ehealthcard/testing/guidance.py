"""What every advisor of guidance must do.

Inherit, provide ``advisor`` and the ``knowledge`` that it works with, and pytest does
the rest. It asks for soundness, not for wisdom: how often an advisor is right is
measured by ``ehealthcard guidance evaluate``.
"""

import pytest

from ehealthcard.codesets import Sex
from ehealthcard.ports import GuidanceAdvisor
from ehealthcard.rules.guidance import (
    Advice,
    GuidanceKnowledge,
    GuidanceQuestion,
    Person,
)

QUESTIONS = (
    GuidanceQuestion(words="头疼三天了"),
    GuidanceQuestion(words="宝宝发烧咳嗽", person=Person(age=2, sex=Sex.FEMALE)),
    GuidanceQuestion(words="小便刺痛", person=Person(age=40, sex=Sex.MALE)),
    GuidanceQuestion(words="", history="高血压", status="越来越重"),
    GuidanceQuestion(words="你好"),
    GuidanceQuestion(words="x" * 2000),
    GuidanceQuestion(words="😀\u0000\ud7ff（）？！"),
)


class AdvisorContract:
    """Everything that guidance asks of an advisor."""

    @pytest.fixture
    def advisor(self) -> GuidanceAdvisor:
        """Return the advisor."""
        raise pytest.UsageError("Provide an advisor fixture.")

    @pytest.fixture
    def knowledge(self) -> GuidanceKnowledge:
        """Return the knowledge base that it works with."""
        raise pytest.UsageError("Provide a knowledge fixture.")

    @pytest.mark.parametrize("question", QUESTIONS, ids=range(len(QUESTIONS)))
    def test_its_departments_are_known_and_named_once(
        self,
        advisor: GuidanceAdvisor,
        knowledge: GuidanceKnowledge,
        question: GuidanceQuestion,
    ) -> None:
        """What the knowledge base does not have cannot be recommended."""
        codes = [o.department for o in advisor.advise(question).opinions]

        assert set(codes) <= set(knowledge.by_code)
        assert len(set(codes)) == len(codes)

    @pytest.mark.parametrize("question", QUESTIONS, ids=range(len(QUESTIONS)))
    def test_the_best_comes_first(
        self, advisor: GuidanceAdvisor, question: GuidanceQuestion
    ) -> None:
        """Scores fall from place to place."""
        scores = [o.score for o in advisor.advise(question).opinions]

        assert sorted(scores, reverse=True) == scores

    @pytest.mark.parametrize("question", QUESTIONS, ids=range(len(QUESTIONS)))
    def test_an_answer_survives_storage_and_names_its_version(
        self, advisor: GuidanceAdvisor, question: GuidanceQuestion
    ) -> None:
        """The version is on record with every recommendation."""
        advice = advisor.advise(question)

        assert Advice.from_json(advice.to_json()) == advice
        assert advice.version
        assert advice.version == advisor.version[: len(advice.version)]

    def test_it_gives_reasons(self, advisor: GuidanceAdvisor) -> None:
        """Who is guided may ask why (PIPL art. 24)."""
        advice = advisor.advise(QUESTIONS[0])

        assert advice.opinions
        assert all(o.reasons for o in advice.opinions[:3])

    def test_nothing_said_is_nothing_known(self, advisor: GuidanceAdvisor) -> None:
        """A greeting is no complaint, and no reason to be sure."""
        assert advisor.advise(QUESTIONS[4]).confidence < 0.3
