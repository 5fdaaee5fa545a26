"""What the hospital's paper says of a report (报告单): read while somebody waits."""

from typing import Protocol

from ehealthcard.rules.reporting import ReportSheet


class Results(Protocol):
    """The owner of the printed reports: a LIS, RIS or a print server.

    The adapter turns what would be printed into a :class:`ReportSheet`, code for code
    and letter for letter; the hashes of both renderings are compared.
    """

    def printed(self, *, org: str, report: str, version: int) -> ReportSheet | None:
        """Return the sheet of one version; ``None`` if it is not printed.

        Raises:
            OutsideUnavailableError: No answer in time.

        """
        ...
