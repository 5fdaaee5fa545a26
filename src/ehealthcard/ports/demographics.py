"""Whoever finds people by what they say of themselves (按人口学信息检索, IHE PDQ)."""

from collections.abc import Sequence
from typing import Annotated, Protocol

import attrs
from pydantic import Field

from ehealthcard.codesets import Sex
from ehealthcard.identity import SubjectId
from ehealthcard.models import PRIVATE, Day, Model


class Demographics(Model):
    """What is known of somebody who is looked for."""

    name: Annotated[str, Field(min_length=1, max_length=100), PRIVATE]
    """In characters or in pinyin, with or without spaces and tones."""

    birth_date: Annotated[Day | None, PRIVATE] = None
    sex: Sex = Sex.UNKNOWN


@attrs.frozen
class PersonMatch:
    """Somebody who may be the one."""

    subject: SubjectId
    score: float
    """From 0 to 1; how it is made up is the adapter's affair and documented there."""


class DemographicSearch(Protocol):
    """An index of people."""

    def search(
        self, wanted: Demographics, /, *, limit: int = 10
    ) -> Sequence[PersonMatch]:
        """Return who fits best, best first; nobody below the adapter's floor.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
