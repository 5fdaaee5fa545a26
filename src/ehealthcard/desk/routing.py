"""Whose code is it: this desk's, or which other card manager's (发卡机构路由)."""

import attrs

from ehealthcard.errors import NotIssuedHereError, UnknownKeyError
from ehealthcard.identity import CardId
from ehealthcard.ports import NationalIndex
from ehealthcard.qr import NationalText, Tier, UnverifiedCode, parse_code
from ehealthcard.qr.national import NationalForm

from .foreign_trust import ForeignTrust

HEAD = slice(5, 37)
_TIERS = {
    NationalForm.DYNAMIC: Tier.NATIONAL,
    NationalForm.STATIC: Tier.STATIC,
    NationalForm.BARE: Tier.STATIC,
    NationalForm.TEMPORARY: Tier.TEMPORARY,
}


@attrs.frozen
class Route:
    """A code of another card manager. Nothing in it may be believed yet."""

    issuer: str
    code: UnverifiedCode | NationalText

    @property
    def tier(self) -> Tier:
        """The tier that it claims."""
        if isinstance(self.code, UnverifiedCode):
            return self.code.tier
        return _TIERS[self.code.form]

    @property
    def card_id(self) -> CardId:
        """The card ID that it claims."""
        if isinstance(self.code, UnverifiedCode):
            return CardId.from_bytes(self.code.payload[HEAD])
        return self.code.card_id


@attrs.frozen
class Router:
    """Finds the issuer of a code.

    Args:
        trust: The desk and the list of the others.
        index: Who is asked about texts that name no issuer.

    """

    trust: ForeignTrust
    index: NationalIndex | None = None

    def route(self, text: str) -> Route | None:
        """Return whose code it is; ``None``: this desk's own.

        A signed text names a key, of which the list says whose it is. A national text
        names its issuer, or else the index is asked by card ID.

        Raises:
            MalformedCodeError: No code at all.
            UnknownKeyError: Made with a key that nobody on the list has.
            NotIssuedHereError: A national text of which nobody knows the issuer.
            OutsideUnavailableError: The index did not answer.

        """
        code = parse_code(text)
        if isinstance(code, UnverifiedCode):
            issuer = self._by_key(code.key_id)
        else:
            issuer = self._by_text(code)
        return None if issuer == self._own else Route(issuer, code)

    @property
    def _own(self) -> str:
        return self.trust.desk.keys.issuer

    def _by_key(self, key_id: bytes) -> str:
        try:
            self.trust.desk.keys.public_key(key_id)
        except UnknownKeyError:
            return self.trust.directory.issuer_of(key_id)
        return self._own

    def _by_text(self, text: NationalText) -> str:
        if text.issuer is not None:
            return text.issuer
        if self.trust.desk.storage.card(text.card_id) is not None:
            return self._own
        found = self.index.issuer_of(text.card_id) if self.index else None
        if found is None:
            raise NotIssuedHereError
        return found
