"""What a hospital's systems can do here, and what its staff do by hand (能力清单).

Every port is optional. A capability that is not plugged in is no failure: nobody is
asked, nothing is tried again, and somebody does it at a window or by telephone.
"""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Literal, TypeVar

import attrs

from ehealthcard.errors import CapabilityUnavailableError, DefinitionError, Phrase

from .sources import Ports

T = TypeVar("T")
Way = Literal["ports", "outbox"]
ALIKE = 0.75
"""How much of two names is the same where one is the other misspelt."""

DECLARED = "capability/"
"""Bookmarks that say what is wired begin so."""


@attrs.frozen
class Capability:
    """One thing that a system of the hospital's may do.

    Args:
        name: The field of :class:`~ehealthcard.ports.Ports`, or the destination of a
            message.
        way: ``ports``: it is asked while somebody waits; ``outbox``: it is told.
        en: What it is.
        zh: The same in Chinese.
        staff: What staff do where it is missing.
        staff_zh: The same in Chinese.

    """

    name: str
    way: Way
    en: str
    zh: str
    staff: str
    staff_zh: str

    @property
    def key(self) -> str:
        """Its stable name, such as ``outbox.billing``."""
        return f"{self.way}.{self.name}"

    @property
    def wire(self) -> str:
        """What an integrator gives, and to whom."""
        if self.way == "ports":
            return f"ServiceDesk(ports=Ports({self.name}=…))"
        return f'OutboxRelay(ports={{"{self.name}": …}})'

    def missing(self) -> CapabilityUnavailableError:
        """Return the error that says that it is not here."""
        return CapabilityUnavailableError(
            name=Phrase(self.en, self.zh),
            wire=self.wire,
            by_hand=Phrase(self.staff.capitalize(), self.staff_zh),
        )


@attrs.frozen
class Capabilities:
    """What is plugged in, and what is declared to be done by hand.

    Args:
        wired: Keys of what is plugged in.
        by_hand: Keys of destinations that the hospital says it does not have. Messages
            to a destination that is neither wait for a person as a mistake in the
            wiring.

    """

    wired: frozenset[str]
    by_hand: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        ports: Ports,
        receivers: Collection[str] = (),
        by_hand: Collection[str] = (),
    ) -> "Capabilities":
        """Return what follows from the wiring.

        Args:
            ports: What the desk asks.
            receivers: Destinations that a relay delivers to.
            by_hand: Destinations that are declared absent.

        Raises:
            DefinitionError: A destination is both delivered to and absent.

        """
        if both := set(receivers) & set(by_hand):
            raise DefinitionError(f"both wired and by hand: {sorted(both)}")
        asked = {f"ports.{c.name}" for c in ASKED if getattr(ports, c.name)}
        told = {f"outbox.{name}" for name in receivers}
        return cls(
            frozenset(asked | told), frozenset(f"outbox.{name}" for name in by_hand)
        )

    @property
    def missing(self) -> tuple[Capability, ...]:
        """What is not plugged in, declared or not."""
        return tuple(c for c in KNOWN if c.key not in self.wired)

    @property
    def undeclared(self) -> tuple[Capability, ...]:
        """Destinations that are neither plugged in nor declared to be absent."""
        return tuple(
            c for c in self.missing if c.way == "outbox" and c.key not in self.by_hand
        )


def wired(port: T | None, name: str) -> T:
    """Return a port of :class:`Ports` that is plugged in.

    Raises:
        CapabilityUnavailableError: It is not.

    """
    if port is None:
        raise BY_KEY[f"ports.{name}"].missing()
    return port


def require_spelt(destinations: Collection[str]) -> None:
    """Refuse a destination that is nearly one to which the services send.

    One like no other is a hospital's own service's; so is one whose neighbour is given
    as well.

    Raises:
        DefinitionError: It is misspelt; the nearest name is in the text.

    """
    left = [c.name for c in TOLD if c.name not in destinations]
    for name in sorted(set(destinations) - {c.name for c in TOLD}):
        if near := get_close_matches(name, left, n=1, cutoff=ALIKE):
            raise DefinitionError(
                f"No service sends to {name!r}; is {near[0]!r} meant?"
                f" 没有服务发往 {name!r}，是否应为 {near[0]!r}？"
            )


