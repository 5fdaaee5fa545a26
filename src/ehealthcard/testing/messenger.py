"""What every messenger must do (消息网关契约): the destination ``messenger``.

Inherit, provide the fixtures, and pytest does the rest.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs
import pytest

from ehealthcard.models import Model
from ehealthcard.ports import Accepted, Message, Port, Rejected
from ehealthcard.services.notification import Correction, Text

from .storage.rows import ME, NOW, a_message

Arrived = Callable[[], list[str]]


class MessengerContract:
    """Everything that notifications ask of a messenger."""

    @pytest.fixture
    def messenger(self) -> Port:
        """Return the adapter."""
        raise pytest.UsageError("Provide a messenger fixture.")

    @pytest.fixture
    def channel(self) -> str:
        """Return a channel that works."""
        raise pytest.UsageError("Provide a channel fixture.")

    @pytest.fixture
    def now(self) -> datetime:
        """Return the time by the messenger's clock."""
        raise pytest.UsageError("Provide a now fixture.")

    @pytest.fixture
    def arrived(self, messenger: Port) -> Arrived:
        """Return how one sees what the recipient ``ME`` was shown, oldest first."""
        raise pytest.UsageError(f"Provide an arrived fixture for {messenger}.")

    def test_a_text_arrives_and_has_a_number(
        self, messenger: Port, channel: str, now: datetime, arrived: Arrived
    ) -> None:
        """The number (provider_id) is how a delivery is asked about later."""
        answer = messenger.deliver(_message("k1", _text(channel, now)))

        assert isinstance(answer, Accepted)
        assert answer.data["provider_id"]
        assert [_WORDS] == arrived()

    def test_the_same_key_again_shows_nothing_twice(
        self, messenger: Port, channel: str, now: datetime, arrived: Arrived
    ) -> None:
        """The relay delivers at least once."""
        first, again = (
            messenger.deliver(_message("k1", _text(channel, now))) for _ in range(2)
        )

        assert first == again
        assert [_WORDS] == arrived()

    def test_another_key_is_another_message(
        self, messenger: Port, channel: str, now: datetime, arrived: Arrived
    ) -> None:
        """However alike the words are."""
        for key in ("k1", "k2"):
            messenger.deliver(_message(key, _text(channel, now)))

        assert [_WORDS] * 2 == arrived()

    def test_what_is_too_late_is_not_shown(
        self, messenger: Port, channel: str, now: datetime, arrived: Arrived
    ) -> None:
        """It is refused, so that the notification can say that it expired."""
        late = _text(channel, now - timedelta(days=2))

        assert isinstance(messenger.deliver(_message("k1", late)), Rejected)
        assert [] == arrived()

    def test_a_channel_that_is_not_there_is_refused(
        self, messenger: Port, now: datetime, arrived: Arrived
    ) -> None:
        """The next channel is tried then."""
        text = _text("no-such-channel", now)

        assert isinstance(messenger.deliver(_message("k1", text)), Rejected)
        assert [] == arrived()

    def test_a_correction_is_taken(self, messenger: Port, channel: str) -> None:
        """Of a message that was recalled; the same one again changes nothing."""
        said = Correction(recipient=ME, channel=channel, event="e1")

        for _ in range(2):
            answer = messenger.deliver(_message("c1", said, kind="correction"))
            assert isinstance(answer, Accepted)

    def test_what_is_no_text_is_refused(
        self, messenger: Port, arrived: Arrived
    ) -> None:
        """It waits for a person then, and nobody is shown anything."""
        broken = attrs.evolve(_message("k1", _text("SMS", NOW)), payload=b"{}")

        assert isinstance(messenger.deliver(broken), Rejected)
        assert [] == arrived()


_WORDS = "您有一条新消息，请点击查看。"


def _text(channel: str, now: datetime) -> Text:
    return Text(
        recipient=ME,
        channel=channel,
        text=_WORDS,
        link=None,
        not_after=now + timedelta(days=1),
    )


def _message(key: str, told: Model, *, kind: str = "text") -> Message:
    plain = a_message(f"m-{key}", to="messenger")
    return attrs.evolve(plain, kind=kind, key=key, payload=told.to_json())
