"""The pages of the guide (门诊列表、住院列表、费用详情), and the file of them all."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from ehealthcard.codesets import SHANGHAI
from ehealthcard.rules.documents import DocumentContent, DocumentTable
from ehealthcard.rules.encounters import Record, RecordKind, Setting, Visit

from .states import Answered

Names = dict[str, str]
VISIT_COLUMNS = ("机构", "就诊号", "科室", "医生", "开始", "结束", "费用(元)")
RECORD_COLUMNS = ("机构", "时间", "名称", "内容")
COST_COLUMNS = ("类别", "项目", "单价", "数量", "金额(元)")


def outpatient_list(state: Answered) -> tuple[Visit, ...]:
    """Return the outpatient visits (门诊记录列表), newest first."""
    return _visits(state, Setting.OUTPATIENT)


def inpatient_list(state: Answered) -> tuple[Visit, ...]:
    """Return the stays (住院记录列表), newest first."""
    return _visits(state, Setting.INPATIENT)


def records_of(state: Answered, kind: RecordKind) -> tuple[Record, ...]:
    """Return the records of a kind, newest first."""
    return tuple(r for r in state.records if r.kind is kind)


def cost_details(state: Answered, org: str, visit: str) -> DocumentTable | None:
    """Return what a visit cost, line by line (费用详情); ``None`` if there is none."""
    found = (v for v in state.visits if (v.org, v.id) == (org, visit))
    return next(map(_costs, found), None)


def document_of(state: Answered) -> DocumentContent:
    """Return all pages: what a file of the answers says, and who is missing."""
    said = [
        f"查询区间：{state.first.isoformat()} 至 {state.last.isoformat()}",
        f"查询目的：{state.purpose}",
        f"查询依据：{state.grounds.zh}",
    ]
    said += [f"未包含或不完整：{m.name}（{m.why.zh}）" for m in state.missing]
    return DocumentContent(
        title="就医记录查询结果", lines=tuple(said), tables=tuple(_tables(state))
    )


def _tables(state: Answered) -> Iterator[DocumentTable]:
    names = {s.org: s.name for s in state.sources}
    yield _list("门诊记录列表", outpatient_list(state), names)
    yield _list("住院记录列表", inpatient_list(state), names)
    for kind in state.kinds:
        rows = tuple(_record(r, names) for r in records_of(state, kind))
        yield DocumentTable(heading=kind.zh, columns=RECORD_COLUMNS, rows=rows)
    for visit in state.visits:
        if visit.costs:
            yield _costs(visit)


def _list(heading: str, visits: Iterable[Visit], names: Names) -> DocumentTable:
    rows = tuple(_visit(v, names) for v in visits)
    return DocumentTable(heading=heading, columns=VISIT_COLUMNS, rows=rows)


def _visit(visit: Visit, names: Names) -> tuple[str, ...]:
    return (
        names.get(visit.org, visit.org),
        visit.id,
        visit.department,
        visit.doctor or "",
        _shown(visit.started_at),
        _shown(visit.ended_at),
        "" if visit.sealed else f"{visit.total:.2f}",
    )


def _record(record: Record, names: Names) -> tuple[str, ...]:
    org = names.get(record.org, record.org)
    return org, _shown(record.at), record.title, record.text


def _costs(visit: Visit) -> DocumentTable:
    rows = tuple(
        (
            c.category,
            c.name,
            str(c.unit_price),
            f"{c.quantity}{c.unit}",
            f"{c.amount:.2f}",
        )
        for c in visit.costs
    )
    return DocumentTable(
        heading=f"费用详情 {visit.org} {visit.id}",
        columns=COST_COLUMNS,
        rows=rows,
        note=f"合计：{visit.total:.2f}元",
    )


def _visits(state: Answered, setting: Setting) -> tuple[Visit, ...]:
    return tuple(v for v in state.visits if v.setting is setting)


def _shown(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
