"""What a gate keeps on its own disk."""

from .journal import FileJournal, MemoryJournal

__all__ = ["FileJournal", "MemoryJournal"]
