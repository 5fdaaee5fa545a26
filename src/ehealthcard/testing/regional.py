"""What every port to a regional platform must do (区域平台消息契约).

Inherit, provide the fixtures, and pytest does the rest.
"""

from collections.abc import Callable

import attrs
import pytest

from ehealthcard.ports import Accepted, Message, Port, Rejected

Arrived = Callable[[], list[str]]


class RegionContract:
    """Everything that referrals, contracts and reminders ask of such a port."""

    @pytest.fixture
    def region(self) -> Port:
        """Return the port."""
        raise pytest.UsageError("Provide a region fixture.")

    @pytest.fixture
    def messages(self) -> tuple[Message, ...]:
        """Return messages that it takes, with keys of their own."""
        raise pytest.UsageError("Provide a messages fixture.")

    @pytest.fixture
    def arrived(self, region: Port) -> Arrived:
        """Return how one sees which kinds the platform has taken, oldest first."""
        raise pytest.UsageError(f"Provide an arrived fixture for {region}.")

    def test_each_message_arrives_once(
        self, region: Port, messages: tuple[Message, ...], arrived: Arrived
    ) -> None:
        """What is told is there."""
        for message in messages:
            assert isinstance(region.deliver(message), Accepted)

        assert [message.kind for message in messages] == arrived()

    def test_the_same_message_again_changes_nothing(
        self, region: Port, messages: tuple[Message, ...], arrived: Arrived
    ) -> None:
        """The relay delivers at least once."""
        for message in messages:
            first, again = (region.deliver(message) for _ in range(2))
            assert first == again

        assert [message.kind for message in messages] == arrived()

    def test_another_act_of_the_same_kind_is_another_one(
        self, region: Port, messages: tuple[Message, ...], arrived: Arrived
    ) -> None:
        """The key tells acts apart."""
        other = attrs.evolve(messages[0], id="another", key="another")
        for message in (messages[0], other):
            assert isinstance(region.deliver(message), Accepted)

        assert [messages[0].kind] * 2 == arrived()

    def test_what_nobody_can_read_is_refused(
        self, region: Port, messages: tuple[Message, ...], arrived: Arrived
    ) -> None:
        """Neither an unknown kind nor a message without its facts does anything."""
        strange = attrs.evolve(messages[0], kind="nonsense")
        empty = attrs.evolve(messages[0], payload=b"{}")
        for message in (strange, empty):
            assert isinstance(region.deliver(message), Rejected)

        assert [] == arrived()
