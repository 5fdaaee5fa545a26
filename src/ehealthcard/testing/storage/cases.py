"""Cases: their events in order, their content, what repeats and what falls due."""

from datetime import timedelta

import attrs

from ehealthcard.identity import SubjectId
from ehealthcard.ports import Due, Entry, Receipt, Storage, SubjectRow

from .rows import LATER, ME, NOW, YOU, a_message, an_event


class CaseContract:
    """Cases."""

    def test_events_come_back_in_order(self, storage: Storage) -> None:
        """To the byte and to the microsecond."""
        first = an_event(policy="2022-12", cause="c0-4", behind=YOU)
        second = an_event(version=2)
        storage.append(Entry(first))
        storage.append(Entry(second))

        assert [first, second] == list(storage.history("c1"))
        assert second == storage.last("c1")
        assert storage.last("c2") is None
        assert list(storage.history("c2")) == []

    def test_what_is_stored_keeps_its_version(self, storage: Storage) -> None:
        """That of an event, of its messages and of a person."""
        event = attrs.evolve(an_event(), schema_version=7)
        message = attrs.evolve(a_message("m1"), schema_version=8)
        subject = SubjectRow(ME, b"a", "1", b"b", schema_version=9)
        storage.append(Entry(event, outbox=(message,)))
        storage.put_subject(SubjectRow(ME, b"a", "1", b"b"))
        storage.put_subject(subject)

        assert event == storage.last("c1")
        assert message == storage.message("m1")
        assert subject == storage.subject(ME)

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

    def test_the_agenda_is_in_order_of_the_moment_and_paged(
        self, storage: Storage
    ) -> None:
        """Cases of one moment follow one another by name; the ends count."""
        for case, hours in (("c1", 3), ("c2", 1), ("c3", 1)):
            storage.append(Entry(an_event(case), due=NOW + timedelta(hours=hours)))
        storage.append(Entry(an_event("c4", subject=YOU), due=LATER))
        storage.append(Entry(an_event("c5")))
        until, start = NOW + timedelta(hours=3), Due(NOW, "")

        first = storage.agenda(until=until, after=start, limit=2, subject=ME)
        rest = storage.agenda(until=until, after=first[-1], limit=2, subject=ME)

        assert ["c2", "c3", "c1"] == [d.case for d in (*first, *rest)]
        assert Due(until, "c1") == rest[-1]
        assert "c4" in [
            d.case for d in storage.agenda(until=LATER, after=start, limit=9)
        ]

    def test_the_agenda_of_one_service_leaves_the_others_out(
        self, storage: Storage
    ) -> None:
        """Of everybody, and of one subject."""
        storage.append(Entry(an_event("c1", workflow="other"), due=NOW))
        for case, subject in (("c2", ME), ("c3", YOU), ("c4", ME)):
            storage.append(Entry(an_event(case, subject=subject), due=LATER))
        start = Due(NOW - timedelta(hours=1), "")

        def found(
            workflow: str, after: Due = start, subject: SubjectId | None = None
        ) -> list[str]:
            dues = storage.agenda(
                until=LATER, after=after, limit=2, subject=subject, workflow=workflow
            )
            return [d.case for d in dues]

        assert ["c2", "c3"] == found("w")
        assert ["c4"] == found("w", Due(LATER, "c3"))
        assert ["c1"] == found("other")
        assert ["c2", "c4"] == found("w", subject=ME)
        assert [] == found("other", subject=YOU)

    def test_the_next_due_case_lies_behind_the_last(self, storage: Storage) -> None:
        """One after the other, whether or not the one before has moved."""
        for case, hours in (("c1", 3), ("c2", 1), ("c3", 1)):
            storage.append(Entry(an_event(case), due=NOW + timedelta(hours=hours)))
        before = NOW + timedelta(hours=3)
        with storage.transaction():
            first = storage.next_due(before=before, after=None)
            second = storage.next_due(before=before, after=first)
            third = storage.next_due(before=before, after=second)

        assert (first and first.case, second and second.case) == ("c2", "c3")
        assert third is None

    def test_cases_in_a_state_are_paged_newest_first(self, storage: Storage) -> None:
        """By the newest event."""
        for case in ("c1", "c2", "c3"):
            storage.append(Entry(an_event(case)))
        storage.append(Entry(an_event("c2", version=2, state="Gone")))
        storage.append(Entry(an_event("c4", workflow="other")))
        state = an_event().state

        first = storage.cases_in("w", state, before=None, limit=1)
        rest = storage.cases_in("w", state, before=first[-1].case, limit=9)

        assert ["c3", "c1"] == [e.case for e in (*first, *rest)]
        assert [an_event("c2", version=2, state="Gone")] == list(
            storage.cases_in("w", "Gone", before=None, limit=9)
        )

    def test_a_subject_has_cases_of_several_services(self, storage: Storage) -> None:
        """All of them if no service is named."""
        storage.append(Entry(an_event("c1")))
        storage.append(Entry(an_event("c2", workflow="other")))
        storage.append(Entry(an_event("c3", subject=YOU)))

        found = storage.cases_of(ME, None, before=None, limit=9)
        assert ["c2", "c1"] == [e.case for e in found]
