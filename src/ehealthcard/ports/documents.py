"""Whoever makes files of what residents take along (文档生成)."""

from typing import Protocol

import attrs

from ehealthcard.rules.documents import DocumentContent


@attrs.frozen
class MadeDocument:
    """A file."""

    data: bytes = attrs.field(repr=False)
    media_type: str
    pages: int


class Documents(Protocol):
    """Puts content into a file; the same content makes the same pages."""

    def make(
        self, content: DocumentContent, *, watermark: str, password: str | None = None
    ) -> MadeDocument:
        """Return a file with *watermark* across each page.

        Args:
            content: What it says.
            watermark: What is printed across it.
            password: Without it nobody opens the file (AES-256); ``None``: anybody.

        """
        ...
