"""Where gates bring what they decided offline, over HTTP (extra ``asgi``)."""

from .app import DECISIONS, gates_app

__all__ = ["DECISIONS", "gates_app"]
