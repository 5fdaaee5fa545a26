"""What a newborn may be called (新生儿姓名).

Characters of the table of standard characters, no letters or digits; the surname is
the father's or the mother's (民法典 art. 1015; the exceptions of its second paragraph
need a person's judgement). The point between the parts of a minority name (间隔号) is
taken.
"""

from .characters import standard_characters

POINT = "·"
SHORTEST, LONGEST = 2, 30
"""How many characters a name has at least and at most; inferred."""

COMPOUND = frozenset(
    {
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "司徒",
        "东方",
        "南宫",
        "端木",
        "百里",
        "呼延",
    }
)
"""Surnames of two characters that are common; recalled, not complete."""


def surname_of(name: str) -> str:
    """Return the surname: what stands before a point, or one or two characters."""
    head, point, _ = name.partition(POINT)
    if point:
        return head
    return name[:2] if name[:2] in COMPOUND and len(name) > len(name[:2]) else name[:1]


def misnamed(
    name: str, mother: str, father: str | None, *, other_surname: bool = False
) -> tuple[str, ...]:
    """Return what is wrong with *name*, as codes; nothing if it may be written.

    Args:
        name: The child's whole name.
        mother: The mother's.
        father: The father's, if he is known.
        other_surname: Somebody has found that another surname is lawful.

    Returns:
        ``LENGTH``, ``CHARACTER`` (a letter, a digit, or not in the table) and
        ``SURNAME``.

    """
    wrong: list[str] = []
    if not SHORTEST <= len(name) <= LONGEST:
        wrong.append("LENGTH")
    parts = name.split(POINT)
    if not all(parts) or not set("".join(parts)) <= standard_characters():
        wrong.append("CHARACTER")
    heads = [surname_of(parent) for parent in (mother, father) if parent]
    if not other_surname and not any(head and name.startswith(head) for head in heads):
        wrong.append("SURNAME")
    return tuple(wrong)
