"""A hospital that several processes share: a database, keys, a folder to write in."""

import os
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import attrs

from ehealthcard import KeyRing, ServiceDesk, Suite, Terminal
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import load_keys, save_keys
from ehealthcard.services.admission_scan import AdmissionPolicy
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.services.health_declaration import DeclarationPolicy
from ehealthcard.workflow import Actor, Timeline
from tests.integration.payment import payment

WORDS = "a pass phrase of tests"
WINDOW = Actor("window-3", {"registrar", "staff"}, org="H1")
GATE = Terminal("gate-1", {"terminal"}, org="H1", place="east")


@attrs.frozen(slots=False)
class Place:
    """What a process needs to know to join in."""

    url: str
    folder: str
    valid_for: float = 86_400
    """Seconds that a declaration holds here."""

    @classmethod
    def found(cls, url: str, folder: Path, **more: Any) -> "Place":
        ring = KeyRing.generate(Suite.INTL, issuer="330100000001")
        (folder / "keys.json").write_bytes(save_keys(ring, WORDS))
        SqlStorage.open(url).close()
        return cls(url, str(folder), **more)

    @cached_property
    def keys(self) -> KeyRing:
        return load_keys((Path(self.folder) / "keys.json").read_bytes(), WORDS)

    def desk(self, **more: Any) -> ServiceDesk:
        since = date(2020, 1, 1)
        short = DeclarationPolicy(
            name="short",
            effective_from=since,
            valid_for=timedelta(seconds=self.valid_for),
        )
        strict = AdmissionPolicy(
            name="strict", effective_from=since, declaration_required=True
        )
        return ServiceDesk(
            storage=SqlStorage.open(self.url),
            keys=self.keys,
            catalogue=CATALOGUE.plus(payment),
            policies={
                "health-declaration": Timeline((short,)),
                "admission-scan": Timeline((strict,)),
            },
            **more,
        )


@attrs.frozen
class Journal:
    """Lines on disk, each of them there for good before the next thing is done."""

    path: Path

    def write(self, *words: object) -> None:
        line = " ".join(map(str, words)) + "\n"
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, line.encode())
            os.fsync(file)
        finally:
            os.close(file)

    def lines(self) -> list[list[str]]:
        if not self.path.exists():
            return []
        text = self.path.read_text()
        whole, _, _ = text.rpartition("\n")  # the last line may have been cut
        return [line.split() for line in whole.splitlines()]
