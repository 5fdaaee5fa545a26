"""What every owner of printed reports must do.

Inherit, provide ``results`` and a ``sheet`` that it prints, and pytest does the rest.
"""

import pytest

from ehealthcard.ports import Results
from ehealthcard.rules.reporting import ReportSheet, rendering_of

ORG = "330100000001"


class ResultsContract:
    """Everything that the release of reports asks of the print server."""

    org: str = ORG
    """The institution whose sheet it is."""

    @pytest.fixture
    def results(self) -> Results:
        """Return the adapter."""
        raise pytest.UsageError("Provide a results fixture.")

    @pytest.fixture
    def sheet(self) -> ReportSheet:
        """Return a sheet that the adapter knows as printed, by its first version."""
        raise pytest.UsageError("Provide a sheet fixture.")

    def test_what_is_printed_is_told_letter_for_letter(
        self, results: Results, sheet: ReportSheet
    ) -> None:
        """Both renderings have the same hashes."""
        printed = results.printed(org=self.org, report=sheet.report, version=1)

        assert printed is not None
        assert rendering_of(sheet) == rendering_of(printed)

    def test_it_says_the_same_each_time(
        self, results: Results, sheet: ReportSheet
    ) -> None:
        """Asking changes nothing."""
        one, two = (
            results.printed(org=self.org, report=sheet.report, version=1)
            for _ in range(2)
        )

        assert one == two

    def test_what_is_not_printed_is_none(
        self, results: Results, sheet: ReportSheet
    ) -> None:
        """Neither another number nor a version to come is an error."""
        assert results.printed(org=self.org, report="no-such", version=1) is None
        assert results.printed(org=self.org, report=sheet.report, version=9) is None
