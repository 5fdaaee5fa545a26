"""A platform's messages from a YAML file (extra ``knowledge``)."""

from pathlib import Path

from ehealthcard.adapters import strict_yaml
from ehealthcard.errors import HipDeclarationError

from .declared import DeclaredPlatform


def load(path: Path) -> DeclaredPlatform:
    """Return what a file declares.

    Raises:
        HipDeclarationError: It cannot be read, or contradicts itself.

    """
    return strict_yaml.load(path, DeclaredPlatform, HipDeclarationError)
