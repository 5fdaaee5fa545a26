"""A card's life, as a test changes it."""

from typing import Any

from ehealthcard.services.foundation.card import card_life
from tests.actors import AUDITOR

from .conftest import WINDOW, House


def change(house: House, command: Any) -> None:
    case = house.desk.case(card_life, house.card().case, by=AUDITOR)
    house.desk.execute(card_life, case, command, by=WINDOW)
