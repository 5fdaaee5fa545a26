"""A personal copy as pages that a person can read (个人信息副本打印件)."""

from collections.abc import Iterator
from typing import Any, cast

from ehealthcard.rules.documents import DocumentContent, DocumentTable

PERSON = {
    "name": "姓名",
    "kind": "证件类型",
    "number": "证件号码",
    "phone": "联系电话",
    "birth_date": "出生日期",
    "sex": "性别",
    "guardian": "监护人（内部编号）",
    "guardian_kinship": "监护人关系",
    "master_index": "主索引",
}


def pages(told: dict[str, Any]) -> DocumentContent:
    """Return everything as tables: person, cards, each service, uses, what stays."""
    return DocumentContent(
        title="个人信息副本",
        lines=(f"生成时间：{told['made_at']}", "依据：《个人信息保护法》第四十五条"),
        tables=tuple(_tables(told)),
    )


def _tables(told: dict[str, Any]) -> Iterator[DocumentTable]:
    yield _person("个人基本信息", told["person"])
    for merged in told["merged"]:
        yield _person("已合并卡的个人基本信息", merged)
    yield DocumentTable(
        heading="电子健康卡",
        columns=("卡号", "状态"),
        rows=tuple((c["card_id"], c["status"]) for c in told["cards"]),
    )
    for case in told["cases"]:
        yield _events(case)
        yield _content(case)
    yield DocumentTable(
        heading="用卡记录",
        columns=("时间", "终端", "地点", "结果"),
        rows=tuple(
            (u["at"], u["terminal"], _text(u["place"]), u["outcome"])
            for u in told["uses"]
        ),
    )
    yield DocumentTable(
        heading="依法须继续保存的信息",
        columns=("信息", "保存年限", "依据"),
        rows=tuple(
            (k["zh"], f"{k['years']:g}", k["source"]) for k in told["kept_by_law"]
        ),
    )


def _person(heading: str, person: dict[str, Any] | None) -> DocumentTable:
    known = person or {}
    return DocumentTable(
        heading=heading,
        columns=("项目", "内容"),
        rows=tuple((zh, _text(known.get(key))) for key, zh in PERSON.items()),
    )


def _events(case: dict[str, Any]) -> DocumentTable:
    return DocumentTable(
        heading=f"{case['title']}：办理过程",
        columns=("时间", "操作", "状态", "经办"),
        rows=tuple(
            (e["at"], e["command"], e["state"], e["by"]) for e in case["events"]
        ),
    )


def _content(case: dict[str, Any]) -> DocumentTable:
    """Return what the newest event says, a row for each value."""
    newest = case["events"][-1]["content"] if case["events"] else None
    return DocumentTable(
        heading=f"{case['title']}：当前内容",
        columns=("项目", "内容"),
        rows=tuple(_rows("", newest)) if newest else (),
    )


def _rows(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from _rows(f"{name}.{key}" if name else key, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(cast("list[object]", value), 1):
            yield from _rows(f"{name}[{number}]", inner)
    else:
        yield name, _text(value)


def _text(value: object) -> str:
    return "—" if value is None else str(value)
