"""Making hostile input out of good input: fast, and the same for the same seed."""

import json
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

NASTY_TEXT = (
    *("\0", "\n", "\r\n", " ", "\t", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff"),
    *("é", "ß", "ı", "İ", "ſ", "ﬁ", "٣", "²", "Ⅷ", "X", "１", "𠮷", "😀", "\ufdfa"),
    *("\ud800", "\udfff", "\uffff", "a", "z", "_", ":", "::", "%", "$", "{}", "0" * 99),
)
NASTY_OCTETS = (
    *(b"\0", b"\xff", b"\x7f", b"\x80", b"\0" * 8, b"\xff" * 8, b"\xff" * 32),
    *(b"\0" * 32, b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x02\x01\xff", b"EHTB"),
    *(b"{", b'"', b"[", b"NaN", b"null", b"\\ud800", b"1e999", b"-0", b"\xc3\x28"),
)
NASTY_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 255, 1 << 31, 1 << 32, 1 << 60, 1 << 63, 1 << 64),
    *(-(1 << 63), 10**18, 10**30, 10**400, 0.5, -0.0, 1e308, float("nan")),
    *(float("inf"), "", "0", "-1", "1e9", "true", "null", "\0", "\ud800", "x" * 300),
    *("00", "zz", "0" * 64, "F" * 64, "2022-12-01", "0000-00-00", "9999-12-31"),
    *("2022-12-01T08:00:00Z", "2022-12-01T08:00:00", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59.999999-14:00", "2022-12-01T24:00:00Z", "PT24H", "-P1D"),
    *("P999999999D", "P9999999999999D", "24:00:00", "36.5", "1E+400", "NaN", "-0"),
    *([], {}, [[]], [None], {"": None}, {"a": {}}, [0] * 20, ["x"] * 20),
)
DEEP = b"[" * 5000


class Mutator:
    """Draws inputs; everything comes from *chance*."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.pick = chance.choice
        self.below = chance.randrange

    def octets(self, seeds: Sequence[bytes]) -> bytes:
        """Return a seed after some accidents, or now and then random bytes."""
        if self.below(20) == 0:
            return self.chance.randbytes(self.below(400))
        data = bytearray(self.pick(seeds))
        for _ in range(self._accidents()):
            self._strike(data, seeds)
        return bytes(data)

    def flipped(self, seed: bytes, start: int = 0, end: int | None = None) -> bytes:
        """Return *seed* with some of these bytes changed, as long as before."""
        data = bytearray(seed)
        end = len(data) if end is None else end
        for _ in range(self._accidents()):
            data[start + self.below(end - start)] = self.below(256)
        return bytes(data)

    def text(self, seeds: Sequence[str], alphabet: str) -> str:
        """Return a seed after some accidents, or now and then random text."""
        if self.below(20) == 0:
            return "".join(self.chance.choices(alphabet, k=self.below(200)))
        text = self.pick(seeds)
        for _ in range(self._accidents()):
            text = self._struck(text, seeds, alphabet)
        return text

    def json(self, seeds: Sequence[bytes]) -> bytes:
        """Return JSON whose values, names or bytes were tampered with."""
        raw = self.pick(seeds)
        kind = self.below(10)
        if kind < 2:
            return self.octets(seeds)
        data = json.loads(raw)
        for _ in range(self._accidents()):
            data = self.tampered(data)
        raw = json.dumps(data).encode()
        if kind == 2:
            return self.octets([raw])
        return DEEP + raw if kind == 3 and self.below(50) == 0 else raw

    def tampered(self, data: Any) -> Any:
        """Return JSON-like *data* with one thing in it changed, in place."""
        holder: Any = None
        name: Any = None
        here = data
        while isinstance(here, dict | list) and here and (not holder or self.below(3)):
            holder = here
            if isinstance(here, dict):
                name = self.pick(list(here))
            else:
                name = self.below(len(here))
            here = holder[name]
        if holder is None:
            return self._nasty()
        kind = self.below(6)
        if kind == 0:
            del holder[name]
        elif kind == 1 and isinstance(holder, dict):
            holder[self.pick(NASTY_TEXT)] = here
        elif kind == 2:
            holder[name] = self._near(here)
        else:
            holder[name] = self._nasty()
        return data

    def _nasty(self) -> Any:
        """Return a value that nobody expects; a new one, as it may be tampered with."""
        return deepcopy(self.pick(NASTY_VALUES))

    def _near(self, value: Any) -> Any:
        """Return something like *value*."""
        if isinstance(value, str):
            return self._struck(value, [value], "0123456789ABCDEFabcdef:-TZ+ ")
        if isinstance(value, int):
            return value + self.pick((-1, 1, 1 << 32))
        if isinstance(value, float):
            return value + self.pick((-1, 1, 0.5))
        return [value, value]

    def _accidents(self) -> int:
        return self.pick((1, 1, 1, 2, 2, 3, 5, 9))

    def _place(self, length: int) -> tuple[int, int]:
        start = self.below(length + 1)
        return start, min(length, start + self.pick((0, 1, 1, 2, 4, 16, 200)))

    def _strike(self, data: bytearray, seeds: Sequence[bytes]) -> None:
        start, end = self._place(len(data))
        kind = self.below(8)
        if kind < 3 and data:
            data[self.below(len(data))] ^= 1 << self.below(8)
        elif kind == 3:
            del data[start:end]
        elif kind == 4:
            data[start:end] = self.pick(NASTY_OCTETS)
        elif kind == 5:
            data[start:start] = data[start:end]
        elif kind == 6:
            data[start:] = self.pick(seeds)[start:]
        else:
            data[start:end] = self.chance.randbytes(self.below(9))

    def _struck(self, text: str, seeds: Sequence[str], alphabet: str) -> str:
        start, end = self._place(len(text))
        kind = self.below(8)
        if kind < 3:
            put = self.pick(alphabet)
        elif kind == 3:
            put = ""
        elif kind == 4:
            put = self.pick(NASTY_TEXT)
        elif kind == 5:
            put = 2 * text[start:end]
        elif kind == 6:
            return text[:start] + self.pick(seeds)[start:]
        else:
            put = text[start:end].swapcase()
        return text[:start] + put + text[end:]
