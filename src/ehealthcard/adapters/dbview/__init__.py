"""A HIS that gives a read-only view of its database (数据库视图对接; extra ``sql``).

A :class:`ViewMapping` says what the vendor's columns and codes mean; a :class:`Poller`
looks into the view by its watermark and turns each row into a command or a signal, once
in effect. What it cannot be sure of is set aside with a reason, for a person to look
at; nothing is guessed. The original code stays where it is: in the view.

Run on SQLite, PostgreSQL and MariaDB. Other databases that SQLAlchemy knows get no
read-only session and no time-out from here; give their URL one, and a user that may
only read. :mod:`ehealthcard.adapters.dbview.loading` reads a mapping from YAML (extra
``knowledge``).

Not built: views as a patient index, as encounters or as printed reports; a row that is
deleted from the view is not noticed.
"""

from .acting import Act, Hands
from .checking import Finding, check
from .cleaning import Why
from .mapping import EventKind, EventMap, FieldMap, ViewMapping, Watermark
from .poller import Poller, PollReport
from .progress import Aside
from .rows import HisEvent
from .source import ViewSource

__all__ = [
    "Act",
    "Aside",
    "EventKind",
    "EventMap",
    "FieldMap",
    "Finding",
    "Hands",
    "HisEvent",
    "PollReport",
    "Poller",
    "ViewMapping",
    "ViewSource",
    "Watermark",
    "Why",
    "check",
]
