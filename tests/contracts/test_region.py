"""A declared regional platform: referrals, contracts, appointments and reminders."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.adapters.hip import (
    KINDS,
    DeclaredMessage,
    DeclaredPlatform,
    HipClient,
    HipPort,
    maps_of,
    read_message,
    write_message,
)
from ehealthcard.adapters.hip.loading import load
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.errors import (
    HipDeclarationError,
    HipMessageError,
    InvalidInputError,
)
from ehealthcard.hosts.hip import SimulatedRegion, bearer_of, hip_app
from ehealthcard.models import Model
from ehealthcard.ports import (
    Accepted,
    Answer,
    Message,
    Port,
    Rejected,
    Slot,
    SlotAct,
    SlotOffer,
    Unclear,
)
from ehealthcard.services.family_doctor_contract.effects import (
    close_tasks,
    order_tasks,
)
from ehealthcard.services.notification import Text
from ehealthcard.services.referral.telling import (
    hand_back,
    hand_over,
    tell_accepted,
)
from ehealthcard.testing import RegionContract, SchedulingContract
from ehealthcard.workflow import Tell
from tests.hosts.test_hip import TOKEN, served
from tests.proxies import FAULTS, Fault, Misbehaviour, misbehaving, storm
from tests.services import contracts as c
from tests.services import referrals as r

from .test_hip import HEADER, SUBJECT, XML_TEXT, outgoing
from .test_hip_ports_proxied import until_clear

EXAMPLE = Path(__file__).parents[2] / "examples" / "regional_platform.yaml"
DAY = date(2026, 3, 3)
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
Arrived = Callable[[], list[str]]


@pytest.fixture(scope="module")
def example() -> DeclaredPlatform:
    return load(EXAMPLE)


def sent(kind: str, key: str, told: Model) -> Message:
    return attrs.evolve(outgoing(kind, key), payload=told.to_json())


def told(tell: Tell | None) -> Message:
    assert tell is not None
    return sent(tell.kind, tell.key, tell.payload)


TEXT = Text(recipient=SUBJECT, channel="sms", text="made-up", link=None, not_after=AT)
MESSAGES = (
    told(hand_over(r.SENT)),
    told(tell_accepted(r.ACCEPTED)),
    told(hand_back(r.BACK_ISSUED)),
    told(order_tasks(c.ACTIVE)),
    told(close_tasks(c.TERMINATED)),
    sent("text", "t-1", TEXT),
)


def client_of(http: httpx.Client, url: str = "http://region") -> HipClient:
    return HipClient(url, http, sender="EHC", receiver="REGION", seconds=5)


def direct(region: SimulatedRegion) -> httpx.Client:
    def answer(request: httpx.Request) -> httpx.Response:
        status, envelope = region.receive(request.content)
        return httpx.Response(status, content=envelope)

    return httpx.Client(transport=httpx.MockTransport(answer))


@pytest.fixture
def platform(example: DeclaredPlatform) -> SimulatedRegion:
    return SimulatedRegion(example)


@pytest.fixture
def behaviour(platform: SimulatedRegion) -> Iterator[Misbehaviour]:
    app = hip_app(platform, admits=bearer_of(TOKEN))
    with served(app) as url, misbehaving(url) as line:
        yield line


@pytest.fixture
def over_the_line(
    behaviour: Misbehaviour, example: DeclaredPlatform
) -> Iterator[HipPort]:
    with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        maps = maps_of(example, lambda _: "P1")
        yield HipPort(client_of(http, behaviour.base), maps)


class DeclaredContract(RegionContract):
    @pytest.fixture
    def messages(self) -> tuple[Message, ...]:
        return MESSAGES

    @pytest.fixture
    def arrived(self, platform: SimulatedRegion) -> Arrived:
        return lambda: [kind for kind, _ in platform.arrived]


class TestDeclared(DeclaredContract):
    @pytest.fixture
    def region(
        self, platform: SimulatedRegion, example: DeclaredPlatform
    ) -> Iterator[Port]:
        with direct(platform) as http:
            yield HipPort(client_of(http), maps_of(example, lambda _: "P1"))


class TestDeclaredThroughTheProxy(DeclaredContract):
    """Each message is doubled on its way."""

    @pytest.fixture
    def region(self, behaviour: Misbehaviour, over_the_line: HipPort) -> Port:
        behaviour.faults = ["duplicates"] * 100
        return over_the_line


@attrs.frozen
class Booked:
    """The region's slots, reached by the desk's messages."""

    port: Port
    hospital: SimulatedHospital

    def slots(
        self, *, org: str, department: str, first: date, last: date
    ) -> list[SlotOffer]:
        found = self.hospital.scheduling
        return found.slots(org=org, department=department, first=first, last=last)

    def slot(self, slot_id: str, /) -> SlotOffer | None:
        return self.hospital.scheduling.slot(slot_id)

    def _told(self, kind: str, act: SlotAct) -> Answer:
        answer = self.port.deliver(sent(kind, act.key, act))
        assert answer is not None
        return answer

    def try_acquire(self, act: SlotAct, /) -> Answer:
        return self._told("acquire", act)

    def query(self, act: SlotAct, /) -> Answer:
        return self._told("query", act)

    def confirm(self, act: SlotAct, /) -> Answer:
        return self._told("confirm", act)

    def release(self, act: SlotAct, /) -> Answer:
        return self._told("release", act)


def deciding(hospital: SimulatedHospital) -> Callable[[str, dict[str, str]], Answer]:
    slots = hospital.scheduling
    acts = {
        "acquire": slots.try_acquire,
        "query": slots.query,
        "confirm": slots.confirm,
        "release": slots.release,
    }

    def decide(kind: str, facts: dict[str, str]) -> Answer:
        patient = facts.get("@patient", "P1")
        act = SlotAct(key=facts["@key"], slot=facts["slot"], card=patient)
        return acts[kind](act)

    return decide


class TestDeclaredAppointments(SchedulingContract):
    @pytest.fixture
    def hospital(self) -> SimulatedHospital:
        return SimulatedHospital("H1", seed=7)

    @pytest.fixture
    def scheduling(
        self, hospital: SimulatedHospital, example: DeclaredPlatform
    ) -> Iterator[Booked]:
        with direct(SimulatedRegion(example, deciding(hospital))) as http:
            port = HipPort(client_of(http), maps_of(example, lambda _: "P1"))
            yield Booked(port, hospital)

    @pytest.fixture
    def slots(self, hospital: SimulatedHospital) -> tuple[Slot, Slot]:
        found = hospital.scheduling.slots(
            org="H1", department="03.01", first=DAY, last=DAY
        )
        return found[0].slot, found[1].slot


@pytest.mark.parametrize(
    "faults",
    [*([fault] * 2 for fault in FAULTS), storm(1, 12), storm(2, 12)],
    ids=[*FAULTS, "storm-1", "storm-2"],
)
def test_nothing_is_doubled_and_nothing_is_lost(
    behaviour: Misbehaviour,
    over_the_line: HipPort,
    platform: SimulatedRegion,
    faults: list[Fault | None],
) -> None:
    behaviour.faults, over_the_line.client.seconds = list(faults), 0.5
    for message in MESSAGES:
        answer = until_clear(partial(over_the_line.deliver, message))
        assert isinstance(answer, Accepted)
    behaviour.arrive()

    kinds = [kind for kind, _ in platform.arrived]
    assert sorted(message.kind for message in MESSAGES) == sorted(kinds)


def test_a_referral_says_what_the_form_says(
    platform: SimulatedRegion, example: DeclaredPlatform
) -> None:
    with direct(platform) as http:
        port = HipPort(client_of(http), maps_of(example, lambda _: "P1"))
        for message in MESSAGES[:3]:
            assert isinstance(port.deliver(message), Accepted)

    form = r.SENT.form
    there, taken, back = (facts for _, facts in platform.arrived)
    expected = {
        "form.number": form.number,
        "form.direction": form.direction.value,
        "form.target.org": form.target.org,
        "form.diagnosis": form.diagnosis,
        "form.on": form.on.isoformat(),
        "@patient": "P1",
    }
    assert expected.items() <= there.items()
    assert form.number == taken["number"] == back["number"]
    assert r.HOME == taken["origin"] == back["origin"]


def test_what_was_unclear_is_asked_and_then_sent_again(
    example: DeclaredPlatform,
) -> None:
    hospital = SimulatedHospital("H1", seed=7)
    free = hospital.scheduling.slots(org="H1", department="03.01", first=DAY, last=DAY)
    region = SimulatedRegion(example, deciding(hospital))
    lost = ["acquire"]

    def answer(request: httpx.Request) -> httpx.Response:
        if lost:
            lost.pop()
            raise httpx.ReadTimeout("")
        status, envelope = region.receive(request.content)
        return httpx.Response(status, content=envelope)

    acquire = example.messages["acquire"].model_copy(update={"repeats": False})
    careful = example.messages | {"acquire": acquire}
    platform = example.model_copy(update={"messages": careful})
    act = SlotAct(key="b1", slot=free[0].slot.id, card="c")
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        port = HipPort(client_of(http), maps_of(platform, lambda _: "P1"))
        booked = Booked(port, hospital)
        assert [Unclear(), Unclear()] == [booked.try_acquire(act) for _ in range(2)]
        assert [] == region.arrived
        assert Rejected(code="SLOT_NOT_HELD") == booked.query(act)
        assert isinstance(booked.try_acquire(act), Accepted)
        assert booked.try_acquire(act) == booked.query(act)


def test_a_holder_without_a_number_there_is_not_told_of(
    platform: SimulatedRegion, example: DeclaredPlatform
) -> None:
    with direct(platform) as http:
        port = HipPort(client_of(http), maps_of(example, lambda _: None))
        assert Rejected(code="PATIENT_UNKNOWN") == port.deliver(MESSAGES[0])
    assert [] == platform.arrived


def test_other_kinds_are_anothers(example: DeclaredPlatform) -> None:
    seen: list[str] = []

    class Other:
        def deliver(self, message: Message, /) -> Answer:
            seen.append(message.kind)
            return Accepted()

    with direct(SimulatedRegion(example)) as http:
        maps = maps_of(example, lambda _: "P1")
        port = HipPort(client_of(http), maps, Other())
        assert Accepted() == port.deliver(outgoing("inpatient-ended"))
    assert ["inpatient-ended"] == seen


def message_of(**place: Any) -> DeclaredMessage:
    whole = {"at": "a/b", **place}
    return DeclaredMessage.from_data({"action": "A", "root": "R", "places": [whole]})


@pytest.mark.parametrize(
    ("place", "payload"),
    [
        ({"fact": "a.b"}, {"a": "text"}),
        ({"fact": "a"}, {"a": {"b": 1}}),
        ({"fact": "a"}, {"a": None}),
        ({"fact": "a", "codes": {"x": "1"}}, {"a": "y"}),
        ({"fact": "a", "kind": "day"}, {"a": "tomorrow"}),
        ({"fact": "a", "kind": "moment"}, {"a": "2026-03-02T09:00:00"}),
        ({"fact": "a.1"}, {"a": ["x"]}),
        ({"fact": "a"}, {"a": "\x00"}),
    ],
)
def test_what_cannot_be_written_as_declared_is_refused(
    place: dict[str, Any], payload: dict[str, Any]
) -> None:
    with pytest.raises(HipMessageError):
        message_of(**place).write(payload)


def test_lists_and_truths_are_facts_too() -> None:
    assert 'value="x"' in message_of(fact="a.0.b").write({"a": [{"b": "x"}]})
    assert 'value="true"' in message_of(fact="a").write({"a": True})
    assert "<b" not in message_of(fact="a", needed=False).write({})


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), XML_TEXT))
def test_a_declared_message_reads_what_it_writes(payload: dict[str, str]) -> None:
    places = [{"fact": name, "at": f"x/{name}", "needed": False} for name in "abc"]
    data = {"action": "A", "root": "R", "places": [*places, {"says": "1", "at": "y"}]}
    declared = DeclaredMessage.from_data(data)
    _, root = read_message(write_message("R", HEADER, declared.write(payload)))

    assert payload == declared.read(root)


def test_what_a_stranger_writes_otherwise_is_refused() -> None:
    place = message_of(fact="a", codes={"x": "1"})
    says = message_of(says="1")
    wrong = [
        (place, message_of(fact="a").write({"a": "2"})),
        (place, message_of(fact="a", needed=False).write({})),
        (says, message_of(says="2").write({})),
        (says, ""),
    ]
    for declared, control in wrong:
        _, root = read_message(write_message("R", HEADER, control))
        with pytest.raises(HipMessageError):
            declared.read(root)


@pytest.mark.parametrize(
    "answer", ["", "<a b='1'/>", "<a value='x'/>", "<a value='１'/>"]
)
def test_an_answer_without_its_number_leaves_an_act_unclear(answer: str) -> None:
    data = {
        "action": "A",
        "root": "R",
        "places": [{"says": "1", "at": "x"}],
        "gives": {"number": {"at": "a", "number": True}},
    }
    _, root = read_message(write_message("R", HEADER, answer))

    with pytest.raises(HipMessageError):
        DeclaredMessage.from_data(data).given(root)


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"fact": "a", "says": "b"},
        {"fact": "a", "codes": {"x": "1", "y": "1"}},
        {"fact": "a", "at": "a b"},
        {"fact": "a", "leaf": 'x="1" y'},
        {"fact": "a", "oid": "urn:oid:1"},
        {"fact": "__class__.A"},
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(
    place: dict[str, Any],
) -> None:
    with pytest.raises(InvalidInputError):
        message_of(**place)


@pytest.mark.parametrize(
    "text",
    [
        "messages: [",
        "name: n\nmessages: {}",
        "name: n\nname: m\nmessages: {}",
        "name: n\nmessages:\n  a: {action: A, root: R, asks: b, places: [*P]}",
        "name: n\nmessages:\n  a: &m {action: A, root: R, places: [*P]}\n  b: *m",
    ],
)
def test_a_file_that_cannot_be_used_says_where(tmp_path: Path, text: str) -> None:
    path = tmp_path / "region.yaml"
    path.write_text(text.replace("*P", "{says: '1', at: x}"), "utf-8")

    with pytest.raises(HipDeclarationError, match=r"region\.yaml"):
        load(path)
    with pytest.raises(HipDeclarationError, match="cannot be read"):
        load(tmp_path / "none.yaml")


def test_the_example_has_all_that_it_shows(example: DeclaredPlatform) -> None:
    of_parts = {kind for kinds in KINDS.values() for kind in kinds}

    assert {"text"} == example.messages.keys() - of_parts
    assert {"referral-result", "referral-note"} == of_parts - example.messages.keys()
    assert "仅为示例" in EXAMPLE.read_text("utf-8").splitlines()[0]


def test_calls_that_are_none_are_faults(platform: SimulatedRegion) -> None:
    status, _ = platform.receive(b"nonsense")

    assert 400 == status
