"""What a certificate says to others: the electronic licence and a printable page."""

from ehealthcard.rules.birth.licence import Licence
from ehealthcard.rules.calendar import day_of
from ehealthcard.rules.documents import DocumentContent, DocumentTable, Row

from .states import (
    Delivered,
    Held,
    InTransit,
    Issued,
    Posting,
    Registered,
    Returned,
)

GOOD = (Issued, Posting, InTransit, Returned, Delivered, Registered)
"""States in which a certificate holds and nobody asks for another one."""


def licence_of(state: object) -> Licence | None:
    """Return the electronic licence; ``None`` unless there is one that holds now."""
    if not isinstance(state, GOOD) or state.licence is None or state.name is None:
        return None
    return Licence(
        identifier=state.licence,
        number=state.number,
        edition=state.edition,
        issued_on=day_of(state.issued_at),
        org=state.org,
        org_name=state.org_name,
        place=state.place,
        name=state.name,
        newborn=state.newborn,
        mother=state.mother.name,
        father=state.father.name if state.father else None,
        replaces=state.past[-1].number if state.past else None,
    )


def void_licences(state: object) -> tuple[str, ...]:
    """Return the identifiers that were once this certificate's and hold no longer."""
    past = state.past if isinstance(state, Held) else ()
    return tuple(old.licence for old in past if old.licence is not None)


def page_of(licence: Licence) -> DocumentContent:
    """Return a page to print: what the licence says, and that it is no original."""
    child, born = licence.newborn, licence.newborn.born_at
    rows: tuple[Row, ...] = (
        ("新生儿姓名", licence.name),
        ("性别", child.sex.zh),
        ("出生时间", f"{day_of(born)} {born:%H:%M}"),
        ("出生孕周", f"{child.weeks}周"),
        ("出生体重", f"{child.weight}克"),
        ("出生身长", f"{child.length}厘米"),
        ("出生地点", licence.place.zh),
        ("母亲姓名", licence.mother),
        ("父亲姓名", licence.father or "—"),
        ("签发机构", licence.org_name),
        ("签发日期", str(licence.issued_on)),
        ("出生医学证明编号", licence.number),
        ("电子证照标识", licence.identifier),
    )
    table = DocumentTable(heading="证照信息", columns=("项目", "内容"), rows=rows)
    return DocumentContent(
        title="出生医学证明（电子证照打印件）",
        lines=("本页由电子证照打印，不能代替纸质原件；真伪以电子签名验证结果为准。",),
        tables=(table,),
    )
