"""Python's point arithmetic, in both integer types."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ehealthcard.crypto.sm2.affine import add_pairs, total
from ehealthcard.crypto.sm2.comb import Comb, multiply, recode
from ehealthcard.crypto.sm2.curve import G, N, P, Point, is_on_curve
from ehealthcard.crypto.sm2.jacobian import (
    INFINITY,
    Jacobian,
    add,
    double,
    to_affine,
)
from ehealthcard.crypto.sm2.tables import Integer, Multiplier, TableCache

MINUS_G = (G[0], P - G[1])
EDGES = [1, 2, 3, 255, 256, 257, N // 2, N // 2 + 1, N - 2, N - 1]
QUICK = settings(max_examples=25, deadline=None)


@pytest.fixture(params=["int", "gmpy2"], scope="module")
def integer(request: pytest.FixtureRequest) -> Integer:
    if request.param == "int":
        return int
    return pytest.importorskip("gmpy2").mpz  # type: ignore[no-any-return]  # untyped


@pytest.fixture(scope="module")
def prime(integer: Integer) -> int:
    return integer(P)


@pytest.fixture(scope="module")
def base(integer: Integer) -> Point:
    return integer(G[0]), integer(G[1])


@pytest.fixture(scope="module")
def table(base: Point, prime: int) -> Comb:
    return Comb(base, prime)


def affine(point: Jacobian, prime: int) -> Point | None:
    return to_affine([point], prime)[0] if point[2] else None


def slowly(scalar: int) -> Point | None:
    """Multiply the base point bit by bit."""
    result = INFINITY
    for bit in f"{scalar % N:b}":
        result = double(result, P)
        if bit == "1":
            result = add(result, G, P)
    return affine(result, P)


def test_adding_a_point_to_itself_doubles_it(base: Point, prime: int) -> None:
    doubled = double((*base, 1), prime)
    assert affine(doubled, prime) == affine(add((*base, 1), base, prime), prime)


def test_a_point_and_its_opposite_add_to_infinity(base: Point, prime: int) -> None:
    assert not add((*base, 1), MINUS_G, prime)[2]


def test_infinity_changes_nothing_and_doubles_to_itself(
    base: Point, prime: int
) -> None:
    assert base == affine(add(INFINITY, base, prime), prime)
    assert not double(INFINITY, prime)[2]


@pytest.mark.parametrize("scalar", EDGES)
def test_products_at_the_edges_are_right(
    table: Comb, base: Point, prime: int, scalar: int
) -> None:
    expected = slowly(scalar)
    assert expected == affine(total(table.summands(scalar), prime), prime)
    assert expected == affine(multiply(base, scalar, prime), prime)


@QUICK
@given(scalar=st.integers(1, N - 1))
def test_products_with_and_without_a_table_are_right(
    table: Comb, base: Point, prime: int, scalar: int
) -> None:
    expected = slowly(scalar)
    assert expected is not None
    assert is_on_curve(expected)
    assert expected == affine(total(table.summands(scalar), prime), prime)
    assert expected == affine(multiply(base, scalar, prime), prime)


@pytest.mark.parametrize("scalar", [0, N])
def test_the_product_with_zero_or_the_order_is_infinity(
    table: Comb, base: Point, prime: int, scalar: int
) -> None:
    assert not total(table.summands(scalar), prime)[2]
    assert not multiply(base, scalar, prime)[2]


@settings(deadline=None)
@given(st.integers(0, N - 1))
def test_a_recoded_scalar_has_signed_odd_digits(scalar: int) -> None:
    digits = [2 * byte - 255 for byte in recode(scalar).to_bytes(32, "little")]
    value = sum(digit * 256**place for place, digit in enumerate(digits))
    assert scalar == value % N


def test_partners_with_the_same_x_are_not_added(base: Point, prime: int) -> None:
    for partner in (base, MINUS_G):
        with pytest.raises(ZeroDivisionError):
            add_pairs([base], [partner], prime)


@pytest.mark.parametrize(
    ("points", "scalar"),
    [
        ([G] * 40, 40),
        ([G, MINUS_G] * 20, 0),
        ([G] * 20 + [MINUS_G] * 20, 0),
        ([MINUS_G] * 17, N - 17),
        ([], 0),
        ([G], 1),
    ],
)
def test_sums_are_right_even_of_equal_and_opposite_points(
    points: list[Point], scalar: int, prime: int
) -> None:
    assert slowly(scalar) == affine(total(points, prime), prime)


@pytest.mark.parametrize("patience", [0, 1000])
@pytest.mark.parametrize(("left", "right"), [(5, 7), (5, 5), (5, N - 5), (0, 3)])
def test_sums_of_products_of_one_point_are_right(
    integer: Integer, patience: int, left: int, right: int
) -> None:
    prime = integer(P)
    cache = TableCache(lambda point: Comb(point, prime), patience=patience)
    curve = Multiplier(integer, cache)
    got = curve.total((left, curve.base), (right, curve.base))
    assert slowly(left + right) == affine(got, prime)


def test_a_point_earns_its_table_by_use() -> None:
    cache = TableCache(lambda point: Comb(point, P), patience=2)
    assert [None, None] == [cache.get(G), cache.get(G)]
    table = cache.get(G)
    assert table is not None
    assert table is cache.get(G)


def test_a_flood_of_keys_seen_once_pushes_out_no_table() -> None:
    table = Comb(G, P)
    cache = TableCache(lambda _: table, patience=1, tables=2, watched=8)
    cache.get(G)
    assert cache.get(G) is table
    for x in range(100):
        assert cache.get((x, 1)) is None
    assert 1 == len(cache)
    assert cache.get(G) is table


def test_the_table_used_least_recently_leaves_first() -> None:
    table = Comb(G, P)
    cache = TableCache(lambda _: table, patience=1, tables=2)
    first, second, third = (1, 1), (2, 2), (3, 3)
    for point in (first, first, second, second, first, third, third):
        cache.get(point)
    assert 2 == len(cache)
    assert cache.get(first) is table
    assert cache.get(third) is table
    assert cache.get(second) is None
