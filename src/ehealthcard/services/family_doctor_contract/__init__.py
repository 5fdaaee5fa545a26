"""Signing with a family doctor (家庭医生签约, guide §4.6.6 在线签约社区健康医生).

A resident, or the guardian of a minor, asks a team; the team signs or says no. One
resident has one family doctor at a time, in principle for not less than a year, and
then goes on or chooses another (关于规范家庭医生签约服务管理的指导意见, 2018; BHL art.
31). Packs of services become the team's tasks and are counted as they are given. A
contract ends with its term, by death, by moving away, by own wish or for another team.

The states and codes are those of a HIS in production. The term's first day is not
counted and its last day counts to 24:00 (民法典 art. 201-203). Inferred, and policy:
the week to answer and the 30 days of reminder and renewal. Readings of the project's
own: a cancelled card does not end a contract, which is with the person; changing the
team ends the old contract, and the new team is asked with a request of its own;
renewing begins behind the old term, so no day is lost.

Not built: follow-up appointments of §4.6.6 (rehabilitation is ``rehab-episode``);
contracts of a whole household as one paper; paying for packs and giving money back
(the institution's system hears that it is due); the text of the agreement.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    Accept,
    AnswerPassed,
    ChangeTeam,
    Decline,
    HolderDied,
    Perform,
    ReminderDue,
    Renew,
    Request,
    Terminate,
    TermPassed,
    Withdraw,
)
from .effects import (
    answer_ends,
    close_tasks,
    message_answer,
    message_reminder,
    message_withdrawn,
    on_death,
    one_doctor,
    one_request,
    order_tasks,
    reminder,
    term_ends,
)
from .model import (
    POLICIES,
    Contact,
    ContractFacts,
    ContractPolicy,
    EndReason,
    Pack,
    PackItem,
    PackKind,
    Population,
    Team,
    TeamRule,
    contract_facts,
)
from .states import Active, Declined, Expired, Lapsed, Pending, Terminated
from .transitions import (
    accept,
    change_team,
    decline,
    die,
    end,
    lapse,
    perform,
    remind,
    renew,
    request,
    terminate,
    withdraw,
)

FamilyDoctorContract = Pending | Active | Declined | Lapsed | Terminated | Expired
FamilyDoctorContractCommand = (
    Request
    | Accept
    | Decline
    | Withdraw
    | Renew
    | ChangeTeam
    | Terminate
    | Perform
    | AnswerPassed
    | ReminderDue
    | TermPassed
    | HolderDied
)

family_doctor_contract: Workflow[FamilyDoctorContract, FamilyDoctorContractCommand] = (
    Workflow(
        "family-doctor-contract",
        Title("家庭医生签约", "Family doctor contract", "4.6.6"),
        transitions=(
            request,
            accept,
            decline,
            withdraw,
            lapse,
            renew,
            change_team,
            terminate,
            die,
            remind,
            end,
            perform,
        ),
        effects=(
            message_answer,
            message_reminder,
            message_withdrawn,
            order_tasks,
            close_tasks,
            answer_ends,
            reminder,
            term_ends,
            one_doctor,
            one_request,
        ),
        reactions=(on_death,),
        sources=(contract_facts,),
        policies=POLICIES,
    )
)

__all__ = [
    "Accept",
    "Active",
    "AnswerPassed",
    "ChangeTeam",
    "Contact",
    "ContractFacts",
    "ContractPolicy",
    "Decline",
    "Declined",
    "EndReason",
    "Expired",
    "HolderDied",
    "Lapsed",
    "Pack",
    "PackItem",
    "PackKind",
    "Pending",
    "Perform",
    "Population",
    "ReminderDue",
    "Renew",
    "Request",
    "Team",
    "TeamRule",
    "TermPassed",
    "Terminate",
    "Terminated",
    "Withdraw",
    "family_doctor_contract",
]
