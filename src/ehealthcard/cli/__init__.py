"""The command line (extra ``cli``)."""

import sys

from ehealthcard.errors import EHealthCardError

__all__ = ["main"]


def main() -> None:
    """Run the command line; our own errors end it with two sentences."""
    try:
        from .app import app  # noqa: PLC0415  # the extra may be missing
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is missing: pip install 'ehealthcard[cli]'")
    try:
        app()
    except EHealthCardError as error:
        sys.exit(f"{error.code}\n{error.english}\n{error.chinese}")
