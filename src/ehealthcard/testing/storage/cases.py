"""Cases: their events in order, their content, what repeats and what falls due."""

from datetime import timedelta

import attrs

from ehealthcard.ports import Entry, Receipt, Storage

from .rows import LATER, ME, NOW, YOU, an_event


class CaseContract:
    """Cases."""

    def test_events_come_back_in_order(self, storage: Storage) -> None:
        """To the byte and to the microsecond."""
        first = an_event(policy="2022-12", cause="c0-4")
        second = an_event(version=2)
        storage.append(Entry(first))
        storage.append(Entry(second))

        assert [first, second] == list(storage.history("c1"))
        assert second == storage.last("c1")
        assert storage.last("c2") is None
        assert list(storage.history("c2")) == []

    def test_erased_content_is_gone_and_its_events_are_not(
        self, storage: Storage
    ) -> None:
        """The newest event keeps its own content."""
        storage.append(Entry(an_event()))
        storage.append(Entry(an_event(version=2), erase=True))

        first, second = storage.history("c1")
        assert attrs.evolve(an_event(), data=b"") == first
        assert an_event(version=2) == second

    def test_cases_of_a_subject_are_paged_newest_first(self, storage: Storage) -> None:
        """By service."""
        for case in ("c1", "c2", "c3"):
            storage.append(Entry(an_event(case)))
        storage.append(Entry(an_event("c4", workflow="other")))
        storage.append(Entry(an_event("c5", subject=YOU)))

        first = storage.cases_of(ME, "w", before=None, limit=2)
        rest = storage.cases_of(ME, "w", before=first[-1].case, limit=2)

        assert ["c3", "c2", "c1"] == [e.case for e in (*first, *rest)]

    def test_a_receipt_leads_to_the_first_result(self, storage: Storage) -> None:
        """Not to the newest."""
        storage.append(Entry(an_event(), receipt=Receipt("r", "f")))
        storage.append(Entry(an_event(version=2)))

        assert (Receipt("r", "f"), an_event()) == storage.receipt("r")
        assert storage.receipt("s") is None

    def test_what_is_due_lies_strictly_in_the_past(self, storage: Storage) -> None:
        """Most overdue first; a new event brings its own moment."""
        storage.append(Entry(an_event("c1"), due=NOW))
        storage.append(Entry(an_event("c2", subject=YOU), due=NOW - timedelta(days=1)))
        storage.append(Entry(an_event("c3")))

        assert ["c2"] == list(storage.due(before=NOW, limit=9))
        assert ["c2", "c1"] == list(storage.due(before=LATER, limit=9))
        assert ["c2"] == list(storage.due(before=LATER, limit=1))
        assert ["c1"] == list(storage.due(before=LATER, limit=9, subject=ME))
        storage.append(Entry(an_event("c1", 2)))
        assert ["c2"] == list(storage.due(before=LATER, limit=9))
