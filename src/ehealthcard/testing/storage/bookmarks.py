"""Numbers and places that outlive the process."""

from ehealthcard.ports import Storage


class BookmarkContract:
    """Counters and bookmarks."""

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
