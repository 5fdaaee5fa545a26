"""What an issuer's refusal means here (跨域拒绝原因)."""

from collections.abc import Iterator

from ehealthcard.errors import (
    CardError,
    CodeError,
    EHealthCardError,
    ForeignRefusedError,
)


def _below(kind: type[EHealthCardError]) -> Iterator[type[EHealthCardError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


_KNOWN = {
    kind.code: kind
    for root in (CodeError, CardError)
    for kind in _below(root)
    if kind.__module__.startswith("ehealthcard.errors.") and "{" not in kind.en
}


def as_error(code: str) -> EHealthCardError:
    """Return the error that an issuer's refusal names; one it may not name is general.

    Only errors about codes and cards are taken over, and only those that need no facts:
    whatever the issuer writes, none of its words are shown here.
    """
    return _KNOWN.get(code, ForeignRefusedError)()
