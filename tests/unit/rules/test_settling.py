"""Money, bills, splits, numbers of messages and lists of payments."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehealthcard.codesets import SHANGHAI
from ehealthcard.errors import InvalidInputError, RuleViolationError
from ehealthcard.rules import money_back
from ehealthcard.rules.bills import Bill, BillItem
from ehealthcard.rules.insured import Amounts, InsuranceSettlement, InsuredPerson
from ehealthcard.rules.message_ids import SEQUENCES, message_id, second_of
from ehealthcard.rules.money import NOTHING, rounded
from ehealthcard.rules.payment_records import (
    PaymentRecord,
    PaymentStanding,
    abandoned,
    find,
    first_charge,
    first_refund,
)
from ehealthcard.rules.splitting import Split, all_cash
from ehealthcard.rules.statements import StatementLine, Totals

D = Decimal
AT = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
ORG = "H33010000001"
FEN = st.integers(0, 10**9).map(lambda n: D(n) / 100)


@pytest.mark.parametrize(
    ("exact", "whole"),
    [("0.005", "0.01"), ("0.004", "0.00"), ("2.675", "2.68"), ("1.115", "1.12")],
)
def test_half_a_fen_is_rounded_up(exact: str, whole: str) -> None:
    assert D(whole) == rounded(D(exact))


@pytest.mark.parametrize(
    "amount", [D("0.001"), D("-0.01"), D("123456789012345.00"), 0.1, "1.00", None]
)
def test_money_has_sixteen_digits_two_of_them_fen_and_is_no_float(
    amount: object,
) -> None:
    with pytest.raises(InvalidInputError):
        all_cash(amount)  # type: ignore[arg-type]  # what hostile input would be


def test_the_largest_amount_is_taken_and_survives_storage() -> None:
    split = all_cash(D("99999999999999.99"))

    assert split == Split.from_json(split.to_json())


# Bills


def item(name: str = "i1", amount: str = "10.00", **more: Any) -> BillItem:
    return BillItem(id=name, amount=D(amount), **more)


def bill(*items: BillItem, **more: Any) -> Bill:
    known: dict[str, Any] = {
        "id": "B1",
        "org": ORG,
        "version": 1,
        "encounter": "V1",
        "items": items,
    }
    return Bill(**known | more)


def test_an_amount_is_quantity_times_price_rounded_half_up() -> None:
    assert item(amount="0.34", quantity=D(3), price=D("0.1117")).amount == D("0.34")
    with pytest.raises(InvalidInputError):
        item(amount="0.33", quantity=D(3), price=D("0.1117"))


def test_a_bill_has_items_and_each_once() -> None:
    for items in ((), (item(), item())):
        with pytest.raises(InvalidInputError):
            bill(*items)


def test_the_digest_changes_with_every_fen_and_not_with_the_version() -> None:
    one = bill(item(), item("i2"))

    assert one.digest == bill(item(), item("i2"), version=2).digest
    assert one.digest != bill(item(), item("i2", "10.01")).digest
    assert one.digest != bill(item("i2"), item()).digest


def test_what_is_left_is_the_next_version_and_free_items_are_nothing() -> None:
    one = bill(item(), item("i2", "0.00"), item("i3", "5.00"))
    rest = one.without(("i3",))

    assert rest is not None
    assert (2, D("10.00")) == (rest.version, rest.total)
    assert one.without(("i1", "i3")) is None


@pytest.mark.parametrize(
    ("org", "institution", "shown"),
    [
        ("H1", None, "0000000000H1"),
        ("1234567890ABCDEFGHIJKL", None, "ABCDEFGHIJKL"),
        ("H1", ORG, ORG),
    ],
)
def test_an_institution_has_twelve_characters_in_message_numbers(
    org: str, institution: str | None, shown: str
) -> None:
    assert shown == bill(item(), org=org, institution=institution).medins


def test_what_an_item_is_does_not_show_in_a_repr() -> None:
    made = BillItem(id="i1", name="阿司匹林", code="X01", amount=D("1.00"))

    assert "阿司匹林" not in repr(made)
    assert "X01" not in repr(made)


# Splits


def amounts(**more: Any) -> Amounts:
    known: dict[str, Any] = {
        "medfee_sumamt": D("200.00"),
        "fund_pay_sumamt": D("120.00"),
        "psn_part_amt": D("80.00"),
        "acct_pay": D("30.00"),
        "psn_cash_pay": D("50.00"),
        "hosp_part_amt": NOTHING,
    }
    return Amounts(**known | more)


def test_st1_the_parts_make_up_the_whole() -> None:
    split = amounts().require_balanced(D("200.00"))

    assert D("80.00") == split.person


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"psn_cash_pay": D("49.99")}, "psn_part_amt"),
        ({"psn_cash_pay": D("49.99"), "psn_part_amt": D("79.99")}, "hospital"),
        ({"hosp_part_amt": D("0.01")}, "hospital"),
        ({"medfee_sumamt": D("200.01")}, "total"),
        ({"hifp_pay": D("119.99")}, "fund_pay_sumamt"),
        ({"hifp_pay": D("119.99"), "oth_pay": D("0.02")}, "fund_pay_sumamt"),
        ({"inscp_scp_amt": D("199.99")}, "medfee_sumamt"),
    ],
)
def test_st2_every_identity_is_checked_to_the_fen(
    more: dict[str, Any], name: str
) -> None:
    with pytest.raises(RuleViolationError) as caught:
        amounts(**more).require_balanced(D("200.00"))
    assert "SPLIT_MISMATCH" == caught.value.code
    assert name in str(caught.value)


def test_all_the_parts_of_the_whole_and_of_the_fund_add_up() -> None:
    full = amounts(
        fulamt_ownpay_amt=D("10.00"),
        overlmt_selfpay=D("5.00"),
        preselfpay_amt=D("5.00"),
        inscp_scp_amt=D("180.00"),
        hifp_pay=D("100.00"),
        cvlserv_pay=D("1.00"),
        hifes_pay=D("2.00"),
        hifmi_pay=D("3.00"),
        hifob_pay=D("4.00"),
        maf_pay=D("5.00"),
        oth_pay=D("5.00"),
        pool_prop_selfpay=D("0.1234"),
    )

    assert full.imbalance(D("200.00")) is None


@given(FEN, FEN, FEN, FEN)
def test_any_parts_are_balanced_against_their_sum_and_nothing_else(
    fund: Decimal, hospital: Decimal, account: Decimal, cash: Decimal
) -> None:
    whole = fund + hospital + account + cash
    split = Split(total=whole, fund=fund, hospital=hospital, account=account, cash=cash)

    assert split.imbalance(whole) is None
    assert "total" == split.imbalance(whole + D("0.01"))


SETTLED: dict[str, Any] = {
    **dict(amounts()),
    "mdtrt_id": "V1",
    "setl_id": "S1",
    "psn_no": "p1",
    "insutype": "310",
    "setl_time": AT,
    "mdtrt_cert_type": "01",
}


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("mdtrt_id", 30),
        ("setl_id", 30),
        ("psn_no", 30),
        ("insutype", 6),
        ("psn_type", 6),
        ("cvlserv_flag", 3),
        ("med_type", 6),
        ("medins_setl_id", 30),
        ("clr_optins", 6),
        ("clr_way", 6),
        ("clr_type", 6),
    ],
)
def test_2207_fields_have_the_interfaces_lengths(name: str, longest: int) -> None:
    full = InsuranceSettlement.from_data({**SETTLED, name: "x" * longest})

    assert longest == len(getattr(full, name))
    with pytest.raises(InvalidInputError):
        InsuranceSettlement.from_data({**SETTLED, name: "x" * (longest + 1)})


def test_2207_proportions_have_four_digits_and_codes_are_known() -> None:
    for more in ({"pool_prop_selfpay": "0.12345"}, {"mdtrt_cert_type": "04"}):
        with pytest.raises(InvalidInputError):
            InsuranceSettlement.from_data({**SETTLED, **more})


def test_2207_persons_have_the_interfaces_lengths_and_do_not_show() -> None:
    known = {"psn_name": "某" * 50, "psn_cert_type": "01", "certno": "0", "gend": "1"}
    person = InsuredPerson.from_data({**known, "age": "39.5"})

    assert "某" not in repr(person)
    for more in ({"psn_name": "某" * 51}, {"naty": "0001"}, {"age": "1000.5"}):
        with pytest.raises(InvalidInputError):
            InsuredPerson.from_data({**known, **more})


# Numbers of messages


def test_a_message_number_is_institution_time_in_china_and_sequence() -> None:
    utc = datetime(2026, 3, 1, 16, 0, 59, tzinfo=UTC)
    made = message_id(ORG, utc)

    assert f"{ORG}202603020000590000" == made
    assert 30 == len(made)
    assert made[:26] == second_of(ORG, utc)


def test_numbers_of_one_second_differ_until_they_are_spent() -> None:
    first = message_id(ORG, AT)
    second = message_id(ORG, AT, {first})
    taken = {f"{second_of(ORG, AT)}{n:04d}" for n in range(SEQUENCES)}

    assert second.endswith("0001")
    last = max(taken)
    assert last == message_id(ORG, AT, taken - {last})
    with pytest.raises(RuleViolationError) as caught:
        message_id(ORG, AT, taken)
    assert "MESSAGE_IDS_SPENT" == caught.value.code


@pytest.mark.parametrize("institution", ["H1", "H330100000012", "H3301000000-"])
def test_an_institution_of_another_form_gets_no_number(institution: str) -> None:
    with pytest.raises(ValueError, match=institution):
        message_id(institution, AT)


# Lists of payments

CHARGE = PaymentRecord(
    key="c1",
    org=ORG,
    voucher="B1",
    card="s",
    amount=D("50.00"),
    source="0402",
    asked_at=AT,
)
ASKED = (CHARGE,)
PAID = money_back.came(ASKED, "c1", AT, "r1")


def test_unwanted_money_goes_back_once_and_whole() -> None:
    given_up = abandoned(ASKED)
    assert PaymentStanding.CLOSING is given_up[0].standing
    once = money_back.came_unwanted(given_up, "c1", AT)

    assert once == money_back.came_unwanted(once, "c1", AT)
    back = first_refund(once)
    assert back is not None
    assert ("c1", D("50.00"), True) == (back.original, back.amount, back.is_refund)
    done = money_back.went_back(once, back.key, AT, "r2")
    assert done == money_back.went_back(done, back.key, AT, "r2")
    assert D("50.00") == done[0].returned
    assert first_refund(done) is None


def test_money_that_contradicts_a_failure_goes_back() -> None:
    closed = money_back.failed(abandoned(ASKED), "c1", "CLOSED")
    assert not closed[0].is_open

    assert 2 == len(money_back.came_unwanted(closed, "c1", AT))


def test_what_was_paid_does_not_fail_any_more() -> None:
    assert PAID == money_back.failed(PAID, "c1", "DECLINED")
    assert PAID == money_back.came_unwanted(PAID, "c1", AT)
    assert PAID == abandoned(PAID)


def test_answers_about_nothing_known_change_nothing() -> None:
    for after in (
        money_back.came_unwanted(PAID, "x", AT),
        money_back.failed(PAID, "x", "NO"),
        money_back.went_back(PAID, "x", AT),
        money_back.went_back(PAID, "c1", AT),
        money_back.stuck(PAID, "x", "NO"),
        money_back.give_back(PAID, "x", D("1.00"), AT, "b"),
        money_back.give_back(PAID, "c1", NOTHING, AT, "b"),
    ):
        assert PAID == after


def test_a_refund_that_is_stuck_stays_so_and_is_told_once() -> None:
    asked = money_back.give_back(PAID, "c1", D("20.00"), AT, "b1")
    stuck = money_back.stuck(asked, "b1", "NO")

    assert stuck == money_back.stuck(stuck, "b1", "OTHER")
    assert stuck == money_back.went_back(stuck, "b1", AT)
    refund = find(stuck, "b1")
    assert refund is not None
    assert (PaymentStanding.STUCK, "NO") == (refund.standing, refund.code)


def test_what_is_kept_is_what_came_less_what_went_back() -> None:
    part = money_back.give_back(PAID, "c1", D("20.00"), AT, "b1")
    back = money_back.went_back(part, "b1", AT)

    kept = money_back.kept(back)

    assert kept is not None
    assert D("30.00") == kept[1]
    assert money_back.kept(ASKED) is None
    assert first_charge(PAID, PaymentStanding.CLOSING) is None


# The books


def test_totals_are_the_sum_of_the_splits() -> None:
    one, two = amounts().split, all_cash(D("10.00"))
    totals = Totals.of([one, two])

    assert (D("210.00"), D("120.00"), D("30.00"), 2) == (
        totals.medfee_sumamt,
        totals.fund_pay_sumamt,
        totals.acct_pay,
        totals.fixmedins_setl_cnt,
    )
    assert Totals() == Totals.of([])


def test_a_line_agrees_with_its_split_to_the_fen() -> None:
    line = StatementLine(
        setl_id="S1",
        medfee_sumamt=D("200.00"),
        fund_pay_sumamt=D("120.00"),
        acct_pay=D("30.00"),
    )

    assert line.agrees_with(amounts().split)
    for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay"):
        wrong = line.model_copy(update={name: D("0.01")})
        assert not wrong.agrees_with(amounts().split)
