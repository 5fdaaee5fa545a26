"""Health records (居民健康档案, guide §4.6.1).

A record is built for who has lived in a place for six months, registered there or not,
and agrees to have one (EHR17; 自愿). Its number has 17 digits, 6-3-3-5
(``ehealthcard.rules.health_records.code``); everybody has one record at a time. The
institution that keeps it writes in it; the resident opens it to himself and closes it,
reads it, lets the family read (``access-grant``, scope ``health-record``), asks for
corrections (``record-correction``) and has reports explained
(``report-interpretation``). Read it with :class:`ehealthcard.desk.HealthRecords`: each
look is an event of the case with its grounds and a watermark, each refusal is on record
as well. A clinician reads who keeps the record, has signed with the resident, or has
him in the house: scanned in, or in a bed. What is especially sensitive is shown only
where it was asked for by name, with a second proof, to the family by a grant that says
so.

A record moves to another institution that confirms; it goes on there in a case of its
own under a new number, keeps its file name and its old numbers. Codes of the move are
those of a HIS in production: 1 to be confirmed, 4 confirmed, 9 returned. It is
cancelled for a reason (1 死亡, 2 迁出, 3 失访, 4 拒绝, 9 其他), by death of itself;
special records, such as chronic care, end in the same transaction. A wrong cancellation
is undone until the term of keeping is over, when the contents are erased. Two records
of one person are merged and taken apart again: nothing is copied, so that nothing is
lost. Where two cards of one person were merged and each has a record, both are shown
together to who may read them, until their keeper merges the records as well.

The guide's flow chart is lost from its text; states and arrows are a reconstruction.
Inferred: a move that returns after 30 days of silence; that a minor's guardian agrees,
opens and reads; that a record is closed to the resident until it is opened; that a
number begins with the county of the home. Recalled: that a cancelled record is kept as
long as medical records are (15 years, MR-13). A cancelled health card ends no record,
which is the institution's, but nobody reads online without a card.

Not built: special records are not opened again with a restored record, do not move
along, and do not end under a merged record's other card; a term for a merged record,
which is kept as long as it is merged and read under the card of the other one; reading
by near relatives of a dead person (PIPL art. 49); breaking the glass; a divorce that
ends a grant by itself (nobody tells of it); messages to the resident, for which there
is no kind; the EMRs and check-ups themselves, which are read as visit records (§4.3.7)
and reports (§4.3.6); the subcodes of drinking.
"""

from ehealthcard.ports.access import access_facts
from ehealthcard.workflow import Title, Workflow

from .building import build, correct, take_in, toggle, update
from .commands import (
    Build,
    Cancel,
    CloseToSelf,
    ConfirmMove,
    Corrected,
    HolderDied,
    Merge,
    MovedIn,
    MoveLapsed,
    MoveOut,
    OpenToSelf,
    OwnerDied,
    Read,
    Restore,
    ReturnMove,
    TermPassed,
    Unmerge,
    Update,
)
from .effects import (
    ask_receiver,
    end_special,
    erase,
    go_on,
    move_ends,
    number_once,
    on_corrected,
    on_died,
    on_moved,
    on_owner_died,
    one_each,
    tell_death,
    tell_number,
    tell_returned,
    term_ends,
)
from .ending import archive, cancel, die, pass_on, restore
from .facts import (
    BuildFacts,
    MergeFacts,
    ReadFacts,
    build_facts,
    merge_facts,
    read_facts,
)
from .merging import merge, unmerge
from .model import POLICIES, Move, MoveRefused, Reading, RecordPolicy
from .moving import confirm, lapse_move, move_out, return_move
from .reading import AbsorbedPage, RecordPage, page_of, read
from .states import Active, Archived, Cancelled, Filed, Merged, MovedOut, Moving

HealthRecord = Active | Moving | MovedOut | Cancelled | Archived | Merged
HealthRecordCommand = (
    Build
    | Update
    | OpenToSelf
    | CloseToSelf
    | Read
    | MoveOut
    | ConfirmMove
    | ReturnMove
    | Cancel
    | Restore
    | Merge
    | Unmerge
    | MovedIn
    | Corrected
    | MoveLapsed
    | TermPassed
    | HolderDied
    | OwnerDied
)

health_record: Workflow[HealthRecord, HealthRecordCommand] = Workflow(
    "health-record",
    Title("健康档案应用", "Health record", "4.6.1"),
    transitions=(
        build,
        take_in,
        update,
        correct,
        toggle,
        read,
        move_out,
        confirm,
        return_move,
        lapse_move,
        cancel,
        die,
        pass_on,
        restore,
        archive,
        merge,
        unmerge,
    ),
    effects=(
        one_each,
        number_once,
        move_ends,
        term_ends,
        erase,
        tell_number,
        ask_receiver,
        tell_returned,
        go_on,
        end_special,
        tell_death,
    ),
    reactions=(on_died, on_owner_died, on_corrected, on_moved),
    sources=(build_facts, read_facts, merge_facts, access_facts),
    policies=POLICIES,
)

__all__ = [
    "POLICIES",
    "AbsorbedPage",
    "Active",
    "Archived",
    "Build",
    "BuildFacts",
    "Cancel",
    "Cancelled",
    "CloseToSelf",
    "ConfirmMove",
    "Corrected",
    "Filed",
    "HealthRecord",
    "HealthRecordCommand",
    "HolderDied",
    "Merge",
    "MergeFacts",
    "Merged",
    "Move",
    "MoveLapsed",
    "MoveOut",
    "MoveRefused",
    "MovedIn",
    "MovedOut",
    "Moving",
    "OpenToSelf",
    "OwnerDied",
    "Read",
    "ReadFacts",
    "Reading",
    "RecordPage",
    "RecordPolicy",
    "Restore",
    "ReturnMove",
    "TermPassed",
    "Unmerge",
    "Update",
    "health_record",
    "page_of",
]
