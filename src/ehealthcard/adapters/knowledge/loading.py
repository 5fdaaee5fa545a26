"""YAML files -> knowledge base (知识库装载).

A base is a folder of ``*.yaml`` files, read in the order of their names. Each is a
mapping; lists of the same name are put together, so that a base of one's own may be one
file or many. What is read is checked whole before anybody uses it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from ehealthcard.adapters.content_review import read_review
from ehealthcard.adapters.strict_yaml import UnreadableYamlError, parse
from ehealthcard.crypto import PublicKey, Suite
from ehealthcard.errors import (
    InvalidInputError,
    KnowledgeError,
    KnowledgeReviewError,
    Phrase,
)
from ehealthcard.rules.guidance import GuidanceKnowledge
from ehealthcard.rules.reviewing import ContentKind, Review

SHIPPED = Path(__file__).parent / "zh"
"""The base that comes with the package; not clinically reviewed (未经临床审核)."""

_Data = dict[str, Any]


def load_knowledge(
    folder: Path | None = None,
    *,
    review: bytes | None = None,
    trusted: Mapping[str, PublicKey] | None = None,
) -> GuidanceKnowledge:
    """Read and check a knowledge base.

    Args:
        folder: Where its files are; the shipped base by default.
        review: A file with a hospital's signed review of exactly these files.
        trusted: Whose signature counts as a review, by the hospital's name.

    Raises:
        KnowledgeError: A file cannot be read, or the base contradicts itself.
        KnowledgeReviewError: The review is of other files, or nobody trusted has
            signed it.

    """
    where = SHIPPED if folder is None else folder
    data: _Data = {}
    for file in files_of(where):
        _add(data, _read(file), file.name)
    data["digest"] = digest_of(where, Suite.GM).hex()
    try:
        base = GuidanceKnowledge.from_data(data)
    except InvalidInputError as error:
        fields = Phrase.of(error.facts["fields"])
        problem = Phrase(
            f"missing, surplus or of another form: {fields.en}",
            f"缺失、多余或格式不符：{fields.zh}",
        )
        raise KnowledgeError(problem=problem) from None
    base.check()
    if review is None:
        return base
    said = _reviewed(review, trusted or {}, where, base.version)
    return base.model_copy(update={"review": said})


def _reviewed(
    review: bytes, trusted: Mapping[str, PublicKey], where: Path, version: str
) -> Review:
    """Return who answers for the files; refuse a review of others."""
    try:
        said = read_review(review, trusted)
    except InvalidInputError:
        raise KnowledgeReviewError from None
    hashes = {digest_of(where, suite).hex() for suite in Suite}
    if said is None or (
        (said.content.kind, said.content.version) != (ContentKind.GUIDANCE, version)
        or said.content.fingerprint not in hashes
    ):
        raise KnowledgeReviewError
    return said.review


def files_of(folder: Path) -> list[Path]:
    """Return the files of a base by name.

    Raises:
        KnowledgeError: There are none.

    """
    found = sorted(folder.glob("*.yaml"))
    if not found:
        raise KnowledgeError(
            problem=Phrase("the folder has no .yaml file", "目录中没有 .yaml 文件")
        )
    return found


def digest_of(folder: Path, suite: Suite) -> bytes:
    """Return the hash over names and bytes of all files of a base."""
    parts = [
        file.name.encode() + b"\0" + suite.digest(_bytes(file))
        for file in files_of(folder)
    ]
    return suite.digest(b"ehealthcard/knowledge\0" + b"".join(parts))


def _bytes(file: Path) -> bytes:
    """Read a file; line ends count as one, however it was checked out."""
    try:
        return file.read_bytes().replace(b"\r\n", b"\n")
    except OSError:
        raise KnowledgeError(
            problem=Phrase("cannot be read", "无法读取").at(file.name)
        ) from None


def _read(file: Path) -> _Data:
    try:
        found = parse(_bytes(file))
    except UnreadableYamlError as error:
        raise KnowledgeError(problem=error.said.at(file.name)) from None
    if not isinstance(found, dict):
        raise KnowledgeError(problem=Phrase("no mapping", "不是键值表").at(file.name))
    return {str(k): v for k, v in cast("dict[object, Any]", found).items()}


def _add(data: _Data, more: _Data, name: str) -> None:
    for key, value in more.items():
        known = data.get(key)
        if known is None:
            data[key] = value
        elif isinstance(known, list) and isinstance(value, list):
            data[key] = known + value
        else:
            again = Phrase(f"it says {key} a second time", f"重复给出 {key}")
            raise KnowledgeError(problem=again.at(name))
