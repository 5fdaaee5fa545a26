"""What a reader is shown of a record (档案展示): the sensitive only where asked for.

Severe mental disorders, notifiable diseases without a name of their own (HIV is one),
mental disability and heredity are left out unless they were asked for by name, on
grounds that reach so far and with a second proof. Which these are is inferred from
GB/T 39725-2020, level 5, and 艾滋病防治条例 art. 39.
"""

from ehealthcard.models import Model

from .base import BaseInfo, PastEvent, PastIllness, Relative
from .codes import Disability, FamilyIllness, Illness

SENSITIVE_ILLNESSES = (Illness.MENTAL, Illness.NOTIFIABLE)
SENSITIVE_IN_FAMILY = (FamilyIllness.MENTAL,)
SENSITIVE_DISABILITIES = (Disability.MENTAL,)


class Shown(Model):
    """Base information as somebody may see it."""

    base: BaseInfo
    left_out: int
    """How many entries are left out for being especially sensitive."""


def shown(base: BaseInfo, *, sensitive: bool) -> Shown:
    """Return *base* as it may be shown.

    Args:
        base: All of it.
        sensitive: Whether what is especially sensitive may be shown, too.

    """
    if sensitive:
        return Shown(base=base, left_out=0)
    past = base.past.model_copy(
        update={name: _plain(entries) for name, entries in base.past}
    )
    changes = {
        "past": past,
        "family": tuple(filter(None, map(_relative, base.family))),
        "genetic": "",
        "disabilities": tuple(
            d for d in base.disabilities if d not in SENSITIVE_DISABILITIES
        ),
    }
    kept = base.model_copy(update=changes)
    return Shown(base=kept, left_out=_count(base) - _count(kept))


def _plain(
    entries: tuple[PastIllness | PastEvent, ...],
) -> tuple[PastIllness | PastEvent, ...]:
    return tuple(e for e in entries if not _is_sensitive(e))


def _is_sensitive(entry: PastIllness | PastEvent) -> bool:
    coded = isinstance(entry, PastIllness) and entry.illness in SENSITIVE_ILLNESSES
    return coded or entry.sensitive


def _relative(relative: Relative) -> Relative | None:
    kept = tuple(i for i in relative.illnesses if i not in SENSITIVE_IN_FAMILY)
    return relative.model_copy(update={"illnesses": kept}) if kept else None


def _count(base: BaseInfo) -> int:
    """Return how many entries there are of the kinds that may be sensitive."""
    past = sum(len(entries) for _, entries in base.past)
    family = sum(len(r.illnesses) for r in base.family)
    return past + family + len(base.disabilities) + bool(base.genetic)
