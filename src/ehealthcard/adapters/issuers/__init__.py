"""Other card managers, asked over HTTP (extra ``http``)."""

from .http import HttpIssuerGateway, TimeOuts

__all__ = ["HttpIssuerGateway", "TimeOuts"]
