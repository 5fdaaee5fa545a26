"""Names of use-card records rise with time."""

from datetime import datetime


def first_name(at: datetime) -> str:
    """Return a name that sorts before every record made at *at* or later."""
    return f"{int(at.timestamp() * 1_000_000):014x}"
