"""Which points get a table, and multiplication that uses what there is.

A point met for the first time is multiplied without a table: at a gate most device
keys are seen once, and a table costs as much as a dozen such multiplications. A point
that keeps coming back (the base point, an issuer's key) earns one.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable

from .affine import total
from .comb import Comb, multiply
from .curve import G, P, Point
from .jacobian import Jacobian, to_affine

Integer = Callable[[int], int]
"""The integer type to compute with: ``int``, or gmpy2's ``mpz`` which acts as one."""


class TableCache:
    """The tables of the points used most recently.

    Args:
        build: Makes the table of a point.
        patience: How often a point is used before it gets a table.
        tables: How many tables are kept (1.2 MB each).
        watched: For how many further points uses are counted.

    A flood of keys seen once fills only the counters: it never pushes out a table.

    """

    def __init__(
        self,
        build: Callable[[Point], Comb],
        *,
        patience: int = 8,
        tables: int = 16,
        watched: int = 1024,
    ) -> None:
        self._build = build
        self._patience = patience
        self._most_tables = tables
        self._most_watched = watched
        self._tables: OrderedDict[Point, Comb] = OrderedDict()
        self._uses: OrderedDict[Point, int] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, point: Point) -> Comb | None:
        """Count a use of *point*; return its table if it has earned one."""
        with self._lock:
            if table := self._tables.get(point):
                self._tables.move_to_end(point)
                return table
            if not self._earned(point):
                return None
        # Outside the lock, so that others go on; at worst two threads build the same.
        table = self._build(point)
        with self._lock:
            self._uses.pop(point, None)
            self._tables[point] = table
            if len(self._tables) > self._most_tables:
                self._tables.popitem(last=False)
        return table

    def _earned(self, point: Point) -> bool:
        uses = self._uses.pop(point, 0) + 1
        self._uses[point] = uses
        if len(self._uses) > self._most_watched:
            self._uses.popitem(last=False)
        return uses > self._patience

    def __len__(self) -> int:
        return len(self._tables)


class Multiplier:
    """Multiplication of points, in one integer type."""

    def __init__(self, integer: Integer, cache: TableCache | None = None) -> None:
        self.prime = integer(P)
        self._integer = integer
        self.base = self.point(G)
        self._cache = cache or TableCache(lambda point: Comb(point, self.prime))

    def point(self, point: Point) -> Point:
        """Return *point* in this integer type."""
        return self._integer(point[0]), self._integer(point[1])

    def total(self, *terms: tuple[int, Point]) -> Jacobian:
        """Return the sum of the products of each scalar and its point."""
        summands: list[Point] = []
        for scalar, point in terms:
            if table := self._cache.get(point):
                summands += table.summands(scalar)
            else:
                product = multiply(point, scalar, self.prime)
                if product[2]:
                    summands += to_affine([product], self.prime)
        return total(summands, self.prime)

    def affine(self, scalar: int, point: Point) -> Point:
        """Return *scalar*, from 1 to the order less one, times *point*."""
        return to_affine([self.total((scalar, point))], self.prime)[0]

    def affine_once(self, scalar: int, point: Point) -> Point:
        """Do the same for a point that nobody will come back to: it is not counted."""
        return to_affine([multiply(point, scalar, self.prime)], self.prime)[0]
