"""What every storage adapter must do.

Needs pytest. Inherit, provide a ``storage`` fixture that starts empty, and pytest does
the rest::

    class TestOracleStorage(StorageContract):
        @pytest.fixture
        def storage(self) -> Storage:
            return OracleStorage(...)
"""

from .attempts import AttemptContract
from .backlog import BacklogContract
from .bindings import BindingContract
from .bookmarks import BookmarkContract
from .cards import CardContract
from .cases import CaseContract
from .codes import CodeContract
from .contract import StorageContract
from .links import LinkContract
from .outbox import OutboxContract
from .rows import a_card, a_message, a_use, an_event
from .transactions import TransactionContract, run_together

__all__ = [
    "AttemptContract",
    "BacklogContract",
    "BindingContract",
    "BookmarkContract",
    "CardContract",
    "CaseContract",
    "CodeContract",
    "LinkContract",
    "OutboxContract",
    "StorageContract",
    "TransactionContract",
    "a_card",
    "a_message",
    "a_use",
    "an_event",
    "run_together",
]
