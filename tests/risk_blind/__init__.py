"""A day of use-card records with planted attacks, written from the page alone.

What an attack is stands in docs/concepts/risk.md; nothing else was read to write this.
"""
