"""Whether a ring is the one that a database was written with (密钥与数据库相符).

A second ring would give everybody a second card, and codes that nobody can check. So
before a desk registers, finds by document or shows, it opens one data key that is
stored. Rotated rings open what older generations wrapped; a stranger's opens nothing.
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
        rows = self.storage.subjects_after(SubjectId(""), limit=1)
        if not rows:
            return None
        try:
            self.vault.open(rows[0].subject)
        except SubjectErasedError:
            return None
        except StoredDataError:
            return False
        self._fitted = True
        return True
