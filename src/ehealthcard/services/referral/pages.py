"""The two papers as pages to be printed (转诊单、回转单).

The fields and their order are those of the national form; where the doctor's system
gave no name, a line is left to write on. ``Documents`` makes a file of the content.
"""

from collections.abc import Iterator

from ehealthcard.rules.documents import DocumentContent, DocumentTable, Row

from .forms import ReferralForm, SignedReturn

LINE = "＿＿＿＿＿＿"
COLUMNS = ("项目", "内容")
FINDINGS = ("项目", "结果")


def referral_page(form: ReferralForm) -> DocumentContent:
    """Return the referral form (转诊单)."""
    tables = [
        _table("患者", _patient(form)),
        _table("转入单位", _target(form)),
        _table("病情", _condition(form)),
    ]
    if form.examinations:
        rows = tuple((f.item, f.result) for f in form.examinations)
        tables.append(DocumentTable(heading="检验、检查", columns=FINDINGS, rows=rows))
    tables.append(_table("转出单位", _signed(form.origin, form.doctor, form.phone)))
    return DocumentContent(
        title="双向转诊单",
        lines=(f"转诊单号：{form.number}", f"日期：{form.on.isoformat()}"),
        tables=tuple(tables),
    )


def return_page(form: SignedReturn, number: str) -> DocumentContent:
    """Return the return form (回转单) of the referral with this number."""
    rows: list[tuple[str, str | None]] = [
        ("诊断结果", form.diagnosis),
        ("住院病案号", form.inpatient_number),
        ("主要检查结果", form.results),
        ("治疗经过", form.treatment),
        ("治疗结果", form.outcome),
        ("下一步治疗方案", form.plan),
        ("康复建议", form.rehabilitation),
        ("出院小结", form.discharge_summary),
        ("下转指征", "、".join(i.zh for i in form.grounds)),
    ]
    tables = (
        _table("病情", rows),
        _table("转出单位", _signed(form.org, form.doctor, form.phone)),
    )
    return DocumentContent(
        title="双向转诊回转单",
        lines=(f"转诊单号：{number}", f"日期：{form.on.isoformat()}"),
        tables=tables,
    )


def _patient(form: ReferralForm) -> list[tuple[str, str | None]]:
    patient = form.patient
    age = LINE if form.age is None else str(form.age)
    return [
        ("姓名", patient.name or LINE),
        ("性别", form.sex.zh),
        ("年龄", age),
        ("健康档案号", patient.record_number),
        ("住址", patient.address or LINE),
        ("联系电话", patient.phone or LINE),
    ]


def _target(form: ReferralForm) -> list[tuple[str, str | None]]:
    target = form.target
    return [
        ("方向", form.direction.zh),
        ("缓急", form.urgency.zh),
        ("单位", target.org_name),
        ("科室", target.department),
        ("接诊医生", target.doctor),
        ("支付方式", form.payer.zh),
        ("医保转诊备案", "是" if form.insurance_filing else "否"),
    ]


def _condition(form: ReferralForm) -> list[tuple[str, str | None]]:
    indications = "、".join(i.zh for i in form.indications)
    return [
        ("疾病编码", form.diagnosis),
        ("初步印象", form.impression),
        ("主要现病史（转出原因）", form.history),
        ("主要既往史", form.past_history),
        ("敏感病史", form.sensitive_history),
        ("治疗经过", form.treatment),
        ("转诊指征", indications or None),
        ("其他指征说明", form.reason),
        ("治疗结果", form.outcome),
        ("康复措施指导", form.rehabilitation),
        ("出院小结", form.discharge_summary),
        ("注意事项", form.notes),
        ("随附病历复印件", form.record_copy),
    ]


def _signed(org: str, doctor: str, phone: str) -> list[tuple[str, str | None]]:
    return [("单位", org), ("医生签字", doctor), ("联系电话", phone)]


def _table(heading: str, rows: list[tuple[str, str | None]]) -> DocumentTable:
    return DocumentTable(heading=heading, columns=COLUMNS, rows=tuple(_said(rows)))


def _said(rows: list[tuple[str, str | None]]) -> Iterator[Row]:
    """Yield the rows that say something."""
    yield from ((name, value) for name, value in rows if value)
