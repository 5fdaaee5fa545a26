"""What a reader is shown of a record (档案展示): the sensitive only where asked for.

Severe mental disorders, notifiable diseases without a name of their own (HIV is one),
mental disability and heredity are left out unless they were asked for by name, on
grounds that reach so far and with a second proof. Which these are is inferred from
GB/T 39725-2020, level 5, and 艾滋病防治条例 art. 39.
"""

from ehealthcard.models import Model

from .base import BaseInfo, Past, PastIllness, Relative
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
    illnesses = tuple(i for i in base.past.illnesses if not _is_sensitive(i))
    family = tuple(filter(None, map(_relative, base.family)))
    disabilities = tuple(
        d for d in base.disabilities if d not in SENSITIVE_DISABILITIES
    )
    left_out = (
        len(base.past.illnesses)
        - len(illnesses)
        + _count(base.family)
        - _count(family)
        + len(base.disabilities)
        - len(disabilities)
        + bool(base.genetic)
    )
    past = Past(**dict(base.past) | {"illnesses": illnesses})
    changes = {
        "past": past,
        "family": family,
        "disabilities": disabilities,
        "genetic": "",
    }
    return Shown(base=base.model_copy(update=changes), left_out=left_out)


def _is_sensitive(entry: PastIllness) -> bool:
    return entry.sensitive or entry.illness in SENSITIVE_ILLNESSES


def _relative(relative: Relative) -> Relative | None:
    kept = tuple(i for i in relative.illnesses if i not in SENSITIVE_IN_FAMILY)
    return relative.model_copy(update={"illnesses": kept}) if kept else None


def _count(family: tuple[Relative, ...]) -> int:
    return sum(len(r.illnesses) for r in family)
