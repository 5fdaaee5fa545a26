"""Codes and their use in SQL."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import attrs
from sqlalchemy import (
    BigInteger,
    Integer,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from ehealthcard.errors import ReplayedCodeError
from ehealthcard.identity import SubjectId
from ehealthcard.ports import IssuedText, UseCount, UseRecord

from .database import Database, Row
from .moments import from_micros, to_micros
from .schema import DEVICES, TEXTS, USED, USES

_CLAIM = insert(USED)
_WAS_USED = select(USED.c.code).where(USED.c.code == bindparam("code"))
_FORGET_USED = delete(USED).where(USED.c.until < bindparam("before"))
_FORGET_TEXTS = delete(TEXTS).where(TEXTS.c.until < bindparam("before"))
_REMEMBER = insert(TEXTS)
_TEXT = select(TEXTS).where(TEXTS.c.digest == bindparam("digest"))
_SPEND = (
    update(TEXTS)
    .where(TEXTS.c.digest == bindparam("which"), TEXTS.c.uses > 0)
    .values(uses=TEXTS.c.uses - 1)
)
_REVOKE = insert(DEVICES)
_FORGIVE = delete(DEVICES).where(DEVICES.c.device == bindparam("device"))
_FORGET_DEVICES = delete(DEVICES).where(DEVICES.c.until < bindparam("before"))
_REVOKED = (
    select(DEVICES.c.device)
    .where(DEVICES.c.until >= bindparam("at"))
    .order_by(DEVICES.c.device)
)
_ADD_USE = insert(USES)
_USE = select(USES).where(USES.c.id == bindparam("id"))
_USES = select(USES).order_by(USES.c.id.desc()).limit(bindparam("most"))
_USES_OF = _USES.where(USES.c.subject == bindparam("subject"))
_BETWEEN = (USES.c.id > bindparam("after"), USES.c.id < bindparam("before"))
_USES_AFTER = select(USES).where(*_BETWEEN).order_by(USES.c.id).limit(bindparam("most"))
_EIGHT_HOURS = literal_column("28800000000", BigInteger)
_DAY = literal_column("86400000000", BigInteger)
_ONE, _NONE = literal_column("1", Integer), literal_column("0", Integer)
_OK = literal_column("'OK'", USES.c.outcome.type)
_DATED = (
    select(
        ((USES.c.at + _EIGHT_HOURS) // _DAY).label("china_day"),
        func.coalesce(USES.c.org, literal_column("''")).label("org"),
        USES.c.channel,
        USES.c.step,
        case((USES.c.outcome == _OK, _ONE), else_=_NONE).label("good"),
    )
    .where(*_BETWEEN)
    .subquery("dated")
)
_GROUP = (_DATED.c.china_day, _DATED.c.org, _DATED.c.channel, _DATED.c.step)
_COUNT_USES = select(*_GROUP, func.sum(_DATED.c.good), func.count()).group_by(*_GROUP)
_OLDEST = (
    select(USES.c.id)
    .where(USES.c.id < bindparam("before"))
    .order_by(USES.c.id)
    .limit(bindparam("most"))
)
_DROP_USES = delete(USES).where(USES.c.id <= bindparam("last"))
_FIRST_DAY = date(1970, 1, 1)


class SqlCodes:
    """See :class:`ehealthcard.ports.CodeStore`."""

    _db: Database

    def claim_code(self, key: bytes, /, *, until: datetime) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        values = {"code": key.hex(), "until": to_micros(until)}
        self._db.later(_CLAIM, values, clash=ReplayedCodeError)

    def code_used(self, key: bytes, /) -> bool:
        """See :class:`ehealthcard.ports.CodeStore`."""
        return bool(self._db.rows(_WAS_USED, {"code": key.hex()}))

    def forget_codes(self, before: datetime, /) -> int:
        """See :class:`ehealthcard.ports.CodeStore`."""
        values = {"before": to_micros(before)}
        old = (_FORGET_USED, _FORGET_TEXTS, _FORGET_DEVICES)
        return sum(self._db.run(statement, values) for statement in old)

    def remember_text(self, text: IssuedText, /) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        values = {
            "digest": text.digest.hex(),
            "subject": text.subject,
            "until": to_micros(text.until),
            "uses": text.uses,
        }
        self._db.run(_REMEMBER, values)

    def use_text(self, digest: bytes, /) -> IssuedText | None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        # Spend first: the conditional update is what two desks cannot both win.
        if not self._db.run(_SPEND, {"which": digest.hex()}):
            return None
        text = self.text(digest)
        return text and attrs.evolve(text, uses=text.uses + 1)

    def text(self, digest: bytes, /) -> IssuedText | None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        row = self._db.row(_TEXT, {"digest": digest.hex()})
        if row is None:
            return None
        return IssuedText(digest, SubjectId(row[1]), from_micros(row[2]), row[3])

    def revoke_device(self, device_id: bytes, /, *, until: datetime) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        device = {"device": device_id.hex()}
        self._db.run(_FORGIVE, device)
        self._db.run(_REVOKE, {**device, "until": to_micros(until)})

    def revoked_devices(self, at: datetime, /) -> Sequence[bytes]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        rows = self._db.rows(_REVOKED, {"at": to_micros(at)})
        return [bytes.fromhex(row[0]) for row in rows]

    def add_use(self, record: UseRecord, /) -> None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        values = {
            "id": record.id,
            "subject": record.subject,
            "outcome": record.outcome,
            "tier": record.tier,
            "at": to_micros(record.at),
            "terminal": record.terminal,
            "org": record.org or None,
            "place": record.place or None,
            "channel": record.channel,
            "step": record.step,
        }
        self._db.later(_ADD_USE, values)

    def use(self, record_id: str, /) -> UseRecord | None:
        """See :class:`ehealthcard.ports.CodeStore`."""
        row = self._db.row(_USE, {"id": record_id})
        return _use(row) if row else None

    def uses(
        self, *, subject: SubjectId | None = None, limit: int
    ) -> Sequence[UseRecord]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        if subject is None:
            rows = self._db.rows(_USES, {"most": limit})
        else:
            rows = self._db.rows(_USES_OF, {"subject": subject, "most": limit})
        return [_use(row) for row in rows]

    def uses_after(
        self, after: str, /, *, before: str, limit: int
    ) -> Sequence[UseRecord]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        values = {"after": after, "before": before, "most": limit}
        return [_use(row) for row in self._db.rows(_USES_AFTER, values)]

    def count_uses(self, *, after: str, before: str) -> Sequence[UseCount]:
        """See :class:`ehealthcard.ports.CodeStore`."""
        rows = self._db.rows(_COUNT_USES, {"after": after, "before": before})
        return sorted(_count(row) for row in rows)

    def drop_uses(self, before: str, /, *, limit: int) -> int:
        """See :class:`ehealthcard.ports.CodeStore`."""
        old = self._db.rows(_OLDEST, {"before": before, "most": limit})
        return self._db.run(_DROP_USES, {"last": old[-1][0]}) if old else 0


def _count(row: Row) -> UseCount:
    day, org, channel, step, good, all_of_them = row
    accepted = int(good)
    on = _FIRST_DAY + timedelta(days=int(day))
    return UseCount(on, org or "", channel, step, accepted, all_of_them - accepted)


def _use(row: Row) -> UseRecord:
    record, subject, outcome, tier, at, *rest = row
    return UseRecord(record, subject, outcome, tier, from_micros(at), *rest)
