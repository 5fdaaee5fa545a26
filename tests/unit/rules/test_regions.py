"""Places by their code, and where marks of mutual recognition hold."""

import pytest

from ehealthcard.rules.recognition import holds_at, region_of, scope_of
from ehealthcard.rules.regions import covers, is_known


@pytest.mark.parametrize(
    ("area", "place", "inside"),
    [
        ("000000", "110105", True),
        ("110000", "110105", True),
        ("110100", "110105", True),
        ("110102", "110105", False),
        ("110102", "110102", True),
        ("110102", "110000", False),
        ("370000", "110105", False),
    ],
)
def test_an_area_covers_what_lies_in_it(area: str, place: str, *, inside: bool) -> None:
    assert inside is covers(area, place)


@pytest.mark.parametrize(
    ("region", "known"),
    [("000000", True), ("110102", True), ("990102", False), ("110002", False)],
)
def test_a_code_is_of_a_province_that_there_is(region: str, *, known: bool) -> None:
    assert known is is_known(region)


@pytest.mark.parametrize(
    ("mark", "place", "holds"),
    [
        ("全国HR", "650102", True),
        ("京津冀HR", "130102", True),
        ("京津冀HR", "370102", False),
        ("浙江省HR", "330106", True),
        ("北京市西城区HR", "110102", True),
        ("北京市西城区HR", "110105", False),
        ("330100HR", "330106", True),
        ("330100HR", "330206", False),
        ("999999HR", "330106", False),
        ("HR", "330106", False),
        ("某地HR", "330106", False),
        ("全国", "330106", False),
        (None, "330106", False),
    ],
)
def test_a_mark_holds_in_its_area_and_an_unknown_one_nowhere(
    mark: str | None, place: str, *, holds: bool
) -> None:
    assert holds is holds_at(mark, place)


def test_three_provinces_share_a_mark() -> None:
    assert ("110000", "120000", "130000") == scope_of("京津冀HR")


@pytest.mark.parametrize(
    ("org", "region"),
    [
        ("12110102MB0000000X", "110102"),
        ("12990102MB0000000X", None),
        ("H1", None),
    ],
)
def test_a_credit_code_says_where_an_institution_is(
    org: str, region: str | None
) -> None:
    assert region == region_of(org)
