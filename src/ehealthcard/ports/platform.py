"""A card platform (卡管平台), whatever dialect it speaks.

One internal model for all dialects. What a dialect does not have raises
``PlatformLacksError``; a value without a counterpart in its dictionaries raises
``DictionaryError``. Every call is made while somebody waits, so an answer is a return
value and a refusal an exception; a change whose answer was lost raises
``PlatformUnclearError``.
"""

from collections.abc import Iterable
from typing import Annotated, Literal, Protocol

from pydantic import Field

from ehealthcard.codesets import (
    CardStep,
    Carrier,
    Channel,
    CostType,
    Ethnicity,
    IdKind,
    Sex,
    TerminalType,
)
from ehealthcard.models import PRIVATE, Day, Model, Moment

Text = Annotated[str, Field(min_length=1, max_length=64)]
Short = Annotated[str, Field(min_length=1, max_length=16)]
PrivateText = Annotated[str, Field(min_length=1, max_length=200, repr=False)]


class PlatformPerson(Model):
    """Who somebody is, as platforms exchange it."""

    name: PrivateText
    kind: IdKind
    number: PrivateText
    sex: Sex | None = None
    """``None`` where it is not known or not stated."""

    birth_date: Annotated[Day | None, PRIVATE] = None
    ethnicity: Ethnicity | None = None
    phone: Annotated[str | None, PRIVATE] = None
    address: Annotated[str | None, PRIVATE] = None


class Parent(Model):
    """A mother or father who speaks for a child."""

    role: Literal["mother", "father"]
    name: PrivateText
    kind: IdKind
    number: PrivateText


class CardApplication(Model):
    """Somebody asks for a card (申领)."""

    key: Text
    """Names the act; the same for every attempt."""

    at: Moment
    person: PlatformPerson
    channel: Channel
    parents: tuple[Parent, ...] = ()
    patient_number: Annotated[str | None, PRIVATE] = None
    """The hospital's own number of the patient (院内号)."""

    user_code: Annotated[str | None, PRIVATE] = None
    """What the platform's login page gave out (wechatCode)."""


class PlatformCard(Model):
    """A card as a platform made it."""

    card_id: PrivateText
    text: Annotated[str | None, PRIVATE] = None
    """The static code, where the platform answers with one."""

    master_index: Annotated[str | None, PRIVATE] = None


class CardHolder(Model):
    """A card and whose it is."""

    person: PlatformPerson
    card: PlatformCard


class CodeWish(Model):
    """Somebody wants a code to show (申请二维码)."""

    key: Text
    at: Moment
    card_id: PrivateText
    kind: IdKind | None = None
    """Some dialects want the document as well."""

    number: Annotated[str | None, PRIVATE] = None
    static: bool = False


class PlatformCode(Model):
    """A code to show."""

    text: PrivateText
    picture: Annotated[bytes | None, PRIVATE] = None
    """PNG."""

    until: Moment | None = None


class CodeCheck(Model):
    """A code was read (验码); a platform writes down its use."""

    text: PrivateText
    at: Moment
    terminal: Text
    terminal_type: TerminalType
    step: CardStep
    channel: Channel
    org: Text
    document: Annotated[str | None, PRIVATE] = None
    """Number of the resident identity card: the second proof of a static code."""


class UseReport(Model):
    """A card was used (用卡数据上报)."""

    key: Text
    text: PrivateText
    at: Moment
    org: Text
    step: CardStep
    detail: Short | None = None
    """The platform's own finer code of the step, as it writes it."""

    channel: Channel
    terminal: Text | None = None
    department: Short | None = None
    """Four digits of the standard departments (标准科室)."""

    carrier: Carrier = Carrier.ELECTRONIC
    cost: CostType | None = None


class CardPlatform(Protocol):
    """One platform.

    Every method may raise ``OutsideUnavailableError`` (it did not arrive),
    ``PlatformUnclearError``, ``PlatformRefusedError``, ``PlatformAnswerError``,
    ``PlatformLacksError`` and ``DictionaryError``.
    """

    def register(self, application: CardApplication, /) -> PlatformCard:
        """Return a person's card: a new one, or the one there is."""
        ...

    def find(self, kind: IdKind, number: str, /) -> CardHolder:
        """Return the card of a document."""
        ...

    def holder(self, card_id: str, /) -> CardHolder:
        """Return whose card it is."""
        ...

    def holder_of_text(self, text: str, /) -> CardHolder:
        """Return whose code it is, without using it up."""
        ...

    def holder_of_health_code(self, code: str, /) -> CardHolder:
        """Return the card that its holder chose on the platform's page (healthCode)."""
        ...

    def show(self, wish: CodeWish, /) -> PlatformCode:
        """Return a code of a card."""
        ...

    def check(self, check: CodeCheck, /) -> CardHolder:
        """Return whose code it is, and use it up."""
        ...

    def report(self, reports: Iterable[UseReport], /) -> None:
        """Tell the platform of uses; the same use twice counts once."""
        ...
