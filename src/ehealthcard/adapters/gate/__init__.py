"""What a gate keeps on its own disk."""

from .journal import FileJournal, MemoryJournal
from .log import MemoryLog
from .log_file import FileLog

__all__ = ["FileJournal", "FileLog", "MemoryJournal", "MemoryLog"]
