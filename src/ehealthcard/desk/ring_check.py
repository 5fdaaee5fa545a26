"""Whether a ring is the one that a database was written with (密钥与数据库相符).

A second ring would give everybody a second card, and codes that nobody can check. So
before a desk registers, finds by document or shows, it opens one data key that is
stored. Rotated rings open what older generations wrapped; a stranger's opens nothing.
One key that does not open proves nothing: it may be damaged, or another process may
have wrapped it with a generation that this one has not loaded yet. So some are tried.
"""

import attrs

from ehealthcard.errors import (
    KeysDoNotFitError,
    StoredDataError,
    SubjectErasedError,
)
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Storage

from .vault import Vault

TRIED = 8
"""Data keys that are tried before a ring is called another one."""


@attrs.define
class RingCheck:
    """Asks once: what has fitted will fit."""

    storage: Storage
    vault: Vault
    _fitted: bool = attrs.field(default=False, init=False)

    def require(self) -> None:
        """Refuse to work on what other keys have written.

        Raises:
            KeysDoNotFitError: The ring opens nothing of what is stored.

        """
        if not self._fitted and self.fits() is False:
            raise KeysDoNotFitError

    def fits(self) -> bool | None:
        """Return whether the ring opens what is stored; ``None`` if nothing is yet."""
        found: bool | None = None
        for row in self.storage.subjects_after(SubjectId(""), limit=TRIED):
            try:
                self.vault.open(row.subject)
            except SubjectErasedError:
                continue
            except StoredDataError:
                found = False
            else:
                self._fitted = True
                return True
        return found
