"""A worklist server for imaging machines (DICOM MWL SCP, 工作列表服务)."""

import ssl
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from logging import getLogger
from threading import Lock
from types import TracebackType
from typing import Any, Self

import attrs

from ehealthcard.adapters.dicom import (
    ECHO,
    WORKLIST_FIND,
    Charset,
    answer_to,
    entry_for,
    matches,
)
from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import EHealthCardError
from ehealthcard.extras import needs
from ehealthcard.ports import Worklist

with needs("dicom"):
    from pydicom.config import disable_value_validation
    from pydicom.dataset import Dataset
    from pynetdicom import AE, evt
    from pynetdicom import _config as wire


LOG = getLogger(__name__)
PENDING, CANCELLED, SUCCESS = 0xFF00, 0xFE00, 0x0000
"""PS3.4 table K.4-1."""

OUT_OF_RESOURCES, UNREADABLE, FAILED = 0xA700, 0xA900, 0xC001
"""Refused; the identifier does not match the SOP class; unable to process."""

_READING = Lock()
"""pydicom's settings are those of the whole process."""

Answers = Iterator[tuple[int, Dataset | None]]


@attrs.frozen
class Caps:
    """How much a server takes.

    Args:
        associations: At once; further ones are rejected.
        answers: To one question; a machine that asks for more must ask more exactly.
        idle: Seconds of silence until an association is ended.

    """

    associations: int = 20
    answers: int = 500
    idle: float = 60.0


@attrs.define(eq=False)
class WorklistServer:
    """Answers C-FIND and C-ECHO from a worklist; a context manager.

    Who calls must name this server's AE title, and be one of *peers* with the address
    that it has there. DICOM's titles prove nothing, so either the network is the
    machines' own or *tls* demands a certificate of whoever calls. Nothing of a question
    or an answer is logged: pynetdicom's own logging of both is turned off.

    Not built: MPPS, which would say that an examination has begun; cancelling looks at
    each answer; extended negotiation (fuzzy names, ranges over day and time in one).

    Args:
        worklist: Where the examinations are.
        title: The AE title of this server.
        peers: Addresses by the AE title of whoever may ask; ``None``: any address.
        host: The address to listen on; loopback unless it is said.
        port: The port; 0 lets the system choose one.
        charset: How the text of answers is written.
        zone: The institution's.
        tls: How associations are protected; plain without.
        caps: How much it takes.

    """

    worklist: Worklist
    title: str
    peers: Mapping[str, str | None]
    host: str = attrs.field(default="127.0.0.1", kw_only=True)
    port: int = attrs.field(default=0, kw_only=True)
    charset: Charset = attrs.field(default="ISO_IR 192", kw_only=True)
    zone: tzinfo = attrs.field(default=SHANGHAI, kw_only=True)
    tls: ssl.SSLContext | None = attrs.field(default=None, kw_only=True, repr=False)
    caps: Caps = attrs.field(factory=Caps, kw_only=True)
    _server: Any = attrs.field(default=None, init=False, repr=False)

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        if self._server is None:
            return self.host, self.port
        host, port = self._server.server_address[:2]
        return str(host), int(port)

    def start(self) -> None:
        """Listen in a thread.

        Raises:
            OSError: The port is taken.

        """
        wire.LOG_REQUEST_IDENTIFIERS = False
        wire.LOG_RESPONSE_IDENTIFIERS = False
        entity = AE(ae_title=self.title)
        entity.require_called_aet = True
        entity.require_calling_aet = list(self.peers)
        entity.maximum_associations = self.caps.associations
        entity.network_timeout = self.caps.idle
        entity.acse_timeout = entity.dimse_timeout = self.caps.idle
        entity.add_supported_context(WORKLIST_FIND)
        entity.add_supported_context(ECHO)
        self._server = entity.start_server(  # pyright: ignore[reportUnknownMemberType]  # its handlers have no types
            (self.host, self.port),
            block=False,
            evt_handlers=[
                (evt.EVT_REQUESTED, self._receive),
                (evt.EVT_C_FIND, self._find),
            ],
            ssl_context=self.tls,
        )

    def stop(self) -> None:
        """End every association and listen no more."""
        server, self._server = self._server, None
        if server is not None:
            server.shutdown()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _receive(self, event: evt.Event) -> None:
        """Turn away who calls from another address than is known of its title."""
        caller = event.assoc.requestor
        said: Any = caller.primitive
        known = self.peers.get(said.calling_ae_title) if said else None
        if known is not None and known != caller.address:
            LOG.warning("an association from an unknown address was turned away")
            event.assoc.acse.send_reject(0x01, 0x01, 0x01)
            event.assoc.kill()

    def _find(self, event: evt.Event) -> Answers:
        try:
            asked = _read(event.identifier)
        except Exception as error:  # noqa: BLE001  # whatever a machine has sent
            LOG.warning("a question is unreadable: %s", type(error).__name__)
            yield UNREADABLE, None
            return
        try:
            yield from self._answers(asked, event)
        except EHealthCardError as error:
            LOG.warning("a question is not answered: %s", error.code)
            yield FAILED, None
        except Exception as error:  # noqa: BLE001  # the machine gets an answer anyway
            LOG.error("a question failed: %s", type(error).__name__)  # noqa: TRY400  # its text may be private
            yield FAILED, None

    def _answers(self, asked: Dataset, event: evt.Event) -> Answers:
        first, last = days_in(asked)
        told = 0
        for examination in self.worklist.scheduled(first=first, last=last):
            if event.is_cancelled:
                yield CANCELLED, None
                return
            entry = entry_for(examination, charset=self.charset, zone=self.zone)
            if not matches(asked, entry):
                continue
            if told == self.caps.answers:
                yield OUT_OF_RESOURCES, None
                return
            told += 1
            yield PENDING, answer_to(asked, entry)


def _read(asked: Dataset) -> Dataset:
    """Return a question of which every value was read; a wrong one is not logged."""
    with _READING, disable_value_validation():  # it would quote the value
        for _ in asked.iterall():
            pass
    return asked


def days_in(asked: Dataset) -> tuple[date | None, date | None]:
    """Return the days that a question asks for; what is not said is ``None``."""
    steps = asked.get("ScheduledProcedureStepSequence") or [Dataset()]
    told = str(steps[0].get("ScheduledProcedureStepStartDate") or "")
    first, dash, last = told.partition("-")
    return _day(first), _day(last if dash else first)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        return None
