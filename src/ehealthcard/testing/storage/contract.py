"""The whole contract, one class to inherit."""

import pytest

from ehealthcard.ports import Storage

from .attempts import AttemptContract
from .audit import AuditContract
from .backlog import BacklogContract
from .bindings import BindingContract
from .bookmarks import BookmarkContract
from .cards import CardContract
from .cases import CaseContract
from .codes import CodeContract
from .links import LinkContract
from .outbox import OutboxContract
from .transactions import TransactionContract


class StorageContract(
    AuditContract,
    CardContract,
    CodeContract,
    BindingContract,
    CaseContract,
    LinkContract,
    OutboxContract,
    BacklogContract,
    BookmarkContract,
    AttemptContract,
    TransactionContract,
):
    """Everything that the desk asks of its storage."""

    @pytest.fixture
    def storage(self) -> Storage:
        """Return an empty storage."""
        raise pytest.UsageError("Provide a storage fixture.")
