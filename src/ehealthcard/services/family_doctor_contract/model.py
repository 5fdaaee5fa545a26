"""What a family doctor contract speaks of."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import Labelled
from ehealthcard.identity import CardStatus
from ehealthcard.models import PRIVATE, Model, Moment
from ehealthcard.ports import Inquiry
from ehealthcard.ports.access import is_delegate
from ehealthcard.ports.scheduling import Yuan
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.calendar import add_months
from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.standing import FamilyDoctorStanding
from ehealthcard.workflow import CARD, Actor, Facts, Policy, Timeline


class Population(Labelled):
    """Class of population (人群分类), as a HIS in production codes it."""

    MATERNAL = "01", "孕产妇", "pregnant or newly delivered"
    CHILD = "02", "0–6岁儿童", "child up to 6"
    ELDER = "03", "老年人", "elder"
    HYPERTENSION = "04", "高血压患者", "with hypertension"
    DIABETES = "05", "2型糖尿病患者", "with type 2 diabetes"
    MENTAL = "06", "严重精神障碍患者", "with a severe mental disorder"
    TUBERCULOSIS = "07", "肺结核患者", "with tuberculosis"
    DISABLED = "08", "残疾人", "disabled"
    GENERAL = "10", "一般人群", "general"


class EndReason(Labelled):
    """Why a contract ends early (解约原因), as a HIS in production codes it."""

    LOST = "01", "失访", "cannot be reached"
    MOVED = "02", "迁出", "moved away"
    DIED = "03", "死亡", "died"
    OWN_WISH = "04", "本人要求", "the resident's wish"
    CHANGED = "05", "改签", "signed with another team"
    INVOICE_VOID = "06", "发票作废", "the invoice was voided"
    OTHER = "99", "其他", "another reason"


class PackKind(Labelled):
    """Kind of services pack (服务包); the codes are the project's own."""

    BASIC = "basic", "基础服务包", "basic medical care and public health"
    PERSONAL = "personal", "个性化服务包", "personalised"


class PackItem(Model):
    """One service of a pack (服务项目)."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    times: int = Field(ge=1)
    """How often in a term (服务次数)."""

    price: Yuan


class Pack(Model):
    """A services pack (服务包)."""

    kind: PackKind
    name: str = Field(min_length=1)
    items: tuple[PackItem, ...] = Field(min_length=1)


class Team(Model):
    """Party A (甲方): the team."""

    id: str = Field(min_length=1)
    org: str = Field(min_length=1)
    """Code of its institution."""

    org_name: str = Field(min_length=1, max_length=40)
    leader: str = Field(min_length=1)
    """Staff numbers of leader, doctor, public-health doctor and nurse."""

    doctor: str = Field(min_length=1)
    public_health: str | None = None
    nurse: str | None = None
    phones: tuple[str, ...] = Field(min_length=1)

    def includes(self, actor: Actor) -> bool:
        """Whether *actor* works in it."""
        staff = (self.leader, self.doctor, self.public_health, self.nurse)
        return actor.org == self.org and actor.id in staff


class Contact(Model):
    """Party B (乙方): what the paper says besides name and number of the card."""

    address: Annotated[str | None, PRIVATE] = None
    phone: Annotated[str | None, PRIVATE] = None
    area: str = Field(min_length=1)
    """Code of the community (居住地区划代码)."""


class Terms(Model):
    """What was agreed (协议内容)."""

    number: str
    """协议编号."""

    team: Team
    contact: Contact
    populations: Annotated[tuple[Population, ...], PRIVATE]
    packs: tuple[Pack, ...]
    months: int
    auto_renew: bool
    """Whether it is renewed by itself (自动续约)."""

    duties: str | None
    """Duties of both sides, where they differ from the text (双方责任)."""

    signature: Signature
    """Party B's; an electronic one equals handwriting (电子签名法 art. 13-14)."""

    signed_by: str
    by_guardian: bool
    source: str
    """Where it was signed (签约来源): the channel's code."""


class Performed(Model):
    """A service that was given (履约记录)."""

    item: str
    by: str
    at: Moment


class OpenItem(Model):
    """What of a pack is still to be done."""

    item: str
    left: int


class TeamRule(Model):
    """Which areas a team serves, and how many residents (团队服务范围)."""

    team: str
    areas: tuple[str, ...] = ()
    places: int | None = Field(default=None, ge=0)


class ContractPolicy(Policy):
    """What changes with places and years."""

    shortest_months: int = Field(default=12, ge=1)
    """In principle not less than one year (原则上不少于一年)."""

    longest_months: int = Field(default=60, ge=1)
    """A HIS in production offers 1 to 5 years."""

    pending_days: int = Field(default=7, ge=1)
    """Days in which the team answers, closed; inferred."""

    remind_days: int = Field(default=30, ge=1)
    """Days before the end from which it may be renewed and is reminded; inferred."""

    teams: tuple[TeamRule, ...] = ()
    """Teams that sign online; nobody named: every team."""

    def rule_of(self, team: Team) -> TeamRule | None:
        """Return what is known of *team*."""
        return next((r for r in self.teams if r.team == team.id), None)


POLICIES = Timeline(
    (ContractPolicy(name="standard", effective_from=date(2022, 12, 1)),)
)


class ContractFacts(Facts):
    """What must be known before somebody signs."""

    status: CardStatus | None
    age: int | None
    guardian: str | None
    by_court: bool = False
    """Whether it is an adult's, by a court order."""

    delegated: bool = False
    """Whether who acts does so by the resident's grant."""

    viewer: CardStatus | None = None
    """The card of whoever signs in the resident's stead."""

    has_contract: bool = False
    """Whether a contract is in force."""

    signed: int = 0
    """Residents that the team has signed with."""


class ContractStanding(FamilyDoctorStanding):
    """A contract in force."""


def contract_facts(ask: Inquiry) -> ContractFacts:
    """Look at cards, guardian, grants, contracts and the team's residents."""
    holder, who = ask.holder(), ask.actor.holder
    viewer = ask.holder(who) if who else None
    own = ask.related(CARD, ask.subject, "family-doctor-contract")
    team = getattr(ask.state, "team", None)
    found = (
        ask.related("family-doctor-team", team, "family-doctor-contract")
        if isinstance(team, str)
        else iter(())
    )
    return ContractFacts(
        status=holder and holder.status,
        age=holder and holder.age,
        guardian=holder and holder.guardian,
        by_court=holder is not None and holder.by_court,
        delegated=is_delegate(ask, GrantScope.CARE),
        viewer=viewer and viewer.status,
        has_contract=any(isinstance(s, ContractStanding) for s in own),
        signed=sum(isinstance(s, ContractStanding) for s in found),
    )


def team_of(team: Team) -> str:
    """Return the name by which a team's contracts are found."""
    return f"{team.org}:{team.id}"


def number_of(team: Team, now: datetime, digest: str) -> str:
    """Return a number for one agreement."""
    return f"QY{now:%Y%m%d}{team.id}{digest[:12].upper()}"


def term_end(start: date, months: int) -> date:
    """Return the last day of a term; its first day is not counted (民法典 201-202)."""
    return add_months(start, months)
