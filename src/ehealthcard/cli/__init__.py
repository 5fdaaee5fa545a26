"""The command line (extra ``cli``)."""

import sys
from typing import NoReturn

from ehealthcard.errors import EHealthCardError, FileUnusableError

__all__ = ["main"]

INTERRUPTED = 130
"""The status of a program that Ctrl-C has ended, as shells have it (128 + SIGINT)."""


def main() -> None:
    """Run the command line; an error ends it with its code and two sentences."""
    try:
        from .app import app  # noqa: PLC0415  # the extra may be missing

        app()
    except EHealthCardError as error:
        _end(error)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.filename is None:
            raise
        _end(FileUnusableError(path=str(error.filename), reason=str(error.strerror)))


def _end(error: EHealthCardError) -> NoReturn:
    sys.exit(f"{error.code}\n{error.english}\n{error.chinese}")
