"""A mapping from a YAML file (extra ``knowledge``)."""

from pathlib import Path

from ehealthcard.adapters import strict_yaml
from ehealthcard.errors import ViewMappingError

from .mapping import ViewMapping


def load(path: Path) -> ViewMapping:
    """Return the mapping in a file.

    Raises:
        ViewMappingError: It cannot be read, or contradicts itself.

    """
    return strict_yaml.load(path, ViewMapping, ViewMappingError)
