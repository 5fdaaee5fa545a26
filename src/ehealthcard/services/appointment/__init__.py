"""Appointment (预约诊疗, guide §4.2.2; FHIR ``Appointment``).

Outpatient registration, examination and treatment are booked here. The HIS owns the
slots: one is taken there first, held while the holder pays, ticketed when the holder
checks in, and given back by cancelling; not turning up counts against the holder in
the case of ``booking-penalty``. Windows, quotas and deadlines are each hospital's own
(:mod:`ehealthcard.rules.booking`). Money that comes after its slot went back is given
back, never confirmed.

The guide's flow chart is lost from its text; states and arrows are reconstructed from
its sentence, a HIS in production and three hospitals' published rules.
Quotas of a day count whatever was booked for it, also a visit that was made, missed or
called off too late, and one whose ticket was given back, for its slot is void; what
went back in time counts no more. A policy may ask for a health declaration in force
when the holder checks in.

What a visit needs beforehand is policy data (``before_visit``): a confirmed booking
invites to the interview and has a survey asked for so many hours before, a changed one
takes both along, one that is called off lets them rest, and one that ends takes them
back. The default is the guide's; nobody is turned away at check-in for want of a survey
unless a policy says so. What was booked before a policy asked is asked for later where
the desk goes through its bookings (``ServiceDesk.prepare_visits``).

Five readings are the project's own: a slot that is let go before it was confirmed is no
cancellation; a ticket may be given back after a missed call too; who has no substitute
by the end of a called-off visit gets the fee back unasked; the age that counts is that
on the day of booking; who checked in and was never called has missed nothing, and that
visit is over with its day (``uncalled_for``).

Not built: booking without the HIS's schedule; voiding an open payment order (a payment
that comes anyway goes back); the fee of who was never called, which the cashier gives
back; the end of a consultation that nobody finishes; a difference in fee when a slot is
changed; the visit's result for §4.3.7; a profile's half day as a half session.
"""

from ehealthcard.models import only_added
from ehealthcard.rules.booking import DEFAULT
from ehealthcard.workflow import Title, Workflow

from .booking import (
    confirm,
    decline,
    doubt_slot,
    expire,
    give_up,
    pay,
    refuse,
    request,
    take,
)
from .changing import (
    fail_to_replace,
    hear_late,
    move,
    rebook,
    replace,
    reschedule,
    stay,
    stop_moving,
    stop_request,
    suspend,
)
from .commands import (
    Call,
    Cancel,
    CardEnded,
    CheckIn,
    Confirm,
    DayEnded,
    Declined,
    Died,
    Finish,
    GraceEnded,
    HoldEnded,
    NoAnswer,
    Paid,
    PassBy,
    PaymentLost,
    Prepare,
    Rebook,
    Refund,
    Request,
    Requeue,
    Reschedule,
    Returned,
    ReturnRefused,
    SessionStopped,
    SlotRefused,
    SlotTaken,
    SlotUnclear,
    Suspend,
    SuspensionEnded,
)
from .effects import AT_THE_HIS
from .ending import (
    cancel,
    die,
    end_card,
    end_uncalled,
    give_back,
    leave,
    let_go,
    miss,
    refund,
    refund_unclaimed,
)
from .model import (
    Booking,
    BookingFacts,
    Examination,
    Money,
    Taken,
    arrival_facts,
    booking_facts,
    own_facts,
)
from .paying import LATE_MONEY
from .preparing import TO_PREPARE
from .preparing_late import prepare
from .states import (
    Cancelled,
    CancelledLate,
    CheckedIn,
    Completed,
    Confirmed,
    ExpiredUnpaid,
    Held,
    InConsult,
    Moving,
    NoShow,
    Passed,
    Rebooking,
    Refunded,
    Refused,
    Requested,
    Suspended,
    Uncalled,
    Unsure,
)
from .telling import ELSEWHERE, on_card_cancelled, on_death, on_session_suspended
from .visiting import call, check_in, finish, pass_by, requeue

Appointment = (
    Requested
    | Unsure
    | Refused
    | Held
    | Confirmed
    | Moving
    | ExpiredUnpaid
    | Cancelled
    | CancelledLate
    | Suspended
    | Rebooking
    | Refunded
    | CheckedIn
    | Passed
    | InConsult
    | Completed
    | NoShow
    | Uncalled
)
AppointmentCommand = (
    Request
    | Confirm
    | Cancel
    | Reschedule
    | Prepare
    | Suspend
    | Rebook
    | Refund
    | CheckIn
    | Call
    | PassBy
    | Requeue
    | Finish
    | SlotTaken
    | SlotRefused
    | SlotUnclear
    | NoAnswer
    | Paid
    | Declined
    | PaymentLost
    | Returned
    | ReturnRefused
    | HoldEnded
    | GraceEnded
    | DayEnded
    | SuspensionEnded
    | SessionStopped
    | Died
    | CardEnded
)

appointment: Workflow[Appointment, AppointmentCommand] = Workflow(
    "appointment",
    Title("预约诊疗", "Appointments", "4.2.2"),
    transitions=(
        request,
        take,
        refuse,
        doubt_slot,
        give_up,
        pay,
        confirm,
        expire,
        decline,
        reschedule,
        move,
        stay,
        stop_moving,
        prepare,
        suspend,
        stop_request,
        rebook,
        replace,
        fail_to_replace,
        hear_late,
        let_go,
        cancel,
        die,
        end_card,
        miss,
        end_uncalled,
        leave,
        give_back,
        refund,
        refund_unclaimed,
        check_in,
        call,
        pass_by,
        requeue,
        finish,
        *LATE_MONEY,
    ),
    effects=(*AT_THE_HIS, *ELSEWHERE, *TO_PREPARE),
    reactions=(on_death, on_card_cancelled, on_session_suspended),
    sources=(booking_facts, own_facts, arrival_facts),
    policies=DEFAULT,
    version=4,
    upcasters=(only_added, only_added, only_added),
)

__all__ = [
    "Appointment",
    "Booking",
    "BookingFacts",
    "Call",
    "Cancel",
    "Cancelled",
    "CancelledLate",
    "CardEnded",
    "CheckIn",
    "CheckedIn",
    "Completed",
    "Confirm",
    "Confirmed",
    "DayEnded",
    "Declined",
    "Died",
    "Examination",
    "ExpiredUnpaid",
    "Finish",
    "GraceEnded",
    "Held",
    "HoldEnded",
    "InConsult",
    "Money",
    "Moving",
    "NoAnswer",
    "NoShow",
    "Paid",
    "PassBy",
    "Passed",
    "PaymentLost",
    "Prepare",
    "Rebook",
    "Rebooking",
    "Refund",
    "Refunded",
    "Refused",
    "Request",
    "Requested",
    "Requeue",
    "Reschedule",
    "ReturnRefused",
    "Returned",
    "SessionStopped",
    "SlotRefused",
    "SlotTaken",
    "SlotUnclear",
    "Suspend",
    "Suspended",
    "SuspensionEnded",
    "Taken",
    "Uncalled",
    "Unsure",
    "appointment",
]
