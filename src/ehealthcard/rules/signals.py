"""What services let one another know, without knowing one another."""

from typing import ClassVar

from ehealthcard.models import Moment
from ehealthcard.workflow import Signal

from .links import CardLink, HappeningLink


class CardSuspended(Signal):
    """A card was reported lost (挂失): passes rest, care goes on."""

    card: CardLink


class CardRestored(Signal):
    """A lost card was found (解除挂失)."""

    card: CardLink


class CardCancelled(Signal):
    """A card was cancelled (注销)."""

    card: CardLink


class PersonDied(Signal):
    """The holder has died; what must end, ends."""

    external: ClassVar[bool] = True

    card: CardLink


class DeclarationSubmitted(Signal):
    """A health declaration came into force (健康申报生效)."""

    card: CardLink
    submitted_at: Moment


class EntryMade(Signal):
    """The holder entered an institution (入院)."""

    card: CardLink
    org: str
    place: str
    channel: str
    at: Moment


class HolderDiverted(Signal):
    """The holder was led to an isolated point or the fever clinic (分流)."""

    card: CardLink
    reasons: tuple[str, ...]
    at: Moment


class HappeningRecalled(Signal):
    """What a message told of is no longer so, such as a bill paid elsewhere (撤回)."""

    external: ClassVar[bool] = True

    event: HappeningLink
