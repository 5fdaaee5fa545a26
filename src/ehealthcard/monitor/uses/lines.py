"""A use-card record as a line of JSON (用卡记录导出)."""

import json

from ehealthcard.ports import UseRecord


def use_line(record: UseRecord) -> bytes:
    """Return *record* as one line of UTF-8 JSON, with its line end.

    ``subject`` is the holder's random name here, no identity; ``at`` is ISO 8601 UTC.
    """
    fields = {
        "id": record.id,
        "act": record.act.value,
        "purpose": record.purpose.value,
        "subject": record.subject,
        "outcome": record.outcome,
        "tier": record.tier,
        "at": record.at.isoformat(),
        "terminal": record.terminal,
        "org": record.org,
        "place": record.place,
        "channel": record.channel,
        "step": record.step,
    }
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"
