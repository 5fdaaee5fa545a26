"""HISs' visits and records (就医记录), and under which numbers a person is there."""

from datetime import timedelta
from typing import Protocol

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.rules.encounters import RecordsFound, RecordsWanted


class Encounters(Protocol):
    """The records of one institution; read while somebody waits."""

    def records(self, wanted: RecordsWanted, /) -> RecordsFound:
        """Return what is there of a patient, whole or with a larger ``total``.

        Numbers that are unknown there add nothing. What is asked of days and kinds may
        be answered too widely; what belongs to other numbers may not.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...


@attrs.frozen
class Institution:
    """One adapter of the fan-out.

    Args:
        org: Code of the institution; another province's is one like any other.
        name: What residents know it by.
        encounters: Its records.
        time_out: How long it is waited for.

    """

    org: str
    name: str
    encounters: Encounters = attrs.field(repr=False)
    time_out: timedelta = timedelta(seconds=5)


@attrs.frozen
class PatientNumber:
    """One number of a person in one HIS; there may be several (重复建档)."""

    org: str
    number: str = attrs.field(repr=False)


class PatientIndex(Protocol):
    """Whoever knows a person's numbers everywhere (患者主索引, IHE PIX)."""

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        """Return all numbers in force; merged ones stay, split ones are gone.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
