"""The issuing side of cross-domain authentication, over HTTP (extra ``asgi``)."""

from .app import issuer_app
from .openapi import interface

__all__ = ["interface", "issuer_app"]
