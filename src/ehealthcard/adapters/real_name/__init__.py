"""A verifier of real names, asked over HTTP (extra ``http``)."""

from .http import HttpRealNameVerifier, TimeOuts

__all__ = ["HttpRealNameVerifier", "TimeOuts"]
