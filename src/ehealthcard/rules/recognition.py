"""Marks of mutual recognition and where they hold (互认标识 HR, guide §4.5.2).

A mark is the name of an area and ``HR``: 全国HR, 京津冀HR, 北京市西城区HR. A result
counts at an institution whose region lies in the area. An area is found by its name in
a table, or says its six digits of GB/T 2260; a mark that nobody knows counts nowhere.
The form of the marks is recalled (检查检验结果互认管理办法 art. 14), not re-read.
"""

import re
from typing import Protocol, runtime_checkable

from ehealthcard.models import Model, Moment
from ehealthcard.workflow import State

from .regions import NATION, Region, covers, is_known
from .reporting import Rendering, ReportContent, ReportKind, Sample

SUFFIX = "HR"


class Area(Model):
    """An area that marks name, as one region or several (互认区域)."""

    name: str
    regions: tuple[Region, ...]


AREAS = (
    Area(name="全国", regions=(NATION,)),
    Area(name="京津冀", regions=("110000", "120000", "130000")),
    *(
        Area(name=name, regions=(code,))
        for name, code in (
            ("北京市", "110000"),
            ("天津市", "120000"),
            ("河北省", "130000"),
            ("山西省", "140000"),
            ("内蒙古自治区", "150000"),
            ("辽宁省", "210000"),
            ("吉林省", "220000"),
            ("黑龙江省", "230000"),
            ("上海市", "310000"),
            ("江苏省", "320000"),
            ("浙江省", "330000"),
            ("安徽省", "340000"),
            ("福建省", "350000"),
            ("江西省", "360000"),
            ("山东省", "370000"),
            ("河南省", "410000"),
            ("湖北省", "420000"),
            ("湖南省", "430000"),
            ("广东省", "440000"),
            ("广西壮族自治区", "450000"),
            ("海南省", "460000"),
            ("重庆市", "500000"),
            ("四川省", "510000"),
            ("贵州省", "520000"),
            ("云南省", "530000"),
            ("西藏自治区", "540000"),
            ("陕西省", "610000"),
            ("甘肃省", "620000"),
            ("青海省", "630000"),
            ("宁夏回族自治区", "640000"),
            ("新疆维吾尔自治区", "650000"),
            ("北京市西城区", "110102"),
            ("北京市朝阳区", "110105"),
        )
    ),
)
"""The country, the provinces and a few more; a region adds its own cities."""


@runtime_checkable
class ReportOut(Protocol):
    """What a released report shows of itself, whichever service keeps it."""

    card: str
    reference: str
    report: str
    org: str
    org_name: str
    kind: ReportKind
    version: int
    content: ReportContent | None
    sample: Sample | None
    sensitivity: str | None
    verified_at: Moment
    rendering: Rendering
    released_at: Moment


def report_out(state: State) -> ReportOut | None:
    """Return *state* if it is a released report with its contents."""
    found = state if isinstance(state, ReportOut) else None
    return found if found is not None and found.content is not None else None


def scope_of(mark: str | None, areas: tuple[Area, ...] = AREAS) -> tuple[Region, ...]:
    """Return where *mark* holds; nowhere if it is none, or names no known area."""
    if mark is None or not mark.strip().endswith(SUFFIX):
        return ()
    name = mark.strip().removesuffix(SUFFIX)
    if re.fullmatch("[0-9]{6}", name):
        return (name,) if is_known(name) else ()
    return next((a.regions for a in areas if a.name == name), ())


def holds_at(mark: str | None, place: Region, areas: tuple[Area, ...] = AREAS) -> bool:
    """Whether *mark* counts at an institution in *place*.

    >>> holds_at("北京市西城区HR", "110102"), holds_at("北京市西城区HR", "110105")
    (True, False)
    """
    return any(covers(area, place) for area in scope_of(mark, areas))


def region_of(org: str) -> Region | None:
    """Return the region that an institution's code says, if it says one.

    A unified social credit code (统一社会信用代码, GB 32100) has it in its third to
    eighth place: where the institution is registered.
    """
    found = re.fullmatch("[0-9A-Y]{2}([0-9]{6})[0-9A-Z]{10}", org)
    return found[1] if found and is_known(found[1]) else None
