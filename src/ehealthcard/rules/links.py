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

MaybeAppointmentLink = Annotated[str | None, Link("appointment")]
"""The same, of what may be asked for without a booking."""

AppointmentLinks = Annotated[tuple[str, ...], Link("appointment")]
"""Several appointments, each by its own name."""

SurveyDayLink = Annotated[str, Link("survey-day")]
"""One holder's day at one institution; a hash of the three (流调日)."""

MaybeSurveyDayLink = Annotated[str | None, Link("survey-day")]
"""The same, of surveys from before there was one for a day."""

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

HealthFileLink = Annotated[str, Link("health-file")]
"""A resident's health record by a name that survives a move (健康档案)."""

HealthVillageLink = Annotated[str, Link("health-village")]
"""The twelve digits of place in a health record's number (建档村、居委)."""

BirthNumberLink = Annotated[str, Link("birth-number")]
"""A birth certificate's number (出生医学证明编号)."""

BirthSeriesLink = Annotated[str, Link("birth-series")]
"""The letter and three digits that begin the numbers of a lot of blanks."""

BlankHolderLink = Annotated[str, Link("birth-blanks")]
"""The institution that has blank birth certificates (空白证领用机构)."""

CodeBindingLink = Annotated[str, Link("code-binding")]
"""One binding of a code by its own name (码绑定)."""

CodeConflictLink = Annotated[str, Link("code-conflict")]
"""One conflict over a code by its own name (码冲突)."""

TerminalLink = Annotated[str, Link("terminal")]
"""A terminal by institution and number, ``org:number`` (终端)."""

RiskLink = Annotated[str, Link("risk")]
"""A rule and whom it is about; a hash of both (风险对象)."""

MaybeBlockedTerminalLink = Annotated[str | None, Link("blocked-terminal")]
"""A terminal that may not scan (被停用终端)."""

MaybeBlockedActorLink = Annotated[str | None, Link("blocked-actor")]
"""An actor who may not look at records (被暂停访问的操作者)."""

RetiredCardLink = Annotated[str, Link("retired-card")]
"""The subject of a card that was merged into another (被合并的卡)."""

SurvivingCardLink = Annotated[str, Link("surviving-card")]
"""The subject of the card that another was merged into (合并后保留的卡)."""

CarerLink = Annotated[str, Link("carer")]
"""The subject of somebody whose account holds another's card (代管人)."""

BuildLink = Annotated[str, Link("client-build")]
"""A build of a client application, ``app:version`` (客户端版本)."""

MaybeAlertLink = Annotated[str | None, Link("incident-alert")]
"""The case of the risk alert that an incident came from (来源风险)."""

GateLogLink = Annotated[str, Link("gate-log")]
"""A gate's log of decisions by its random name (闸机判定日志)."""
