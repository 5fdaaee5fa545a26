"""Sums of many affine points.

Adding affine points pair by pair costs about half of adding them one by one to a
Jacobian sum, because all pairs share one inversion (Montgomery's trick).
"""

from collections.abc import Sequence
from contextlib import suppress

from .curve import Point
from .jacobian import INFINITY, Jacobian, add

_CHAIN = 12
"""Below this many points another shared inversion no longer pays."""


def add_pairs(lefts: Sequence[Point], rights: Sequence[Point], p: int) -> list[Point]:
    """Return the sum of each point and its partner.

    Raises:
        ZeroDivisionError: Two partners have the same X, so that the formula for
            different points does not hold.

    """
    before: list[int] = []
    product = 1
    for left, right in zip(lefts, rights, strict=True):
        before.append(product)
        product = product * (right[0] - left[0]) % p
    if not product:
        raise ZeroDivisionError
    inverse = pow(product, -1, p)
    sums: list[Point] = []
    for (x1, y1), (x2, y2), others in zip(
        reversed(lefts), reversed(rights), reversed(before), strict=True
    ):
        slope = (y2 - y1) * (inverse * others % p) % p
        inverse = inverse * (x2 - x1) % p
        x3 = (slope * slope - x1 - x2) % p
        sums.append((x3, (slope * (x1 - x3) - y1) % p))
    sums.reverse()
    return sums


def total(points: list[Point], p: int) -> Jacobian:
    """Return the sum of *points*, whatever they are, even infinity."""
    # Two equal or opposite partners are as likely as guessing a key, unless somebody
    # chose them; then the rest is added one by one.
    with suppress(ZeroDivisionError):
        while len(points) > _CHAIN:
            half = len(points) // 2
            summed = add_pairs(points[:half], points[half : 2 * half], p)
            points = summed + points[2 * half :]
    result = INFINITY
    for point in points:
        result = add(result, point, p)
    return result
