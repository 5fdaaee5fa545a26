"""What relates one case to another: fields of these types are found by value."""

from typing import Annotated

from ehealthcard.workflow import Link

CardLink = Annotated[str, Link("card")]
"""The subject of a card; every open case is found by its own."""

MaybeCardLink = Annotated[str | None, Link("card")]
"""The same where the person may be unknown; the mark stands around the whole type."""

InsideLink = Annotated[str, Link("inside")]
"""The institution in which somebody is (在院机构)."""

HappeningLink = Annotated[str, Link("event")]
"""What has happened, by its own name; messages about it are found by this."""

AppointmentLink = Annotated[str, Link("appointment")]
"""One appointment by its own name, which a change of slot keeps (预约)."""

SessionLink = Annotated[str, Link("session")]
"""A half day of a doctor or machine (出诊班次); one 停诊 ends all its slots."""

ReportLink = Annotated[str, Link("report")]
"""A report by its institution and number, ``org:number`` (报告)."""

MaybeSecondLink = Annotated[str | None, Link("message-second")]
"""Institution and second of a message to the insurance; its sequence is counted."""

ScreeningLink = Annotated[str, Link("chronic-screening")]
"""The screenings of one holder for one disease; a hash of both (慢病筛查)."""

AdmissionLink = Annotated[str, Link("admission")]
"""A stay by institution and registration number, ``org:number`` (住院登记号)."""

PassLink = Annotated[str, Link("companion-pass")]
"""One companion pass by its own name (陪护证)."""

BedQueueLink = Annotated[str, Link("bed-queue")]
"""Who waits for a bed of a ward, ``org:ward`` (候床队列)."""

ReferralLink = Annotated[str, Link("referral")]
"""A referral by its own name (转诊单)."""

ReferralTargetLink = Annotated[str, Link("referral-target")]
"""Where somebody is referred to, ``org:department`` (转入科室)."""

TeamLink = Annotated[str, Link("family-doctor-team")]
"""A family doctor team, ``org:team`` (家庭医生团队)."""

RiskLink = Annotated[str, Link("risk")]
"""A rule and whom it is about; a hash of both (风险对象)."""

MaybeBlockedTerminalLink = Annotated[str | None, Link("blocked-terminal")]
"""A terminal that may not scan (被停用终端)."""

MaybeBlockedActorLink = Annotated[str | None, Link("blocked-actor")]
"""An actor who may not look at records (被暂停访问的操作者)."""
