"""What is printed into a document, without any form (导出内容)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.crypto import Suite
from ehealthcard.models import PRIVATE, Model

Row = tuple[str, ...]


class DocumentTable(Model):
    """One page of the guide's: a heading, columns and rows."""

    heading: str
    columns: tuple[str, ...] = Field(min_length=1)
    rows: Annotated[tuple[Row, ...], PRIVATE] = ()
    note: Annotated[str, PRIVATE] = ""


class DocumentContent(Model):
    """All that a document says; the same content has the same hash."""

    title: str
    lines: tuple[str, ...] = ()
    tables: tuple[DocumentTable, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of the content, whatever form it is given."""
        return Suite.INTL.digest(b"document\0" + self.to_json()).hex()
