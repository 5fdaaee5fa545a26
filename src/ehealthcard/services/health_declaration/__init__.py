"""Health declaration (健康申报, guide §4.1.1; FHIR ``QuestionnaireResponse``).

Before coming the holder declares temperature, symptoms and exposures. A declaration
holds for 24 hours, the last moment included (申报后 24 小时内有效；民法典 art. 1259),
and may be used at any number of entrances. In special cases family or friends declare
(特殊情况可由家人/朋友代为申报): they say why and who they are. Below 14 the guardian
declares (PIPL art. 31).

The guide's flow chart is lost from its text; states and arrows are a reconstruction. To
declare again is to start a new case: the old one hears of it in the same transaction
and is superseded, so that one declaration is in force per person.

Not built: prefilling a draft from the card; the embedding screen has the person.
"""

from ehealthcard.rules.declaring import Declarant, Relation, Signature
from ehealthcard.rules.questionnaire import Answers, NucleicTest
from ehealthcard.workflow import Title, Workflow

from .commands import (
    Create,
    DayPassed,
    Discard,
    DraftOld,
    Escalate,
    Replaced,
    RiskSeen,
    Save,
    Submit,
    Used,
    Void,
    Withdraw,
)
from .effects import (
    day_ends,
    draft_ends,
    forget,
    on_diverted,
    on_entry,
    on_submitted,
    submitted,
    tell_fever_clinic,
    tell_monitor,
)
from .model import (
    POLICIES,
    DeclarationFacts,
    DeclarationPolicy,
    Use,
    Visit,
    VisitPurpose,
    declaration_facts,
)
from .states import (
    Discarded,
    Draft,
    Expired,
    Superseded,
    ValidAttention,
    ValidClear,
    Voided,
    Withdrawn,
)
from .transitions import (
    create,
    discard,
    escalate,
    expire,
    replace,
    save,
    see_risk,
    submit,
    use,
    void,
    withdraw,
)

HealthDeclaration = (
    Draft
    | ValidClear
    | ValidAttention
    | Expired
    | Superseded
    | Withdrawn
    | Voided
    | Discarded
)
HealthDeclarationCommand = (
    Create
    | Save
    | Submit
    | Discard
    | Escalate
    | Withdraw
    | Void
    | DraftOld
    | DayPassed
    | Replaced
    | Used
    | RiskSeen
)

health_declaration: Workflow[HealthDeclaration, HealthDeclarationCommand] = Workflow(
    "health-declaration",
    Title("健康申报", "Health declaration", "4.1.1"),
    transitions=(
        create,
        save,
        submit,
        discard,
        use,
        escalate,
        see_risk,
        replace,
        withdraw,
        void,
        expire,
    ),
    effects=(
        draft_ends,
        day_ends,
        submitted,
        tell_fever_clinic,
        tell_monitor,
        forget,
    ),
    reactions=(on_submitted, on_entry, on_diverted),
    sources=(declaration_facts,),
    policies=POLICIES,
)

__all__ = [
    "Answers",
    "Create",
    "DayPassed",
    "Declarant",
    "DeclarationFacts",
    "DeclarationPolicy",
    "Discard",
    "Discarded",
    "Draft",
    "DraftOld",
    "Escalate",
    "Expired",
    "HealthDeclaration",
    "NucleicTest",
    "Relation",
    "Replaced",
    "RiskSeen",
    "Save",
    "Signature",
    "Submit",
    "Superseded",
    "Use",
    "Used",
    "ValidAttention",
    "ValidClear",
    "Visit",
    "VisitPurpose",
    "Void",
    "Voided",
    "Withdraw",
    "Withdrawn",
    "health_declaration",
]
