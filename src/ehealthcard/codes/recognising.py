"""text -> what code it is, by declared patterns alone (识别码种).

Nothing is asked of anybody, and nothing is believed: that a text looks like a code says
neither that there is one nor whose it is.
"""

from collections.abc import Iterable, Iterator

import attrs

from ehealthcard.crypto import MacKey
from ehealthcard.crypto.mac import derive
from ehealthcard.errors import DefinitionError, UnknownCodeError
from ehealthcard.identity import IdDocument
from ehealthcard.identity.masks import mask_number

from .kinds import CodeKind, Sureness
from .text import cleaned


@attrs.frozen
class RecognisedCode:
    """A text that fits one kind. Nothing in it may be believed yet."""

    kind: CodeKind
    issuer: str
    """Code of who gave it out."""

    value: str = attrs.field(repr=False)
    """The number in its one spelling."""

    text: str = attrs.field(repr=False)
    """What was scanned, in plain characters."""

    @property
    def masked(self) -> str:
        """The number with its middle hidden, for people's eyes."""
        return mask_number(self.value)

    @property
    def document(self) -> IdDocument | None:
        """The identity document it is, if it is one."""
        kind = self.kind.document
        return IdDocument(kind, self.value) if kind else None

    def digest(self, key: MacKey) -> bytes:
        """Return the 32 bytes under which storage knows it; *key* alone makes them."""
        return digest(key, self.kind.binds_as, self.issuer, self.value)


@attrs.frozen
class Ambiguous:
    """A text that fits several kinds; somebody has to say which.

    The candidates are ordered by how sure they are, then as they were declared.
    """

    candidates: tuple[RecognisedCode, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds' names, for a screen that asks."""
        return tuple(f"{c.kind.name} ({c.issuer})" for c in self.candidates)

    def choose(self, name: str, issuer: str | None = None) -> RecognisedCode:
        """Return the candidate of the kind called *name*, of *issuer* if given.

        Raises:
            UnknownCodeError: It is none of the candidates, or more than one.

        """
        fit = [c for c in self.candidates if c.kind.name == name]
        fit = [c for c in fit if issuer in (None, c.issuer)]
        if len(fit) != 1:
            raise UnknownCodeError
        return fit[0]


@attrs.frozen
class CodeKinds:
    """The kinds that a place knows.

    Raises:
        DefinitionError: Two kinds of one name have the same issuer, or a kind is bound
            as one that is not there.

    """

    kinds: tuple[CodeKind, ...]

    def __attrs_post_init__(self) -> None:
        seen = [(k.name, k.issuer) for k in self.kinds]
        if len(set(seen)) != len(seen):
            raise DefinitionError("Two kinds of code share name and issuer.")
        names = {k.name for k in self.kinds}
        for kind in self.kinds:
            if kind.binds_as not in names:
                raise DefinitionError(f"{kind.name}: no kind {kind.bound_as}.")

    def __iter__(self) -> Iterator[CodeKind]:
        return iter(self.kinds)

    def plus(self, *kinds: CodeKind) -> "CodeKinds":
        """Return these kinds and *kinds*: how a hospital adds its own."""
        return CodeKinds((*self.kinds, *kinds))

    def read(
        self, name: str, number: str, *, issuer: str | None = None
    ) -> RecognisedCode:
        """Return a typed *number* whose kind somebody has named.

        Raises:
            UnknownCodeError: No such kind of that issuer takes it, or several do.

        """
        plain = cleaned(number)
        named = [k for k in self.kinds if k.name == name]
        if issuer is not None:
            named = [k for k in named if k.issuer in (None, issuer)]
        found = [
            RecognisedCode(kind, *read, plain)
            for kind in named
            if (read := kind.read(plain, issuer))
        ]
        if len(found) != 1:
            raise UnknownCodeError
        return found[0]


def recognise(text: str, kinds: Iterable[CodeKind]) -> RecognisedCode | Ambiguous:
    """Say what code a scanned *text* is; several answers are never made one by guess.

    A kind that is ``MARKED`` in the text rules out what is less sure.

    Raises:
        UnknownCodeError: It is of no kind that is declared. Nothing else is raised,
            whatever the text.

    """
    plain = cleaned(text)
    found = [
        RecognisedCode(kind, *read, plain)
        for kind in kinds
        if (read := kind.find(plain))
    ]
    marked = [c for c in found if c.kind.sureness is Sureness.MARKED]
    found = marked or sorted(found, key=lambda c: -c.kind.sureness)
    if not found:
        raise UnknownCodeError
    return found[0] if len(found) == 1 else Ambiguous(tuple(found))


def digest(key: MacKey, kind: str, issuer: str, value: str) -> bytes:
    """Return the keyed digest of a code: 32 bytes that say nothing without *key*."""
    return derive(key, "code", kind.encode(), issuer.encode(), value.encode())
