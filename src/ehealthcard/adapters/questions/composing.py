"""Files of one department and of blocks -> a list of questions, checked."""

from collections.abc import Mapping

from ehealthcard.crypto import Suite
from ehealthcard.rules.interview import Flaw, Question, QuestionSet, RedFlag, faults

from .forms import BlockFile, DepartmentFile, Part
from .reading import Source, broken

Blocks = Mapping[str, tuple[Source, BlockFile]]


def compose(source: Source, file: DepartmentFile, blocks: Blocks) -> QuestionSet:
    """Return the list that a department's file describes.

    Raises:
        QuestionBankError: It refers to a block that is not there, or the list
            contradicts itself; the first fault is named.

    """
    questions: list[Question] = []
    flags: list[RedFlag] = list(file.red_flags)
    digests = [source.digest]
    for part in file.parts:
        used = _block(source, part, blocks)
        questions += used[1].questions if used else part.questions
        if used:
            digests.append(used[0].digest)
            flags += used[1].red_flags
    made = QuestionSet(
        department=file.department,
        version=file.version,
        title=file.title,
        fingerprint=Suite.GM.digest(b"".join(digests)).hex(),
        questions=tuple(questions),
        red_flags=tuple(flags),
    )
    for fault in faults(made):
        raise broken(source.name, fault.where, fault.flaw)
    return made


def _block(
    source: Source, part: Part, blocks: Blocks
) -> tuple[Source, BlockFile] | None:
    if part.block is None:
        return None
    if part.block not in blocks:
        raise broken(source.name, part.block, Flaw.UNKNOWN_REFERENCE)
    return blocks[part.block]
