"""A gate's whole life, walked at random: no code is ever accepted twice.

A model of a few lines says for every scan whether the gate must accept. The clock
jumps both ways, the gate is restarted and loses all but its journal, bundles arrive.
"""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from ehealthcard.adapters.gate import FileJournal, journal
from ehealthcard.crypto import Suite
from ehealthcard.identity import CardId
from ehealthcard.qr import Gate, TrustStore, Verdict, audience_hash, verify_code
from ehealthcard.qr.types import Form

from .bundles import bundle
from .fixed import AT, CARD, DAY, OTHER_CARD, SECOND, make, parsed, ring

LEEWAY = 5 * SECOND
FIRST_DAY = int(AT.timestamp()) // 86_400 - 30
LIVES = [1, 30, 60, 120, 180, 1200, 8220]
FORWARD = [0, 1, 2, 5, 30, 60, 66, 600, 8215, 8230, 8340, 16_700, 21_601, 86_400]
BACK = [1, 2, 3, 60, 3600, 86_400]
CODES: "Bundle[Shown]" = Bundle("codes")


@attrs.frozen
class Shown:
    """A code somebody showed, and what the model knows of it."""

    text: str
    key: bytes
    card: CardId
    begins: datetime
    ends: datetime


class Entrance(RuleBasedStateMachine):
    """One gate, its disk, its clock and its issuer."""

    suite = Suite.INTL

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.keys = ring(self.suite)
        days = range(FIRST_DAY, FIRST_DAY + 3000)
        secret = self.keys.for_gate(audience_hash(self.suite, None), days)
        made = bundle(self.keys, made=AT)
        trust = TrustStore.pin(secret, secrets=secret).take(made)
        self.gate = Gate(trust, self.opened())
        self.now = self.made = AT
        self.latest = self.noted = AT - 9999 * DAY
        self.sequence, self.count = 1, 0
        self.revoked = set[CardId]()
        self.used = set[bytes]()

    def opened(self) -> FileJournal:
        return FileJournal(Path(self.folder.name) / "used")

    def teardown(self) -> None:
        assert isinstance(self.gate.journal, FileJournal)
        self.gate.journal.close()
        self.folder.cleanup()

    @rule(
        target=CODES,
        form=st.sampled_from(Form),
        life=st.sampled_from(LIVES),
        card=st.sampled_from([CARD, OTHER_CARD]),
        off=st.sampled_from([-70, -6, -5, 0, 5, 6, 60]),
    )
    def show(self, form: Form, life: int, card: CardId, off: int) -> Shown:
        if form is Form.DEVICE_CHAIN:
            life = min(max(life, 30), 1200)
        self.count += 1
        begins, lifetime = self.now + off * SECOND, life * SECOND
        nonce = self.count.to_bytes(8, "big")
        text = make(
            form, self.keys, at=begins, lifetime=lifetime, card=card, nonce=nonce
        )
        key = verify_code(parsed(text), keys=self.keys, at=begins).replay_key
        shown = Shown(text, key, card, begins, begins + lifetime)
        self.scan(shown)
        return shown

    @rule(shown=CODES)
    def scan(self, shown: Shown) -> None:
        right = self.clock_is_right()
        expected = (
            right
            and self.now - self.made <= 7 * DAY
            and shown.card not in self.revoked
            and shown.begins - LEEWAY <= self.now <= shown.ends + LEEWAY
            and shown.key not in self.used
        )
        decision = self.gate.check(shown.text, self.now)
        assert expected == (decision.verdict is not Verdict.DENY), decision
        if right:
            self.latest = max(self.latest, self.now)
        if expected:
            self.used.add(shown.key)
            self.noted = max(self.noted, self.now)

    def clock_is_right(self) -> bool:
        return self.now >= max(self.latest - 2 * SECOND, self.made - LEEWAY)

    @rule(step=st.sampled_from(FORWARD))
    def wait(self, step: int) -> None:
        self.now += timedelta(seconds=step)

    @rule(step=st.sampled_from(BACK))
    def step_back(self, step: int) -> None:
        self.now -= timedelta(seconds=step)

    @rule()
    def set_the_clock_right(self) -> None:
        self.now = max(self.now, self.latest)

    @rule()
    def restart(self) -> None:
        assert isinstance(self.gate.journal, FileJournal)
        self.gate.journal.close()
        self.gate = Gate(self.gate.trust, self.opened())
        self.latest = self.noted

    @rule(revoked=st.sets(st.sampled_from([CARD, OTHER_CARD])), whole=st.booleans())
    def publish(self, revoked: set[CardId], *, whole: bool) -> None:
        """Take a bundle; every second one holds the changes since the first."""
        self.sequence += 1
        base = 0 if whole else self.gate.trust.whole
        before = self.gate.trust.cards.whole if base else ()
        known = {card for card in (CARD, OTHER_CARD) if card.prefix in before}
        lost, found = revoked - known, known - revoked
        data = bundle(
            self.keys,
            sequence=self.sequence,
            base=base,
            made=self.now,
            cards=[card.prefix for card in lost],
            cards_removed=[card.prefix for card in found],
        )
        self.gate.take(data)
        self.revoked, self.made = revoked, self.now


class NationalEntrance(Entrance):
    """The same with SM2 and SM3."""

    suite = Suite.GM


@pytest.mark.parametrize("grown", [2, 100_000], ids=["rewritten", "appended"])
@pytest.mark.parametrize("machine", [Entrance, NationalEntrance])
def test_no_code_is_accepted_twice_whatever_happens_to_the_gate(
    machine: type[Entrance], grown: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "GROWN", grown)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_the_walk_can_see_a_gate_that_forgets() -> None:
    """A walk that never fails proves little: here the gate loses its journal."""
    with TemporaryDirectory() as folder:
        keys, path = ring(Suite.INTL), Path(folder) / "used"
        trust = TrustStore.pin(keys.public()).take(bundle(keys))
        text = make(Form.SIGNED, keys)
        for _ in range(2):
            opened = FileJournal(path)
            assert Gate(trust, opened).check(text, AT).verdict is Verdict.ACCEPT
            opened.close()
            path.unlink()
