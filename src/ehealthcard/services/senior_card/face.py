"""What a senior card says when it is called up (调取老年证信息, guide §4.6.4)."""

from ehealthcard.models import Day, Model
from ehealthcard.rules.calendar import day_of

from .states import Active
from .tiers import Benefit


class SeniorFace(Model):
    """What is shown; name, sex, document and photo are the health card's own."""

    number: str
    edition: int
    issuer_name: str
    issued_on: Day
    tier_from: int
    benefits: tuple[Benefit, ...]
    term: str = "长期有效"


def face_of(state: object) -> SeniorFace | None:
    """Return what the card says; ``None`` unless it is good for use now."""
    if not isinstance(state, Active):
        return None
    return SeniorFace(
        number=state.number,
        edition=state.edition,
        issuer_name=state.issuer_name,
        issued_on=day_of(state.issued_at),
        tier_from=state.tier_from,
        benefits=state.tier.benefits,
    )
