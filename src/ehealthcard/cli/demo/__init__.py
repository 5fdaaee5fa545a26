"""``ehealthcard demo``: the main job, from a document to an admitted visitor.

It is a story with made-up people, told by the real thing: a real database file, real
keys, a real picture that another program reads. Needs the extra ``demo``.
"""

from pathlib import Path

from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.crypto import Suite

from .attacks import attack
from .cards import register
from .hospital import Hospital, open_keys
from .offline import decide_offline
from .pictures import draw_and_scan
from .record import tell_record
from .stage import Stage
from .visits import admit, divert, see_out


def run(db: Path, out: Path, suite: Suite) -> None:
    """Tell the whole story; what is kept goes to *db*, pictures to *out*.

    Raises:
        KeyFileError: *db* has a key file beside it that does not open.

    """
    out.mkdir(parents=True, exist_ok=True)
    db.parent.mkdir(parents=True, exist_ok=True)
    stage = Stage()
    keys, is_new = open_keys(db, suite)
    storage = SqlStorage.open(f"sqlite:///{db}")
    try:
        hospital = Hospital.open(storage, keys)
        stage.open(hospital, db, is_new=is_new)
        people = register(stage, hospital)
        draw_and_scan(stage, hospital, people, out)
        admit(stage, hospital, people)
        divert(stage, hospital, people, out)
        attack(stage, hospital, people)
        decide_offline(stage, hospital, people, out)
        see_out(stage, hospital, people)
        tell_record(stage, hospital, people)
    finally:
        storage.close()
    stage.close(db, out)
