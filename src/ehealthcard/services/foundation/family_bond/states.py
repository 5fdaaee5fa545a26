"""Where a bond may be (关系状态)."""

from typing import Annotated

from ehealthcard.codesets import Kinship
from ehealthcard.models import PRIVATE, Moment
from ehealthcard.rules.access import AccessStanding, GrantScope
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.family import (
    BondStanding,
    EndReason,
    GuardianStanding,
    ProofKind,
)
from ehealthcard.rules.links import CardLink
from ehealthcard.workflow import State


class GuardianAsked(BondStanding):
    """Somebody says that he is the guardian; a window looks at it (待核验监护)."""

    until: Moment
    """The last moment to answer."""


class DelegateAsked(BondStanding):
    """Somebody asks to be let; the holder answers (待本人同意)."""

    scopes: tuple[GrantScope, ...]
    wanted_until: Moment
    until: Moment
    """The last moment to answer."""


class GuardingMinor(GuardianStanding):
    """What is known of every guardianship by age."""

    child_until: Moment
    """The last moment below 14."""

    minor_until: Moment
    """The last moment below 18."""


class GuardingChild(GuardingMinor):
    """Guardian of a child below 14: acts and consents for it (监护中，未满14周岁)."""


class GuardingYouth(GuardingMinor):
    """Guardian of a ward of 14 to 17, who consents himself (监护中，14至17周岁)."""


class GuardingAdult(GuardianStanding):
    """Guardian of an adult by a court order (成年监护中)."""

    until: Moment | None


class Caring(BondStanding, AccessStanding):
    """The holder lets somebody care for his card, for a term (受托代管中)."""

    consent: Signature
    agreed_by: str
    """Whose word it rests on: the actor who agreed, or the window that saw it."""

    proof: ProofKind | None
    reference: Annotated[str | None, PRIVATE]


class HandingOver(BondStanding):
    """The ward is of age; nobody acts for him, and he takes the card over (待移交)."""

    until: Moment
    """Until when it is listed as such."""


class Vacant(State):
    """The guardian is gone; somebody sees to it that there is one (监护待落实)."""

    card: CardLink
    former: str
    """Who was the guardian."""

    kinship: Kinship
    reason: EndReason
    vacant_since: Moment
    minor_until: Moment | None
    """The last moment below 18; ``None`` for an adult's guardian."""


class HandedOver(State):
    """The ward keeps his card himself (已移交)."""

    card: CardLink
    former: str
    kinship: Kinship
    taken_by: str
    taken_at: Moment


class Ended(State):
    """Over (已解除)."""

    card: CardLink
    former: str
    kinship: Kinship
    reason: EndReason
    ended_by: str
    ended_at: Moment


Asked = GuardianAsked | DelegateAsked
Minor = GuardingChild | GuardingYouth
Guarding = GuardingChild | GuardingYouth | GuardingAdult
Holding = (
    GuardianAsked
    | DelegateAsked
    | GuardingChild
    | GuardingYouth
    | GuardingAdult
    | Caring
    | HandingOver
)
"""All that takes a place in an account."""
