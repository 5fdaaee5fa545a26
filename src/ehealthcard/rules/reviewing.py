"""Who answers for clinical content, and what that content is (临床审核).

Guidance and interviews rest on files that only clinicians can answer for. What nobody
has reviewed says so wherever it is used; what a hospital has reviewed is known by the
hash of its files, and an altered file has lost its review (ADR 12).
"""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.models import Day
from ehealthcard.workflow import Model

NOT_REVIEWED = "未经临床审核"
"""Stands on whatever is made with content that no hospital has signed."""

Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""Hash of files, in hexadecimal."""


class Review(Model):
    """A hospital's word that its clinicians have checked a version (临床审核)."""

    hospital: str = Field(min_length=1, max_length=60)
    reviewer: str = Field(min_length=1, max_length=80)
    """The committee or person that answers for it (审核人)."""

    on: Day


class ContentKind(Labelled):
    """What clinical content is for (内容类别)."""

    GUIDANCE = "guidance", "导诊知识库", "the knowledge base of guidance"
    QUESTIONS = "questions", "科室问题清单", "a department's list of questions"


class Content(Model):
    """One version of clinical content, as a review names it (内容版本)."""

    kind: ContentKind
    name: str | None = Field(default=None, min_length=1, max_length=40)
    """The department whose list it is; a knowledge base has none."""

    version: str = Field(min_length=1, max_length=40)
    fingerprint: Fingerprint
    """Hash of all files that it is made of, so that nothing changes under a review."""
