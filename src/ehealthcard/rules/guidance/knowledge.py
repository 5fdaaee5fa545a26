"""The knowledge base of guidance, as data (导诊知识库).

It says where a complaint leads, never what a patient has: it holds no diagnosis.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from ehealthcard.errors import KnowledgeError, Phrase
from ehealthcard.rules.reviewing import NOT_REVIEWED, Content, ContentKind, Review
from ehealthcard.workflow import Model

from .departments import (
    EMERGENCY,
    FEVER_CLINIC,
    GENERAL_PRACTICE,
    OBSTETRICS,
    PAEDIATRICS,
    Department,
    DepartmentCode,
)

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Said = Annotated[str, Field(min_length=1, max_length=40)]
Weight = Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)]
Sign = Literal[
    "fever", "abdominal-pain", "bleeding", "epi-contact", "pregnant", "child"
]
NEEDED = (EMERGENCY, GENERAL_PRACTICE, PAEDIATRICS, OBSTETRICS, FEVER_CLINIC)
"""Departments that the safety rules lead to."""


class BodyPart(Model):
    """A part of the body (身体部位)."""

    id: Name
    name: str = Field(min_length=1)
    said: tuple[Said, ...] = Field(min_length=1)


class Symptom(Model):
    """A complaint in everyday words (症状)."""

    id: Name
    name: Said
    said: tuple[Said, ...] = Field(min_length=1)
    """Other expressions; ``~`` stands for a few filling words, ``{pain}`` for a group
    of :attr:`GuidanceKnowledge.words`."""

    part: Name | None = None
    to: dict[DepartmentCode, Weight] = Field(min_length=1)
    """What speaks for which department, and how much."""

    means: tuple[Sign, ...] = ()
    """What the safety rules look at."""


class Topic(Model):
    """Words that patients use for what they were told they have, or want (就诊话题)."""

    to: dict[DepartmentCode, Weight] = Field(min_length=1)
    words: tuple[Said, ...] = Field(min_length=1)


class RedFlag(Model):
    """A combination that needs help at once (危急征象)."""

    id: Name
    says: str = Field(min_length=1)
    """What the patient is shown."""

    all_of: tuple[tuple[Name, ...], ...] = Field(min_length=1)
    """Of each group one symptom must be there."""

    pregnant: bool | None = None
    from_age: int | None = None
    below_age: int | None = None
    departments: tuple[DepartmentCode, ...] = (EMERGENCY,)


class Article(Model):
    """A piece of popular science (科普文章)."""

    id: Name
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    departments: tuple[DepartmentCode, ...] = Field(min_length=1)
    symptoms: tuple[Name, ...] = ()


class GuidanceKnowledge(Model):
    """All of it, in one version.

    Raises:
        KnowledgeError: From :meth:`check`, if it contradicts itself.

    """

    version: str = Field(min_length=1, max_length=40)
    digest: str = ""
    """SM3 of the files it was read from, in hexadecimal."""

    review: Review | None = None
    departments: tuple[Department, ...]
    words: dict[Name, tuple[Said, ...]] = Field(default_factory=dict)
    parts: tuple[BodyPart, ...]
    symptoms: tuple[Symptom, ...]
    topics: tuple[Topic, ...] = ()
    flags: tuple[RedFlag, ...]
    articles: tuple[Article, ...] = ()

    @property
    def content(self) -> Content:
        """What a review of it names.

        Raises:
            InvalidInputError: It was made without files, so there is no hash.

        """
        return Content.from_data(
            {
                "kind": ContentKind.GUIDANCE,
                "version": self.version,
                "fingerprint": self.digest,
            }
        )

    @property
    def label(self) -> str:
        """The version with the mark that every answer carries."""
        mark = f"审核：{self.review.reviewer}" if self.review else NOT_REVIEWED
        return f"{self.version}（{mark}）"

    @cached_property
    def by_code(self) -> dict[str, Department]:
        """The departments by code."""
        return {d.code: d for d in self.departments}

    @cached_property
    def by_symptom(self) -> dict[str, Symptom]:
        """The symptoms by name."""
        return {s.id: s for s in self.symptoms}

    def check(self) -> None:
        """Refuse a base that contradicts itself.

        Raises:
            KnowledgeError: The error says what is wrong and where.

        """
        for problem in (*self._twice(), *self._missing(), *self._unknown()):
            raise KnowledgeError(problem=problem)

    def _twice(self) -> Iterator[Phrase]:
        called = [n for d in self.departments for n in _called(d)]
        for en, zh, names in (
            ("department", "科室", [d.code for d in self.departments]),
            ("department name", "科室名称", called),
            ("part", "部位", [p.id for p in self.parts]),
            ("symptom", "症状", [s.id for s in self.symptoms]),
            ("symptom name", "症状名称", [s.name for s in self.symptoms]),
            ("red flag", "危险信号", [f.id for f in self.flags]),
            ("article", "文章", [a.id for a in self.articles]),
        ):
            for name, times in Counter(names).items():
                if times > 1:
                    yield Phrase(f"{en} {name} stands there twice", f"{zh} {name} 重复")

    def _missing(self) -> Iterator[Phrase]:
        for code in NEEDED:
            if code not in self.by_code:
                yield Phrase(
                    f"department {code} is missing, which the safety rules lead to",
                    f"缺少安全规则指向的科室 {code}",
                )
        if not self.flags:
            yield Phrase("there are no red flags", "没有危险信号")

    def _unknown(self) -> Iterator[Phrase]:
        parts = {p.id for p in self.parts}
        for symptom in self.symptoms:
            if symptom.part is not None and symptom.part not in parts:
                yield Phrase(
                    f"symptom {symptom.id} has the unknown part {symptom.part}",
                    f"症状 {symptom.id} 的部位 {symptom.part} 不存在",
                )
        for where, codes in self._codes():
            for code in codes:
                if code not in self.by_code:
                    yield Phrase(
                        f"{where.en} leads to the unknown department {code}",
                        f"{where.zh} 指向的科室 {code} 不存在",
                    )
        for where, symptoms in self._symptoms():
            for name in symptoms:
                if name not in self.by_symptom:
                    yield Phrase(
                        f"{where.en} names the unknown symptom {name}",
                        f"{where.zh} 中的症状 {name} 不存在",
                    )

    def _codes(self) -> Iterator[tuple[Phrase, tuple[str, ...]]]:
        yield from ((_symptom(s.id), tuple(s.to)) for s in self.symptoms)
        yield from ((_topic(t.words[0]), tuple(t.to)) for t in self.topics)
        yield from ((_flag(f.id), f.departments) for f in self.flags)
        yield from ((_article(a.id), a.departments) for a in self.articles)

    def _symptoms(self) -> Iterator[tuple[Phrase, tuple[str, ...]]]:
        yield from ((_flag(f.id), group) for f in self.flags for group in f.all_of)
        yield from ((_article(a.id), a.symptoms) for a in self.articles)


def _symptom(name: str) -> Phrase:
    return Phrase(f"symptom {name}", f"症状 {name}")


def _topic(name: str) -> Phrase:
    return Phrase(f"topic {name}", f"主题 {name}")


def _flag(name: str) -> Phrase:
    return Phrase(f"red flag {name}", f"危险信号 {name}")


def _article(name: str) -> Phrase:
    return Phrase(f"article {name}", f"文章 {name}")


def _called(department: Department) -> tuple[str, ...]:
    return (department.name, *department.aliases)
