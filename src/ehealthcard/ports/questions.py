"""What is asked before a visit, and what the record knows already (题库与过敏档案)."""

from typing import Protocol

from ehealthcard.identity import CardId
from ehealthcard.rules.interview import Allergy, QuestionSet


class QuestionBank(Protocol):
    """The department-symptom question bank (科室-症状问题库, guide §4.3.1).

    A version never changes once it was given out, and is kept as long as an interview
    that began with it may go on: who began under version 3 ends under version 3.
    """

    def newest(self, department: str, /) -> QuestionSet | None:
        """Return the newest list of a department, by any code the HIS has for it.

        ``None``: there is none. Nothing else is guessed in its stead.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...

    def version(self, department: str, version: int, /) -> QuestionSet | None:
        """Return one version of the list whose own code is *department*.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...


class AllergyRecords(Protocol):
    """Whoever keeps a record of allergies, such as the HIS (过敏史档案).

    It is read and never written: what a patient tells does not overwrite it.
    """

    def allergies(self, card_id: CardId, /) -> tuple[Allergy, ...]:
        """Return what is on record; empty where nothing is.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
