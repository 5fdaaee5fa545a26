"""The full day: ``python -m tests.risk``."""

import sys

from .day import day

score = day(200_000, seed=20260302)
sys.stdout.write("\n".join(score.lines()) + "\n")
sys.stdout.writelines(f"missed {a.kind} about {a.who}\n" for a in score.missed)
sys.stdout.writelines(f"in error {rule} about {who}\n" for rule, who in score.false)
is_good = 58 <= sum(score.recall.values()) and len(score.false) <= 20
sys.exit(0 if is_good else 1)
