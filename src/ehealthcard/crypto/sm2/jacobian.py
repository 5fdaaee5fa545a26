"""Points in Jacobian coordinates: (X, Y, Z) stands for (X/Z², Y/Z³).

The prime comes as an argument so that the same formulas run on ``int`` and on gmpy2's
``mpz``: whatever type the prime and the points have, the results have. Nothing here
is constant-time.
"""

from collections.abc import Sequence

from .curve import Point

Jacobian = tuple[int, int, int]

INFINITY: Jacobian = (1, 1, 0)


def double(point: Jacobian, p: int) -> Jacobian:
    """Return twice *point*; the formula uses that a is -3."""
    x, y, z = point
    zz = z * z % p
    slope = 3 * (x - zz) * (x + zz) % p
    yy = y * y % p
    s = 4 * x * yy % p
    x3 = (slope * slope - 2 * s) % p
    return x3, (slope * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def add(point: Jacobian, other: Point, p: int) -> Jacobian:
    """Return the sum, in every case: equal points, opposite points, infinity."""
    x1, y1, z1 = point
    x2, y2 = other
    if not z1:
        return x2, y2, 1
    zz = z1 * z1 % p
    h = (x2 * zz - x1) % p
    r = (y2 * (z1 * zz % p) - y1) % p
    if not h:
        return INFINITY if r else double((x2, y2, 1), p)
    hh = h * h % p
    hhh = h * hh % p
    v = x1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - y1 * hhh) % p, z1 * h % p


def to_affine(points: Sequence[Jacobian], p: int) -> list[Point]:
    """Convert finite points, all with one inversion (Montgomery's trick)."""
    before: list[int] = []
    product = 1
    for _, _, z in points:
        before.append(product)
        product = product * z % p
    inverse = pow(product, -1, p)
    affine: list[Point] = []
    for (x, y, z), others in zip(reversed(points), reversed(before), strict=True):
        one_over_z = inverse * others % p
        inverse = inverse * z % p
        zz = one_over_z * one_over_z % p
        affine.append((x * zz % p, y * (zz * one_over_z % p) % p))
    affine.reverse()
    return affine
