"""A day of scans with planted attacks, made from docs/concepts/risk.md alone."""
