"""What a database must be told that comes from a backup (备份恢复后的处置).

It does not know what happened since. A code used since then could be used again, a
message sent since then could be sent again.
"""

import attrs
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from .dialects import connect
from .opening import NO_FILE, because, unopened
from .revision import alone, is_missing_file
from .schema import COUNTERS, OUTBOX, TEXTS

BUNDLES_AHEAD = 1_000_000
"""So many trust bundles nobody makes between two backups."""


@attrs.frozen
class Restored:
    """What was done to a restored database."""

    texts: int
    """So many national texts are spent; their holders ask for new ones."""

    asks: int
    """So many questions may have been sent; the relay will ask what became of them."""


def after_restore(url: str) -> Restored:
    """Keep a restored database from accepting or sending anything twice.

    Before any desk or relay opens it:

    - national texts issued before the backup count as used;
    - an ``Ask`` that waits may have left since, so it counts as sent, and is queried;
    - trust bundles are numbered on far ahead, for gates refuse a number they have seen.

    Codes (二维码) are stopped by retiring the keys that signed them, see the how-to.

    Raises:
        DatabaseConnectError: It cannot be opened, and the error says why.
        StorageUnavailableError: It cannot be opened or written for another reason.

    """
    engine, _ = connect(url)
    if is_missing_file(engine):
        raise because(NO_FILE)
    ask = (OUTBOX.c.manner == "Ask") & (OUTBOX.c.standing == "pending")
    ahead = COUNTERS.c.last_number + BUNDLES_AHEAD
    bundles = COUNTERS.c.name == "trust-bundle"
    try:
        with alone(engine) as connection:
            spent = update(TEXTS).where(TEXTS.c.uses > 0).values(uses=0)
            texts = connection.execute(spent).rowcount
            sent = update(OUTBOX).where(ask).values(standing="sent")
            asks = connection.execute(sent).rowcount
            connection.execute(
                update(COUNTERS).where(bundles).values(last_number=ahead)
            )
    except SQLAlchemyError as error:
        raise unopened(error) from error
    finally:
        engine.dispose()
    return Restored(texts, asks)
