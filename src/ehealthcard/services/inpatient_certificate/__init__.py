"""Inpatient certificate (电子住院证, guide §4.4.2; FHIR ``Encounter``).

A doctor who examined the patient writes it; the patient applies with it, or a guardian,
or whoever holds the patient's family voucher
(:mod:`ehealthcard.services.family_voucher`) or his grant for inpatient matters; a bed
is offered by rank and kept for a while; the stay begins, goes on and ends. While it
lasts the card is the pass at the ward's gate. All companion passes end with it, in the
same transaction.

The guide's flow chart is lost from its text; states and arrows are a reconstruction
from its sentences and from the fields of a HIS in production. Validity, the time of an
offer and the longest leave are inferred, and policy; the admission test of 48 hours was
hospital practice until 2023-01-07. Periods are counted from the moment, closed.

Readings of the project's own: who declines keeps his rank and the bed goes to the next;
who does not answer loses his certificate; an emergency is admitted from any state
before the stay; a doctor may take a discharge order back; who is on leave may be
discharged. The HIS owns beds: what it refuses is no longer offered here. Where it does
not take a placement, care goes on and a person sees to it (``his_refused``).

Not built: stays that began without a certificate, such as one on paper (a doctor
writes it here first); a list of the hospitals that issue (the app's own); beds in the
HIS that this desk never offered; newborns, who stay with the mother.
"""

from ehealthcard.models import only_added
from ehealthcard.workflow import Title, Workflow

from .commands import (
    Accept,
    Admit,
    AdmitEmergency,
    BedHeld,
    BedRefused,
    BillClosed,
    BillOpen,
    Cancel,
    CardEnded,
    Decline,
    Died,
    GrantLeave,
    KeepEnded,
    LeaveEnded,
    NotPlaced,
    OfferBed,
    OfferEnded,
    OrderDischarge,
    Placed,
    Prescribe,
    Queue,
    Register,
    Relocate,
    Return,
    Revoke,
    SetCompanions,
    Settle,
    Supply,
    Transfer,
    ValidityEnded,
    WithdrawDischarge,
)
from .effects import AT_THE_HIS, TO_CASES
from .issuing import cancel, end_unused, lapse, prescribe, register, supply
from .leaving import (
    close_bill,
    die,
    hear_bill_late,
    leave_bill_open,
    order_discharge,
    revoke,
    settle,
    transfer,
    withdraw_discharge,
)
from .model import (
    POLICIES,
    Address,
    CertificateFacts,
    CertificatePolicy,
    Deferred,
    Deposit,
    Payer,
    Person,
    Prescription,
    QueueFacts,
    Registration,
    certificate_facts,
    queue_facts,
)
from .states import (
    Admitted,
    BedOffered,
    BedReserved,
    Cancelled,
    Deceased,
    Discharged,
    DischargePending,
    Forfeited,
    Issued,
    Lapsed,
    OnLeave,
    Registered,
    Revoked,
    Transferred,
    WaitingBed,
)
from .staying import (
    admit,
    admit_emergency,
    come_back,
    grant_leave,
    hear_placed_late,
    note_not_placed,
    note_placed,
    overstay,
    relocate,
    set_companions,
    supply_later,
)
from .telling import REACTIONS, TELLING
from .waiting import (
    accept,
    decline,
    forfeit,
    forfeit_reserved,
    hear_held,
    hear_late,
    lose_offered,
    lose_reserved,
    offer,
    queue,
)

InpatientCertificate = (
    Issued
    | Registered
    | WaitingBed
    | BedOffered
    | BedReserved
    | Admitted
    | OnLeave
    | DischargePending
    | Discharged
    | Transferred
    | Deceased
    | Revoked
    | Lapsed
    | Forfeited
    | Cancelled
)
InpatientCertificateCommand = (
    Prescribe
    | Register
    | Queue
    | OfferBed
    | Accept
    | Decline
    | Supply
    | Admit
    | AdmitEmergency
    | GrantLeave
    | Return
    | Relocate
    | SetCompanions
    | OrderDischarge
    | WithdrawDischarge
    | Settle
    | Transfer
    | Cancel
    | Revoke
    | ValidityEnded
    | OfferEnded
    | KeepEnded
    | LeaveEnded
    | BedHeld
    | BedRefused
    | Placed
    | NotPlaced
    | BillClosed
    | BillOpen
    | Died
    | CardEnded
)

inpatient_certificate: Workflow[InpatientCertificate, InpatientCertificateCommand] = (
    Workflow(
        "inpatient-certificate",
        Title("电子住院证", "Inpatient certificate", "4.4.2"),
        transitions=(
            prescribe,
            register,
            supply,
            lapse,
            queue,
            offer,
            accept,
            decline,
            forfeit,
            forfeit_reserved,
            hear_held,
            lose_offered,
            lose_reserved,
            hear_late,
            admit,
            admit_emergency,
            supply_later,
            grant_leave,
            overstay,
            come_back,
            relocate,
            set_companions,
            note_placed,
            note_not_placed,
            hear_placed_late,
            order_discharge,
            withdraw_discharge,
            settle,
            close_bill,
            leave_bill_open,
            hear_bill_late,
            transfer,
            revoke,
            die,
            cancel,
            end_unused,
        ),
        effects=(*AT_THE_HIS, *TELLING, *TO_CASES),
        reactions=REACTIONS,
        sources=(certificate_facts, queue_facts),
        policies=POLICIES,
        version=3,
        upcasters=(
            only_added,  # when somebody came back from a leave
            only_added,  # who applies by the patient's grant
        ),
    )
)

__all__ = [
    "Accept",
    "Address",
    "Admit",
    "AdmitEmergency",
    "Admitted",
    "BedHeld",
    "BedOffered",
    "BedRefused",
    "BedReserved",
    "BillClosed",
    "BillOpen",
    "Cancel",
    "Cancelled",
    "CardEnded",
    "CertificateFacts",
    "CertificatePolicy",
    "Deceased",
    "Decline",
    "Deferred",
    "Deposit",
    "Died",
    "DischargePending",
    "Discharged",
    "Forfeited",
    "GrantLeave",
    "InpatientCertificate",
    "Issued",
    "KeepEnded",
    "Lapsed",
    "LeaveEnded",
    "NotPlaced",
    "OfferBed",
    "OfferEnded",
    "OnLeave",
    "OrderDischarge",
    "Payer",
    "Person",
    "Placed",
    "Prescribe",
    "Prescription",
    "Queue",
    "QueueFacts",
    "Register",
    "Registered",
    "Registration",
    "Relocate",
    "Return",
    "Revoke",
    "Revoked",
    "SetCompanions",
    "Settle",
    "Supply",
    "Transfer",
    "Transferred",
    "ValidityEnded",
    "WaitingBed",
    "WithdrawDischarge",
    "inpatient_certificate",
]
