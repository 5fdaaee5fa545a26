"""Kinds of code, declared as data (码种).

A kind says who gives its codes out, what they look like, what their check character is,
how their one spelling is made and what it takes to bind one. A hospital adds a kind by
declaring it; nothing else has to be written.

A pattern is a regular expression over the whole text, ASCII only. Its group ``value``
is the number (the whole match without one), its group ``issuer`` who gave it out.
Patterns are the declarer's: they run on short texts only (``longest``), but one that
nests repetitions can still be slow.
"""

import re
from datetime import timedelta
from enum import Enum, IntEnum

import attrs

from ehealthcard.codesets import IdKind
from ehealthcard.errors import DefinitionError, InvalidDocumentError
from ehealthcard.identity import IdDocument

from .assurance import Assurance, IssuerKind
from .checks import Check

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
_ISSUER = re.compile(r"[0-9A-Za-z._-]{1,40}")


class Sureness(IntEnum):
    """How much a text that fits says: how candidates are ordered (优先级)."""

    SHAPED = 1
    """It has the length and the characters; so may others."""

    CHECKED = 2
    """Its check character fits as well."""

    MARKED = 3
    """It says of what kind it is; what is less sure no longer counts."""


class Route(Enum):
    """How a code of the kind leads to a card."""

    BOUND = "bound"
    """Somebody bound it to the card."""

    SCANNED = "scanned"
    """It is the card's own code: it is verified and used up, never bound."""


@attrs.frozen(kw_only=True)
class CodeKind:
    """One kind of code a person may carry.

    Args:
        name: Stable kebab-case name; stored with every binding.
        zh: Its Chinese name.
        en: Its English name.
        issued_by: What sort of institution gives it out.
        issuer: Code of the institution, where all codes of the kind come from one, and
            always for a hospital's numbers: another's 4711 is another number.
        patterns: What a scanned text looks like; none where no form is known, so that
            such a code is only read by its kind's name.
        form: What its number looks like when somebody names the kind.
        check: Whether the check character fits.
        drop: Characters that mean nothing in it.
        upper: Whether lower case means the same as upper case.
        width: To how many characters a number is filled up with zeros; 0 for none.
        document: The kind of identity document it is at the same time.
        sureness: How sure a fit is.
        route: How it leads to a card.
        stable: Whether the text itself is what is bound. Otherwise it changes with
            each showing, and its issuer is asked each time what it stands for.
        bound_as: The kind under which it is bound, if another.
        least: The least assurance that binds it.
        term: How long a binding holds unless its issuer says otherwise.
        longest: The longest text that is held against the patterns.

    Raises:
        DefinitionError: It contradicts itself.

    """

    name: str
    zh: str
    en: str
    issued_by: IssuerKind
    issuer: str | None = None
    patterns: tuple[str, ...] = ()
    form: str = r"[0-9A-Z]{1,64}"
    check: Check | None = None
    drop: str = " "
    upper: bool = True
    width: int = 0
    document: IdKind | None = None
    sureness: Sureness = Sureness.SHAPED
    route: Route = Route.BOUND
    stable: bool = True
    bound_as: str = ""
    least: Assurance = Assurance.SEEN
    term: timedelta | None = None
    longest: int = 64
    _texts: tuple[re.Pattern[str], ...] = attrs.field(init=False, eq=False, repr=False)
    _number: re.Pattern[str] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        try:
            texts = tuple(re.compile(p, re.ASCII) for p in self.patterns)
            number = re.compile(self.form, re.ASCII)
        except re.error as error:
            raise DefinitionError(f"{self.name}: {error}.") from None
        object.__setattr__(self, "_texts", texts)  # frozen, and made of the others
        object.__setattr__(self, "_number", number)
        for problem in self._problems():
            raise DefinitionError(f"{self.name}: {problem}")

    @property
    def binds_as(self) -> str:
        """The name under which its codes are bound."""
        return self.bound_as or self.name

    def find(self, text: str) -> tuple[str, str] | None:
        """Return issuer and canonical value if a cleaned *text* is of this kind."""
        plain = self._plain(text)
        for pattern in self._texts if len(plain) <= self.longest else ():
            if found := pattern.fullmatch(plain):
                named = found.groupdict()
                value = named.get("value") or found[0]
                return self._read(value, named.get("issuer"))
        return None

    def read(self, number: str, issuer: str | None = None) -> tuple[str, str] | None:
        """Return issuer and canonical value of a cleaned *number* of this kind."""
        plain = self._plain(number)
        found = self._number.fullmatch(plain) if len(plain) <= self.longest else None
        if found is None:
            return self.find(number)
        return self._read(plain, found.groupdict().get("issuer") or issuer)

    def _read(self, value: str, issuer: str | None) -> tuple[str, str] | None:
        whose = issuer or self.issuer
        if whose is None or not _ISSUER.fullmatch(whose):
            return None
        if self.issuer not in (None, whose):
            return None
        value = value.zfill(self.width)
        if self.document is not None:
            try:
                value = IdDocument(self.document, value).number
            except InvalidDocumentError:
                return None
        if self.check is not None and not self.check(value):
            return None
        return whose, value

    def _plain(self, text: str) -> str:
        kept = "".join(c for c in text if c not in self.drop) if self.drop else text
        return kept.upper() if self.upper else kept

    def _problems(self) -> tuple[str, ...]:
        rules = (
            (_NAME.fullmatch(self.name), "the name is not kebab-case."),
            (self.zh and self.en, "it needs a name in both languages."),
            (
                self.issuer is None or _ISSUER.fullmatch(self.issuer),
                "the issuer is no code.",
            ),
            (
                self.issuer or self.issued_by is not IssuerKind.HOSPITAL,
                "a hospital's numbers need their issuer.",
            ),
            (self.width >= 0 and self.longest > 0, "a length is negative."),
            (
                self.sureness is not Sureness.CHECKED or self.check or self.document,
                "it is CHECKED without a check.",
            ),
            (self.term is None or self.term > timedelta(0), "the term is empty."),
        )
        return tuple(said for holds, said in rules if not holds)
