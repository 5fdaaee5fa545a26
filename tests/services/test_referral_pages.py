"""The papers of a referral, as they are printed."""

from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.rules.documents import DocumentContent
from ehealthcard.services.referral import referral_page, return_page

from .referrals import BACK_ISSUED, ISSUED, RETURN


def said(page: DocumentContent) -> dict[str, str]:
    return {row[0]: row[1] for table in page.tables for row in table.rows}


def test_the_form_says_who_goes_where_and_why() -> None:
    page = referral_page(ISSUED.form)
    found = said(page)

    assert "双向转诊单" == page.title
    assert f"转诊单号：{ISSUED.number}" in page.lines
    assert "＿＿＿＿＿＿" == found["姓名"]
    assert ("女性", "60") == (found["性别"], found["年龄"])
    assert ("单位", "一院") in page.tables[1].rows
    assert ("科室", "03.03") in page.tables[1].rows
    assert "3.1" == found["K"]
    assert "是" == found["医保转诊备案"]
    assert "主要既往史" not in found
    assert ISSUED.form.doctor == found["医生签字"]


def test_the_way_back_says_what_goes_on_at_home() -> None:
    page = return_page(BACK_ISSUED.back, BACK_ISSUED.number)
    found = said(page)

    assert "双向转诊回转单" == page.title
    assert RETURN.rehabilitation == found["康复建议"]
    assert RETURN.plan == found["下一步治疗方案"]
    assert "、" in found["下转指征"]


def test_pages_are_printed_and_show_nothing_in_a_repr() -> None:
    page = referral_page(ISSUED.form)
    made = PdfDocuments().make(page, watermark="一院")

    assert made.data.startswith(b"%PDF-")
    assert 1 == made.pages
    assert ISSUED.form.impression not in repr(page)
