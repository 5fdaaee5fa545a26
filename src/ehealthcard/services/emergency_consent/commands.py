"""What is asked, and what happens."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.emergency import MOST_CONTACTS, Contact, Phone, Scope
from ehealthcard.workflow import PRIVATE, Command, Notice

Scopes = Annotated[tuple[Scope, ...], Field(min_length=1)]
Contacts = Annotated[tuple[Contact, ...], Field(max_length=MOST_CONTACTS)]


class Grant(Command):
    """Authorise with one key (一键授权)."""

    consent: str = ""
    """Version of the separate consent to the use of health data (PIPL art. 29)."""

    scope: Scopes = tuple(Scope)
    contacts: Annotated[Contacts, PRIVATE] = ()
    phone: Annotated[Phone, PRIVATE]
    """The number that a call must come from."""

    line: str | None = None
    """Its keyed digest, by which a plain call finds the card; the desk makes it."""


class Update(Command):
    """Change the scope, the contacts or the number (变更授权)."""

    scope: Scopes | None = None
    contacts: Annotated[Contacts | None, PRIVATE] = None
    phone: Annotated[Phone | None, PRIVATE] = None
    line: str | None = None
    """Goes with *phone*."""


class Revoke(Command):
    """Take the authorisation back (收回授权); as easy as giving it (PIPL art. 15)."""


class CardEnded(Notice):
    """The card was cancelled."""


class HolderDied(Notice):
    """The holder has died."""
