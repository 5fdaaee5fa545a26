"""Policy packs (政策包): what differs between places and years, as data.

A case keeps the pack it was opened under, whatever comes into force later.
"""

from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

import attrs

from ehealthcard.errors import DefinitionError, PolicyMissingError
from ehealthcard.models import Day, Model


class Policy(Model):
    """A set of numbers and switches with a name and a term; both ends included."""

    name: str
    effective_from: Day
    effective_to: Day | None = None


K_co = TypeVar("K_co", bound=Policy, covariant=True)


@attrs.frozen
class Timeline(Generic[K_co]):
    """The packs of one place, oldest first.

    Raises:
        DefinitionError: Two packs overlap or share a name.

    """

    packs: tuple[K_co, ...]

    def __attrs_post_init__(self) -> None:
        for one, two in pairwise(self.packs):
            if one.effective_to is None or one.effective_to >= two.effective_from:
                raise DefinitionError(f"{one.name} and {two.name} overlap.")
        if len({p.name for p in self.packs}) != len(self.packs):
            raise DefinitionError("Two packs share a name.")

    def at(self, day: date) -> K_co:
        """Return the pack in force on *day*.

        Raises:
            PolicyMissingError: None is; there is no default.

        """
        for pack in self.packs:
            if pack.effective_from <= day <= (pack.effective_to or date.max):
                return pack
        raise PolicyMissingError

    def named(self, name: str) -> K_co:
        """Return the pack a case was opened under.

        Raises:
            PolicyMissingError: It was taken away; keep packs that cases refer to.

        """
        for pack in self.packs:
            if pack.name == name:
                return pack
        raise PolicyMissingError
