"""YAML -> a file's form; what cannot be read is named and never guessed."""

from pathlib import Path
from typing import TypeVar

import attrs

from ehealthcard.adapters.strict_yaml import UnreadableYamlError, parse
from ehealthcard.crypto import Suite
from ehealthcard.errors import Fact, InvalidInputError, QuestionBankError
from ehealthcard.models import Model
from ehealthcard.rules.interview import Flaw

M = TypeVar("M", bound=Model)


@attrs.frozen
class Source:
    """A file and what is in it."""

    name: str
    data: bytes = attrs.field(repr=False)

    @property
    def digest(self) -> bytes:
        """SM3 of the file; its line ends count as one, however it was checked out."""
        return Suite.GM.digest(self.data.replace(b"\r\n", b"\n"))


def sources(folder: Path, kind: str, ending: str) -> list[Source]:
    """Return the files of one kind in a folder, by name."""
    found = sorted((folder / kind).glob(f"*.{ending}"))
    return [Source(path.name, path.read_bytes()) for path in found]


def read(source: Source, form: type[M]) -> M:
    """Return a file as *form*.

    Raises:
        QuestionBankError: It is no YAML, or does not have this form.

    """
    try:
        return form.from_data(parse(source.data))
    except InvalidInputError as error:
        where = error.facts["fields"]
    except UnreadableYamlError as error:
        where = error.said
    raise broken(source.name, where, Flaw.FORM)


def broken(file: str, where: Fact, flaw: Flaw) -> QuestionBankError:
    """Return the error that says what is wrong and where."""
    return QuestionBankError(file=file, where=where, flaw=flaw)
