"""Wrapping every subject's data key with the ring's newest (数据密钥轮换)."""

import attrs

from ehealthcard.identity import SubjectId

from .migration import Progress
from .office import Office

BOOKMARK = "data-rewrap"


@attrs.frozen
class Rewrapping:
    """Re-wraps data keys in small transactions, in order, from a bookmark.

    Only the wrapping changes; what the data keys have sealed stays as it is. When it is
    done the old generation may be retired.
    """

    office: Office

    def step(self, limit: int) -> Progress:
        """Re-wrap at most *limit* data keys; call again until it is done."""
        office = self.office
        newest = next(iter(office.keys.data))

        def move() -> Progress:
            after = SubjectId(office.storage.bookmark(BOOKMARK) or "")
            rows = office.storage.subjects_after(after, limit=limit)
            moved = [row for row in rows if row.generation != newest]
            for row in moved:
                office.storage.put_subject(office.vault.rewrapped(row))
            done = len(rows) < limit
            place = None if done else rows[-1].subject
            office.storage.set_bookmark(BOOKMARK, place)
            return Progress(len(moved), done=done)

        return office.atomically(move)