def _read(way: Way, rows: str) -> tuple[Capability, ...]:
    """Return a table's capabilities: name, Chinese, English, by hand in both."""
    lines = [line.split(" | ") for line in rows.split("\n") if line]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return tuple(
        Capability(name, way, en, zh, staff, staff_zh.strip())
        for (name, zh, en), (staff_zh, staff) in pairs
    )


ASKED = _read(
    "ports",
    """
scheduling | 号源系统 | schedule to book in
    请到窗口或电话预约。 | book at the window or by telephone.
billing | 收费系统 | billing to look at
    请收费员核对账单。 | a cashier compares the bill.
insurance | 医保接口 | insurance platform
    请自费结算后手工报销。 | the patient pays in cash and claims on paper.
results | 报告打印系统 | printer of reports
    请由审核人填入纸质报告摘要值。 | the signer gives the paper's hash.
institutions | 就医记录查询 | institution with records
    请到病案室复印。 | copies are made in the records office.
patients | 患者主索引 | patient index
    请提供各院病历号。 | the holder names his numbers.
documents | 文档生成 | maker of documents
    请到窗口打印。 | it is printed at the window.
deliveries | 分娩记录 | delivery record
    请人工核对分娩记录。 | a clerk compares the paper record.
questions | 问诊题库 | bank of questions
    由医生当面问诊。 | the doctor asks in person.
allergies | 过敏记录 | record of allergies
    由医生当面询问过敏史。 | the doctor asks for allergies.
guidance | 导诊知识库 | guidance to departments
    请到导诊台咨询。 | the guidance desk advises.
risk | 健康风险等级 | source of risk levels
    由工作人员查验。 | staff look at the holder's own proof.
real_name | 实名核验 | real-name check
    请核对证件原件。 | the document itself is looked at.
second_factor | 第二因素核验 | second factor
    请核对证件或由工作人员确认。 | staff look at the document.
emergency | 急救指挥中心 | emergency centre
    请口头告知调度员。 | the dispatcher is told by voice.
emergency_records | 急救资料 | records for emergencies
    请询问家属。 | the family is asked.
residence | 居住登记 | register of residence
    请查验居住证明。 | the paper proof is looked at.
code_issuers | 他码发码机构 | issuer of other codes
    请查验原始介质。 | the medium itself is looked at.
people | 人员检索 | search for people
    请按证件查找。 | people are found by their document.
""",
)
"""Ports of a desk, in words; limiters are no system of the hospital's."""

TOLD = _read(
    "outbox",
    """
appointments | 预约办理 | AppointmentOffice
    请到窗口预约。 | book at the window.
beds | 床位传递 | BedManager
    由入院处安排空床。 | the admission office passes free beds on.
billing | 收费系统 | billing
    由收费员手工入账。 | a cashier writes it down.
birth-registry | 出生医学登记系统 | birth registry
    由管理员手工上报。 | a clerk reports it by hand.
courier | 邮寄服务 | carrier
    请到窗口领取。 | it is fetched at the window.
disease-control | 疾控系统 | disease control
    请电话上报疾控中心。 | it is reported by telephone.
emergency-centre | 急救指挥中心 | emergency centre
    请口头告知调度员。 | the dispatcher is told by voice.
files | 文件存储 | store of files
    由管理员删除图片。 | an administrator deletes the pictures.
his | 医院信息系统 | HIS
    由病区或诊室手工录入。 | the ward or the doctor enters it.
insurance | 医保接口 | insurance platform
    请自费结算后手工报销。 | the patient pays in cash and claims on paper.
messenger | 消息通道 | channel for messages
    由工作人员电话通知。 | staff telephone.
monitor | 用卡监测 | monitor of use
    由安全管理员查看列表。 | the security officer reads the list.
notifier | 通知服务 | Notifier
    由工作人员电话通知。 | staff telephone.
payments | 支付网关 | payment gateway
    请到收费窗口缴费。 | it is paid at the cash desk.
police | 公安系统 | police register
    由管理员书面告知公安。 | a clerk writes to the police.
scheduling | 号源系统 | schedule
    由窗口人员手工占号、退号。 | staff take and free the slot at the window.
""",
)
"""Destinations of messages, in words."""

KNOWN = ASKED + TOLD
BY_KEY = {c.key: c for c in KNOWN}
