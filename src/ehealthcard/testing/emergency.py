"""What every adapter to an emergency centre must do."""

from datetime import datetime

import pytest

from ehealthcard.codesets import SHANGHAI, Sex
from ehealthcard.identity import SubjectId
from ehealthcard.ports import Accepted, EmergencyCentre, Message, Rejected
from ehealthcard.ports.emergency import DATA_SET, DESTINATION
from ehealthcard.rules.emergency import (
    BloodGroup,
    CoordSystem,
    EmergencyDataSet,
    EmergencyRecord,
    Location,
)

NOW = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
COVERED = Location(
    longitude=120.15,
    latitude=30.28,
    coord_system=CoordSystem.GCJ02,
    region="330100",
    at=NOW,
)
DATA = EmergencyDataSet(
    card_id="C" * 64,
    sex=Sex.FEMALE,
    age=70,
    record=EmergencyRecord(abo=BloodGroup.A, pacemaker=True),
    location=COVERED,
    consent="2026-1",
)


def a_data_set(
    key: str, payload: bytes = DATA.to_json(), kind: str = DATA_SET
) -> Message:
    """Return a message to the centre."""
    return Message(
        id=f"m-{key}",
        workflow="emergency-call",
        case="c1",
        subject=SubjectId("5" * 32),
        effect="send_info",
        manner="Order",
        to=DESTINATION,
        kind=kind,
        key=key,
        payload=payload,
        made_at=NOW,
        not_before=NOW,
    )


class EmergencyCentreContract:
    """Inherit; give ``centre`` and ``arrived``, a way to read what the centre has."""

    @pytest.fixture
    def centre(self) -> EmergencyCentre:
        """Return a centre that has received nothing and covers 330100."""
        raise pytest.UsageError("Provide a centre fixture.")

    def arrived(self, centre: EmergencyCentre) -> dict[str, EmergencyDataSet]:
        """Return the data sets that *centre* has, by key."""
        raise pytest.UsageError(f"Say how to read what {centre!r} has.")

    def test_a_data_set_arrives_whole(self, centre: EmergencyCentre) -> None:
        """Fifteen items, contacts and location, as they were sent."""
        answer = centre.deliver(a_data_set("k1"))

        assert isinstance(answer, Accepted | None)
        assert self.arrived(centre) == {"k1": DATA}

    def test_the_same_key_twice_is_once(self, centre: EmergencyCentre) -> None:
        """A repeated delivery changes nothing."""
        answers = [centre.deliver(a_data_set("k1")) for _ in range(2)]

        assert all(isinstance(a, Accepted | None) for a in answers)
        assert self.arrived(centre) == {"k1": DATA}

    def test_two_keys_are_two(self, centre: EmergencyCentre) -> None:
        """A corrected data set does not hide the first."""
        for key in ("k1", "k2"):
            centre.deliver(a_data_set(key))

        assert set(self.arrived(centre)) == {"k1", "k2"}

    @pytest.mark.parametrize("payload", [b"", b"{", b"{}", b'{"psychiatric":true}'])
    def test_what_cannot_be_read_is_rejected(
        self, centre: EmergencyCentre, payload: bytes
    ) -> None:
        """Nothing is guessed."""
        assert isinstance(centre.deliver(a_data_set("k1", payload)), Rejected)
        assert self.arrived(centre) == {}

    def test_another_kind_of_message_is_rejected(self, centre: EmergencyCentre) -> None:
        """Nothing is guessed."""
        answer = centre.deliver(a_data_set("k1", kind="nonsense"))

        assert isinstance(answer, Rejected)
        assert self.arrived(centre) == {}

    def test_it_says_what_it_covers(self, centre: EmergencyCentre) -> None:
        """Its own area it does."""
        assert centre.covers(COVERED)
