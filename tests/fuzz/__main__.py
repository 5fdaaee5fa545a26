"""Feed every parser hostile input and fail loudly.

::

    python -m tests.fuzz --inputs 1000000 [--only NAME] [--seed N]

A parser may refuse an input by one of our own errors and must not raise anything else.
"""

import argparse
import sys
import time
from concurrent.futures.process import BrokenProcessPool

from .parsers import PARSERS
from .run import Outcome, Parser, processors, run

say = sys.stdout.write


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 if a parser stumbled."""
    options = _options(arguments)
    chosen = [p for name, p in PARSERS.items() if options.only in name]
    say(f"seed {options.seed}, {options.workers} processes\n")
    say(f"{'parser':34}{'inputs':>11}{'CPU s':>10}{'accepted':>11}\n")
    started, total = time.perf_counter(), Outcome()
    try:
        for parser, outcome in run(
            chosen, options.inputs, options.seed, options.workers
        ):
            if outcome.failure:
                return _stumbled(parser, outcome)
            say(_row(parser.name, outcome))
            sys.stdout.flush()
            total += outcome
    except BrokenProcessPool:
        say(f"\nA PARSER CRASHED OR HANGS, see above (seed {options.seed})\n")
        return 1
    say(_row(f"all {len(chosen)}", total))
    say(f"nothing unexpected in {time.perf_counter() - started:.0f} s\n")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="per parser")
    parser.add_argument("--only", default="", help="parsers with this in their name")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=processors())
    return parser.parse_args(arguments)


def _row(name: str, outcome: Outcome) -> str:
    return (
        f"{name:34}{outcome.inputs:>11,}{outcome.seconds:>10.1f}"
        f"{outcome.accepted:>11,}\n"
    )


def _stumbled(parser: Parser, outcome: Outcome) -> int:
    failure = outcome.failure
    if failure:
        say(f"\nPARSER {parser.name} STUMBLED at seed {failure.seed}\n")
        say(f"{failure.trace}\ninput: {failure.given}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
