"""Transactions: all or nothing, one after the other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ehealthcard.desk.atomic import atomically
from ehealthcard.errors import UnstorableInputError, VersionConflictError
from ehealthcard.ports import Entry, Receipt, Storage, SubjectRow

from .rows import LATER, ME, NOW, a_message, a_use, an_event


class TransactionContract:
    """Transactions."""

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

    @pytest.mark.parametrize("text", ["a\0b", "\0", "a\ud800"])
    def test_what_cannot_be_kept_is_refused_for_good(
        self, storage: Storage, text: str
    ) -> None:
        """Trying again would not help; what came with it is taken back as well."""

        def write() -> None:
            storage.append(Entry(an_event()))
            storage.append(Entry(an_event("c2", workflow=text)))

        with pytest.raises(UnstorableInputError) as caught, storage.transaction():
            write()

        assert caught.value.__cause__ is None
        assert storage.last("c1") is None
        with pytest.raises(UnstorableInputError):
            storage.set_bookmark("b", text)
        with pytest.raises(UnstorableInputError):
            storage.bookmark(text)
        storage.append(Entry(an_event()))
        assert storage.last("c1") == an_event()

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
        run_together(lambda: atomically(storage, lambda: storage.counter("n")), 40)

        assert storage.counter("n") == 41


def run_together(work: Callable[[], object], times: int) -> None:
    """Run *work* that many times on several threads at once."""
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for _ in range(times)]:
            done.result()
