"""What every storage adapter must do.

Needs pytest. Inherit, provide a ``storage`` fixture that starts empty, and pytest does
the rest::

    class TestOracleStorage(StorageContract):
        @pytest.fixture
        def storage(self) -> Storage:
            return OracleStorage(...)
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import attrs
import pytest

from ehealthcard.errors import (
    ClaimTakenError,
    ReplayedCodeError,
    VersionConflictError,
)
from ehealthcard.identity import CardId, SubjectId
from ehealthcard.ports import (
    CardRow,
    Entry,
    IssuedText,
    Message,
    Receipt,
    Storage,
    SubjectRow,
    UseRecord,
)
from ehealthcard.workflow import Event

NOW = datetime(2026, 1, 1, 8, 30, 0, 123456, tzinfo=UTC)
LATER = NOW + timedelta(microseconds=1)
ME, YOU = SubjectId("1" * 32), SubjectId("2" * 32)


def an_event(
    case: str = "c1",
    version: int = 1,
    subject: SubjectId = ME,
    *,
    workflow: str = "w",
    state: str = "Done",
    policy: str | None = None,
    cause: str | None = None,
) -> Event:
    """Return an event as storage sees it: its data is sealed bytes."""
    return Event(
        workflow=workflow,
        case=case,
        subject=subject,
        version=version,
        command="Do",
        state=state,
        data=b"\x00sealed\xff" + bytes([version]),
        actor="nurse-7",
        at=NOW,
        policy=policy,
        cause=cause,
    )


def a_message(name: str, *, at: datetime = NOW) -> Message:
    """Return a message as storage sees it."""
    return Message(
        id=name,
        workflow="w",
        case="c1",
        subject=ME,
        effect="tell",
        manner="Tell",
        to="his",
        kind="k",
        key=f"key-{name}",
        payload=b"\x00sealed",
        made_at=at,
        not_before=at,
    )


def a_card(number: int = 1, subject: SubjectId = ME, generation: str = "1") -> CardRow:
    """Return a card row."""
    return CardRow(CardId(f"{number:064X}"), subject, f"life-{subject}", generation)


def a_use(name: str, subject: SubjectId | None = ME) -> UseRecord:
    """Return a use-card record."""
    return UseRecord(
        name, subject, "OK", "signed", NOW, "gate-1", "H1", None, "0100", "010101"
    )


class CardContract:
    """Cards and subjects."""

    def test_a_subject_is_found_again(self, storage: Storage) -> None:
        """Sealed bytes come back as they went in, empty ones too."""
        known = SubjectRow(ME, b"\x00wrapped", "1", b"\xffperson")
        unknown = SubjectRow(YOU, b"\x01", "1", b"")
        storage.put_subject(known)
        storage.put_subject(unknown)

        assert known == storage.subject(ME)
        assert unknown == storage.subject(YOU)
        assert storage.subject(SubjectId("3" * 32)) is None

    def test_a_subject_is_replaced(self, storage: Storage) -> None:
        """The newest row counts."""
        storage.put_subject(SubjectRow(ME, b"a", "1", b"b"))
        storage.put_subject(SubjectRow(ME, b"c", "2", b"d"))

        assert SubjectRow(ME, b"c", "2", b"d") == storage.subject(ME)

    def test_a_card_shows_the_status_of_its_case(self, storage: Storage) -> None:
        """The lifecycle's present state is the card's status."""
        row = a_card()
        storage.append(Entry(an_event(row.case, state="Active", workflow="card")))
        storage.add_card(row)

        assert attrs.evolve(row, status="Active") == storage.card(row.card_id)
        assert storage.card(CardId("F" * 64)) is None
        storage.append(Entry(an_event(row.case, 2, state="Suspended", workflow="card")))
        assert attrs.evolve(row, status="Suspended") == storage.card(row.card_id)
        assert [row.card_id] == list(storage.cards_in(("Suspended", "Cancelled")))
        assert list(storage.cards_in(("Active",))) == []

    def test_a_card_id_belongs_to_one_subject(self, storage: Storage) -> None:
        """A second owner is refused."""
        storage.append(Entry(an_event(a_card().case)))
        storage.add_card(a_card())

        with pytest.raises(VersionConflictError), storage.transaction():
            storage.add_card(a_card(subject=YOU))

    def test_cards_are_walked_through_in_order(self, storage: Storage) -> None:
        """A migration can stop and go on."""
        storage.append(Entry(an_event(a_card().case)))
        for number, generation in ((3, "1"), (1, "1"), (2, "1"), (4, "2")):
            storage.add_card(a_card(number, generation=generation))

        first = storage.cards_after("", generation="1", limit=2)
        rest = storage.cards_after(first[-1].card_id, generation="1", limit=2)

        assert [1, 2, 3] == [int(r.card_id, 16) for r in (*first, *rest)]
        assert ["1", "1", "1", "2"] == [r.generation for r in storage.cards_of(ME)]

    def test_a_card_id_can_be_forgotten(self, storage: Storage) -> None:
        """The subject stays."""
        storage.append(Entry(an_event(a_card().case)))
        storage.add_card(a_card())
        storage.drop_card(a_card().card_id)

        assert storage.card(a_card().card_id) is None


class CodeContract:
    """Codes and their use."""

    def test_a_code_is_claimed_once(self, storage: Storage) -> None:
        """The second claim is a replay."""
        storage.claim_code(b"k" * 16, until=NOW)

        with pytest.raises(ReplayedCodeError), storage.transaction():
            storage.claim_code(b"k" * 16, until=LATER)
        storage.claim_code(b"l" * 16, until=NOW)

    def test_what_has_ended_is_forgotten(self, storage: Storage) -> None:
        """And only that."""
        storage.claim_code(b"a" * 16, until=NOW)
        storage.remember_text(IssuedText(b"b" * 16, ME, NOW, 1))
        storage.revoke_device(b"c" * 8, until=NOW)

        assert storage.forget_codes(NOW) == 0
        assert storage.forget_codes(LATER) == 3
        storage.claim_code(b"a" * 16, until=NOW)
        assert storage.text(b"b" * 16) is None

    def test_an_issued_text_has_so_many_uses(self, storage: Storage) -> None:
        """Each use is taken off, and the last one ends it."""
        text = IssuedText(b"d" * 16, ME, NOW, 2)
        storage.remember_text(text)

        assert text == storage.use_text(b"d" * 16)
        assert attrs.evolve(text, uses=1) == storage.use_text(b"d" * 16)
        assert storage.use_text(b"d" * 16) is None
        assert attrs.evolve(text, uses=0) == storage.text(b"d" * 16)
        assert storage.use_text(b"e" * 16) is None

    def test_a_name_that_is_taken_is_our_own_error(self, storage: Storage) -> None:
        """Whoever comes second is told so."""
        storage.remember_text(IssuedText(b"d" * 16, ME, NOW, 1))
        storage.add_use(a_use("u1"))

        with pytest.raises(VersionConflictError):
            storage.remember_text(IssuedText(b"d" * 16, YOU, NOW, 1))
        with pytest.raises(VersionConflictError):
            storage.add_use(a_use("u1", YOU))

    def test_a_phone_is_blocked_for_a_term(self, storage: Storage) -> None:
        """To its last moment; blocking it again is no error."""
        storage.revoke_device(b"p" * 8, until=NOW)
        storage.revoke_device(b"p" * 8, until=LATER)

        assert [b"p" * 8] == list(storage.revoked_devices(LATER))
        after = LATER + timedelta(microseconds=1)
        assert list(storage.revoked_devices(after)) == []

    def test_uses_come_back_newest_first(self, storage: Storage) -> None:
        """Of one subject, or of all."""
        records = [a_use("u1"), a_use("u2", YOU), a_use("u3"), a_use("u4", None)]
        for record in records:
            storage.add_use(record)

        assert records[::-1] == list(storage.uses(limit=9))
        assert [records[2], records[0]] == list(storage.uses(subject=ME, limit=9))
        assert records[1] == storage.use("u2")
        assert storage.use("u5") is None
        assert [records[3]] == list(storage.uses(limit=1))


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

    @pytest.mark.parametrize("version", [1, 3])
    def test_a_wrong_version_is_refused_and_leaves_no_trace(
        self, storage: Storage, version: int
    ) -> None:
        """Neither a taken version nor one too far, whatever came with it."""
        storage.append(Entry(an_event()))
        link = ("admission", "a1")

        def write() -> None:
            storage.append(Entry(an_event("c9"), linked=frozenset({link})))
            entry = Entry(an_event(version=version), outbox=(a_message("m"),))
            storage.append(entry)

        with pytest.raises(VersionConflictError), storage.transaction():
            write()

        assert [an_event()] == list(storage.history("c1"))
        assert storage.pending(at=NOW, limit=9) == []
        assert list(storage.related(*link)) == []

    def test_an_exception_takes_everything_back(self, storage: Storage) -> None:
        """All or nothing, whatever was written."""

        def write() -> None:
            storage.put_subject(SubjectRow(ME, b"a", "1", b""))
            storage.append(
                Entry(
                    an_event(),
                    due=NOW,
                    linked=frozenset({("l", "1")}),
                    claimed=frozenset({"bed"}),
                    outbox=(a_message("m"),),
                    receipt=Receipt("r", "f"),
                )
            )
            storage.claim_code(b"k" * 16, until=NOW)
            storage.add_use(a_use("u"))
            storage.counter("n")
            storage.set_bookmark("b", "x")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), storage.transaction():
            write()

        assert storage.subject(ME) is None
        assert storage.last("c1") is None
        assert list(storage.due(before=LATER, limit=9)) == []
        assert list(storage.related("l", "1")) == []
        assert storage.receipt("r") is None
        assert storage.message("m") is None
        assert storage.use("u") is None
        assert storage.counter("n") == 1
        assert storage.bookmark("b") is None
        storage.claim_code(b"k" * 16, until=NOW)

    def test_a_claim_is_held_by_one_case_until_it_lets_go(
        self, storage: Storage
    ) -> None:
        """A bed, a slot, a seat."""
        bed = frozenset({"bed"})
        storage.append(Entry(an_event("c1"), claimed=bed))

        with pytest.raises(ClaimTakenError), storage.transaction():
            storage.append(Entry(an_event("c2"), claimed=bed))
        storage.append(Entry(an_event("c1", 2), released=bed))
        storage.append(Entry(an_event("c2"), claimed=bed))

        assert an_event("c2") == storage.last("c2")

    def test_cases_are_found_by_their_links(self, storage: Storage) -> None:
        """Oldest case first, newest event of each; links come and go."""
        link = ("admission", "a1")
        for case in ("c2", "c1", "c3"):
            storage.append(Entry(an_event(case), linked=frozenset({link})))
        storage.append(Entry(an_event("c1", 2)))
        storage.append(Entry(an_event("c3", 2), unlinked=frozenset({link})))

        assert [an_event("c1", 2), an_event("c2")] == list(storage.related(*link))
        assert storage.count_related(*link) == 2
        assert storage.count_related("admission", "a2") == 0

    def test_a_final_case_is_related_to_nothing(self, storage: Storage) -> None:
        """What is over, hears no signals."""
        links = frozenset({("card", ME), ("admission", "a1")})
        storage.append(Entry(an_event(), linked=links))
        storage.append(Entry(an_event(version=2), final=True))

        assert list(storage.related("card", ME)) == []
        assert storage.count_related("admission", "a1") == 0

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


class OutboxContract:
    """Messages."""

    def test_the_outbox_is_a_queue(self, storage: Storage) -> None:
        """Oldest first; what is settled is gone; unknown names are no error."""
        late, early = a_message("m1", at=LATER), a_message("m2")
        storage.append(Entry(an_event(), outbox=(late, early)))

        assert [early, late] == storage.pending(at=LATER, limit=9)
        assert [early] == storage.pending(at=NOW, limit=9)
        storage.settle("m2")
        storage.settle("m9")
        assert [late] == storage.pending(at=LATER, limit=9)
        assert storage.message("m2") is None

    def test_a_message_waits_dies_and_is_found(self, storage: Storage) -> None:
        """Those that wait for a call-back or a person are not pending."""
        messages = tuple(a_message(f"m{n}") for n in range(4))
        storage.append(Entry(an_event(), outbox=messages))
        dead = attrs.evolve(messages[0], standing="dead", note="unreachable")
        waiting = attrs.evolve(messages[1], standing="waiting", attempts=2)
        sent = attrs.evolve(messages[2], standing="sent")
        for message in (dead, waiting, sent):
            storage.keep(message)

        assert [sent, messages[3]] == storage.pending(at=NOW, limit=9)
        assert [dead] == storage.dead_letters()
        assert waiting == storage.message("m1")


class StorageContract(CardContract, CodeContract, CaseContract, OutboxContract):
    """Everything that the desk asks of its storage."""

    @pytest.fixture
    def storage(self) -> Storage:
        """Return an empty storage."""
        raise pytest.UsageError("Provide a storage fixture.")

    def test_a_counter_counts(self, storage: Storage) -> None:
        """Each name by itself."""
        assert [1, 2, 1] == [storage.counter(name) for name in ("a", "a", "b")]

    def test_a_bookmark_is_moved_and_removed(self, storage: Storage) -> None:
        """Long work goes on where it stopped."""
        storage.set_bookmark("b", "1")
        storage.set_bookmark("b", "2")

        assert storage.bookmark("b") == "2"
        storage.set_bookmark("b", None)
        assert storage.bookmark("b") is None

    def test_transactions_do_not_nest(self, storage: Storage) -> None:
        """The inner one would not be all or nothing."""
        with (
            pytest.raises(RuntimeError),
            storage.transaction(),
            storage.transaction(),
        ):
            pass

    def test_threads_do_not_lose_numbers(self, storage: Storage) -> None:
        """Transactions run one after the other, or one of them says so."""
        run_together(lambda: _count_in_transaction(storage), 40)

        assert storage.counter("n") == 41


def _count_in_transaction(storage: Storage) -> None:
    while True:
        try:
            with storage.transaction():
                storage.counter("n")
        except VersionConflictError:
            continue
        return


def run_together(work: Callable[[], object], times: int) -> None:
    """Run *work* that many times on several threads at once."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  # tests only

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for _ in range(times)]:
            done.result()
