"""YAML files -> knowledge base (知识库装载).

A base is a folder of ``*.yaml`` files, read in the order of their names. Each is a
mapping; lists of the same name are put together, so that a base of one's own may be one
file or many. What is read is checked whole before anybody uses it.
"""

from pathlib import Path
from typing import Any, cast

from ehealthcard.adapters.strict_yaml import UnreadableYamlError, parse
from ehealthcard.crypto import PublicKey, Suite
from ehealthcard.errors import InvalidInputError, KnowledgeError, Phrase
from ehealthcard.rules.guidance import GuidanceKnowledge

from .review import SignedReview, require_review

SHIPPED = Path(__file__).parent / "zh"
"""The base that comes with the package; not clinically reviewed (未经临床审核)."""

_Data = dict[str, Any]


def load_knowledge(
    folder: Path | None = None,
    *,
    review: SignedReview | None = None,
    key: PublicKey | None = None,
) -> GuidanceKnowledge:
    """Read and check a knowledge base.

    Args:
        folder: Where its files are; the shipped base by default.
        review: A hospital's signed review of exactly these files.
        key: The key that the hospital signs reviews with.

    Raises:
        KnowledgeError: A file cannot be read, or the base contradicts itself.
        KnowledgeReviewError: The review is of other files, or not by *key*.

    """
    where = SHIPPED if folder is None else folder
    data: _Data = {}
    for file in files_of(where):
        _add(data, _read(file), file.name)
    suite = key.suite if key else Suite.INTL
    data["digest"] = digest_of(where, suite).hex()
    if review is not None:
        require_review(review, key, digest_of(where, suite), str(data.get("version")))
        data["review"] = {"reviewer": review.reviewer, "on": review.on}
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
    return base


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


def digest_of(folder: Path, suite: Suite = Suite.INTL) -> bytes:
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
