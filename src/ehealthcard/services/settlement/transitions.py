"""All transitions, and all that is asked or happens."""

from .billing import change_items, close, publish
from .choosing import (
    choose_insurance,
    choose_self,
    hear_late_split,
    refuse_split,
    take_split,
)
from .commands import (
    ApproveRefund,
    ChangeItems,
    ChooseInsurance,
    ChooseSelf,
    Close,
    DeclineRefund,
    FixDiscrepancy,
    MarkPosted,
    MarkRefunded,
    Pay,
    Publish,
    Reconcile,
    RequestRefund,
)
from .insuring import (
    doubt_insured,
    fail_to_flush,
    flush,
    insure,
    miss_insured,
    refuse_insured,
)
from .late_money import note_returned, note_unpaid, pay_too_late
from .notices import (
    CardEnded,
    CashReturned,
    DetailKnown,
    DetailMissing,
    Died,
    Flushed,
    FlushRefused,
    HisPosted,
    InsAbsent,
    InsRefused,
    InsSettled,
    InsUnclear,
    ItemsWithdrawn,
    Paid,
    PayFailed,
    PayTimeEnded,
    PayUnclear,
    PostAgain,
    PostOverdue,
    PostRefused,
    ReturnRefused,
    Reversed,
    ReverseRefused,
    SplitKnown,
    SplitRefused,
    TimeToFile,
    WithdrawRefused,
)
from .paying import (
    doubt_payment,
    end_payment,
    fail_payment,
    find_payment,
    miss_payment,
    pay,
    stay_in_doubt,
    take_payment,
)
from .posting import (
    hear_late_post,
    mark_posted,
    post,
    post_again,
    refuse_again,
    refuse_post,
    wait_for_his,
)
from .reconciling import compare, file_settled, file_unpaid, fix, miss_detail, reconcile
from .refunding import (
    approve_refund,
    decline_refund,
    fail_to_withdraw,
    request_refund,
    withdraw,
)
from .resettling import (
    doubt_resettled,
    fail_to_resettle,
    fail_to_resplit,
    fail_to_take_back,
    miss_resettled,
    resettle,
    resplit,
    take_back,
)
from .returning import (
    end_compensation,
    end_refund,
    mark_refunded,
    stick,
    stick_in_refund,
)

SettlementCommand = (
    Publish
    | ChangeItems
    | Close
    | ChooseInsurance
    | ChooseSelf
    | Pay
    | MarkPosted
    | RequestRefund
    | ApproveRefund
    | DeclineRefund
    | MarkRefunded
    | Reconcile
    | FixDiscrepancy
    | SplitKnown
    | SplitRefused
    | Paid
    | PayFailed
    | PayUnclear
    | PayTimeEnded
    | InsSettled
    | InsRefused
    | InsUnclear
    | InsAbsent
    | Flushed
    | FlushRefused
    | HisPosted
    | PostRefused
    | PostOverdue
    | PostAgain
    | ItemsWithdrawn
    | WithdrawRefused
    | Reversed
    | ReverseRefused
    | CashReturned
    | ReturnRefused
    | DetailKnown
    | DetailMissing
    | TimeToFile
    | CardEnded
    | Died
)

TRANSITIONS = (
    publish,
    change_items,
    close,
    choose_insurance,
    choose_self,
    take_split,
    refuse_split,
    hear_late_split,
    pay,
    take_payment,
    find_payment,
    fail_payment,
    miss_payment,
    doubt_payment,
    stay_in_doubt,
    end_payment,
    insure,
    refuse_insured,
    doubt_insured,
    miss_insured,
    flush,
    fail_to_flush,
    post,
    refuse_post,
    refuse_again,
    wait_for_his,
    post_again,
    mark_posted,
    hear_late_post,
    request_refund,
    approve_refund,
    decline_refund,
    withdraw,
    fail_to_withdraw,
    take_back,
    fail_to_take_back,
    resplit,
    fail_to_resplit,
    resettle,
    doubt_resettled,
    fail_to_resettle,
    miss_resettled,
    end_compensation,
    end_refund,
    stick,
    stick_in_refund,
    mark_refunded,
    reconcile,
    compare,
    miss_detail,
    fix,
    file_settled,
    file_unpaid,
    pay_too_late,
    note_unpaid,
    note_returned,
)
