"""Lets pytest show what a suite was told when it fails.

pytest looks into the asserts of test modules, and of others where it is asked to before
they are imported; without it a broken contract says ``AssertionError`` and no more.
"""

from pathlib import Path
from pkgutil import iter_modules

import pytest

_here = Path(__file__)
_suites = [m.name for m in iter_modules([str(_here.parent)]) if m.name != _here.stem]
pytest.register_assert_rewrite(*(f"{__package__}.{name}" for name in _suites))
