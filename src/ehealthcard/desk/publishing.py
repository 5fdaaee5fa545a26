"""What gates must know, as trust bundles (信任包发布)."""

from collections.abc import Mapping
from datetime import timedelta

import attrs

from ehealthcard.errors import BundleGapError
from ehealthcard.identity import CardStatus
from ehealthcard.qr import GatePolicy, RevocationList, TrustBundle, terminal_hash
from ehealthcard.qr.bundle import Header, open_bundle, seal_bundle, trusted_keys
from ehealthcard.qr.device import GRANT_SECONDS

from .blocking import Blocks
from .office import Office

SEQUENCE = "trust-bundle"
REVOKED = (
    CardStatus.SUSPENDED.value,
    CardStatus.CANCELLED.value,
    CardStatus.MERGED.value,  # a gate does not know which card answers for it
)


@attrs.frozen
class Publishing:
    """Makes trust bundles from what the desk knows."""

    office: Office

    def bundle(
        self,
        policy: GatePolicy,
        terms: Mapping[bytes, tuple[int, int]] | None,
        base: bytes | None,
    ) -> bytes:
        """Return a signed bundle: complete, or all changes since *base*."""
        keys, now = self.office.keys, self.office.now
        cards, devices = self._revoked()
        nothing = RevocationList()
        old = None
        if base is not None:
            old = open_bundle(base, keys.public().trust)
            if old.header.base:
                raise BundleGapError
        storage = self.office.storage
        sequence = self.office.atomically(lambda: storage.counter(SEQUENCE))
        header = Header(
            issuer=keys.issuer,
            suite=keys.suite.value,
            sequence=sequence,
            base=old.header.sequence if old else 0,
            made=int(now.timestamp()),
            keys=trusted_keys(keys, terms),
            policy=policy,
            counts=(0, 0, 0, 0),
        )
        if old is None:
            whole = TrustBundle(header, cards, nothing, devices, nothing)
            return seal_bundle(whole, keys)
        change = TrustBundle(
            header,
            cards.since(old.cards_added),
            old.cards_added.since(cards),
            devices.since(old.devices_added),
            old.devices_added.since(devices),
        )
        return seal_bundle(change, keys)

    def revoke_device(self, device_id: bytes) -> None:
        """Block a phone for as long as its authorisations last."""
        until = self.office.now + timedelta(seconds=GRANT_SECONDS)
        storage = self.office.storage
        self.office.atomically(lambda: storage.revoke_device(device_id, until=until))

    def _revoked(self) -> tuple[RevocationList, RevocationList]:
        storage = self.office.storage
        cards = RevocationList.of(c.prefix for c in storage.cards_in(REVOKED))
        phones = storage.revoked_devices(self.office.now)
        suite, blocked = self.office.keys.suite, Blocks(self.office).terminals()
        doors = (terminal_hash(suite, name) for name in blocked)
        return cards, RevocationList.of([*phones, *doors])
