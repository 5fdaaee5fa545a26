"""Card platforms (卡管平台): one internal model, one adapter for each dialect.

A dialect turns the internal model of :mod:`ehealthcard.ports.platform` into its own
messages and back. Extra ``http``.
"""

from .dictionaries import NATIONAL_ID_TYPES, Dictionary
from .tokens import MemoryTokenShelf, StoredTokenShelf, Token, TokenShelf
from .transport import Transport

__all__ = [
    "NATIONAL_ID_TYPES",
    "Dictionary",
    "MemoryTokenShelf",
    "StoredTokenShelf",
    "Token",
    "TokenShelf",
    "Transport",
]
