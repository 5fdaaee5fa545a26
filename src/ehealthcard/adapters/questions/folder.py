"""A question bank in folders (题库目录)."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from ehealthcard.adapters.content_review import read_review
from ehealthcard.crypto import PublicKey
from ehealthcard.errors import InvalidInputError
from ehealthcard.rules.interview import Flaw, QuestionSet

from .composing import Blocks, compose
from .forms import BlockFile, DepartmentFile
from .reading import Source, broken, read, sources

PACKAGED = Path(__file__).parent / "content"
"""The lists that come with the SDK; no clinician has reviewed them."""

Name = tuple[str, int]
"""A department's own code and a version."""

Files = list[tuple[Source, DepartmentFile]]


@attrs.frozen
class FileQuestions:
    """See :class:`ehealthcard.ports.QuestionBank`; all of it is read and checked once.

    A folder has ``departments/*.yaml``, ``blocks/*.yaml`` and ``reviews/*.json``, each
    of which may be missing.
    """

    _lists: Mapping[Name, QuestionSet] = attrs.field(repr=False)
    _own: Mapping[str, str] = attrs.field(repr=False)
    """Departments' own codes by every code they go by."""

    @classmethod
    def open(
        cls, *folders: Path, trusted: Mapping[str, PublicKey] | None = None
    ) -> "FileQuestions":
        """Return the bank that is in these folders together.

        Args:
            folders: The packaged one, a hospital's own, or both.
            trusted: Whose signature counts as a review, by the hospital's name.

        Raises:
            QuestionBankError: A file is at fault: ``file`` and ``where`` say where, and
                ``flaw`` is the code of a :class:`ehealthcard.rules.interview.Flaw`.

        """
        blocks = _blocks(s for f in folders for s in sources(f, "blocks", "yaml"))
        files: Files = [
            (source, read(source, DepartmentFile))
            for folder in folders
            for source in sources(folder, "departments", "yaml")
        ]
        lists = _lists(files, blocks)
        for folder in folders:
            for source in sources(folder, "reviews", "json"):
                _review(lists, source, trusted or {})
        return cls(lists, _names(files))

    @property
    def lists(self) -> tuple[QuestionSet, ...]:
        """Every version of every list, by department and version."""
        return tuple(self._lists[name] for name in sorted(self._lists))

    def newest(self, department: str, /) -> QuestionSet | None:
        """See :class:`ehealthcard.ports.QuestionBank`."""
        own = self._own.get(department)
        found = [made for (code, _), made in self._lists.items() if code == own]
        return max(found, key=lambda made: made.version, default=None)

    def version(self, department: str, version: int, /) -> QuestionSet | None:
        """See :class:`ehealthcard.ports.QuestionBank`."""
        return self._lists.get((department, version))


def _blocks(found: Iterable[Source]) -> Blocks:
    blocks: dict[str, tuple[Source, BlockFile]] = {}
    for source in found:
        block = read(source, BlockFile)
        if block.name in blocks:
            raise broken(source.name, block.name, Flaw.DUPLICATE_VERSION)
        blocks[block.name] = source, block
    return blocks


def _lists(files: Files, blocks: Blocks) -> dict[Name, QuestionSet]:
    lists: dict[Name, QuestionSet] = {}
    for source, file in files:
        name = file.department, file.version
        if name in lists:
            where = f"{file.department} v{file.version}"
            raise broken(source.name, where, Flaw.DUPLICATE_VERSION)
        lists[name] = compose(source, file, blocks)
    return lists


def _names(files: Files) -> dict[str, str]:
    """Return which department every code means; a code means one only."""
    own = {file.department: file.department for _, file in files}
    for source, file in files:
        for code in file.aliases:
            if own.setdefault(code, file.department) != file.department:
                raise broken(source.name, code, Flaw.DUPLICATE_ID)
    return own


def _review(
    lists: dict[Name, QuestionSet], source: Source, trusted: Mapping[str, PublicKey]
) -> None:
    """Put a review to the list that it is of."""
    try:
        said = read_review(source.data, trusted)
    except InvalidInputError as error:
        where = str(error.facts["fields"])
        raise broken(source.name, where, Flaw.FORM) from None
    if said is None:
        raise broken(source.name, "signature", Flaw.SIGNATURE)
    for name, made in lists.items():
        if made.content == said.content:
            lists[name] = made.model_copy(update={"review": said.review})
            return
    where = f"{said.content.name} v{said.content.version}"
    raise broken(source.name, where, Flaw.UNKNOWN_REFERENCE)
