"""A key store like a hospital's own: it gives out handles and never a secret."""

from collections import Counter
from typing import Self

from ehealthcard.crypto import (
    BlockKey,
    KeyKind,
    LocalKeys,
    MacKey,
    Manifest,
    SealKey,
    Signer,
    Suite,
)


class DeviceSigner:
    """A signing key in the device."""

    def __init__(self, key: Signer, calls: Counter[str]) -> None:
        self._key, self._calls = key, calls

    @property
    def public_key(self) -> bytes:
        return self._key.public_key

    def sign(self, message: bytes, /) -> bytes:
        self._calls["sign"] += 1
        return self._key.sign(message)


class DeviceMac:
    """An HMAC key in the device."""

    def __init__(self, key: MacKey, calls: Counter[str]) -> None:
        self._key, self._calls = key, calls

    def tag(self, message: bytes, /) -> bytes:
        self._calls["tag"] += 1
        return self._key.tag(message)


class DeviceBlock:
    """An SM4 key in the device."""

    def __init__(self, key: BlockKey, calls: Counter[str]) -> None:
        self._key, self._calls = key, calls

    def encrypt(self, data: bytes, /) -> bytes:
        self._calls["encrypt"] += 1
        return self._key.encrypt(data)

    def decrypt(self, data: bytes, /) -> bytes:
        self._calls["decrypt"] += 1
        return self._key.decrypt(data)


class DeviceSeal:
    """A sealing key in the device."""

    def __init__(self, key: SealKey, calls: Counter[str]) -> None:
        self._key, self._calls = key, calls

    def seal(self, plaintext: bytes, bound_to: bytes, /) -> bytes:
        self._calls["seal"] += 1
        return self._key.seal(plaintext, bound_to)

    def unseal(self, sealed: bytes, bound_to: bytes, /) -> bytes:
        self._calls["unseal"] += 1
        return self._key.unseal(sealed, bound_to)


class Device:
    """A store that is no :class:`LocalKeys`, though it is filled from one."""

    def __init__(self, keys: LocalKeys, calls: Counter[str] | None = None) -> None:
        self._keys = keys
        self.calls = Counter[str]() if calls is None else calls

    @classmethod
    def new(cls, suite: Suite) -> Self:
        """Return a device that made its own keys."""
        return cls(LocalKeys.generate(suite, "device"))

    @property
    def manifest(self) -> Manifest:
        return self._keys.manifest

    def signer(self, name: str, /) -> DeviceSigner:
        return DeviceSigner(self._keys.signer(name), self.calls)

    def mac(self, name: str, /) -> DeviceMac:
        return DeviceMac(self._keys.mac(name), self.calls)

    def block(self, name: str, /) -> DeviceBlock:
        return DeviceBlock(self._keys.block(name), self.calls)

    def seal(self, name: str, /) -> DeviceSeal:
        return DeviceSeal(self._keys.seal(name), self.calls)

    def with_new(self, kind: KeyKind, /) -> "Device":
        return type(self)(self._keys.with_new(kind), self.calls)

    def without_old(self, kind: KeyKind, /) -> "Device":
        return type(self)(self._keys.without_old(kind), self.calls)


class NumberingDevice(Device):
    """A device that calls its generations 1, 2, 3, as many do."""

    @property
    def manifest(self) -> Manifest:
        generations = {
            kind: tuple(str(n) for n in range(len(names), 0, -1))
            for kind, names in self._keys.manifest.generations.items()
        }
        return Manifest("device", self._keys.manifest.suite, generations)

    def signer(self, name: str, /) -> DeviceSigner:
        return super().signer(self._inner(name))

    def mac(self, name: str, /) -> DeviceMac:
        return super().mac(self._inner(name))

    def block(self, name: str, /) -> DeviceBlock:
        return super().block(self._inner(name))

    def seal(self, name: str, /) -> DeviceSeal:
        return super().seal(self._inner(name))

    def _inner(self, name: str) -> str:
        kind, *rest = name.split("/")
        if not rest:
            return name
        names = self._keys.manifest.generations[KeyKind(kind)]
        return "/".join((kind, names[-int(rest[0])], *rest[1:]))
