"""Feeding every parser with hostile input: ``python -m tests.fuzz``."""
