from collections.abc import Callable
from datetime import datetime

import pytest

from ehealthcard.adapters.simulator import SimulatedMessenger
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.testing import MessengerContract
from ehealthcard.testing.storage.rows import ME, NOW, a_message


class TestSimulatedMessenger(MessengerContract):
    @pytest.fixture
    def messenger(self) -> SimulatedMessenger:
        return SimulatedMessenger(lambda: NOW)

    @pytest.fixture
    def channel(self) -> str:
        return "SMS"

    @pytest.fixture
    def now(self) -> datetime:
        return NOW

    @pytest.fixture
    def arrived(self, messenger: SimulatedMessenger) -> Callable[[], list[str]]:
        return lambda: messenger.to(ME)


def test_a_messenger_that_is_down_says_that_nothing_arrived() -> None:
    messenger = SimulatedMessenger(lambda: NOW, down=True)
    with pytest.raises(OutsideUnavailableError):
        messenger.deliver(a_message("m1", to="messenger"))
