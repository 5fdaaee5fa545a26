"""A mapping from a YAML file (extra ``knowledge``)."""

from pathlib import Path

from ehealthcard.adapters.strict_yaml import UnreadableYamlError, parse
from ehealthcard.errors import InvalidInputError, Phrase, ViewMappingError

from .mapping import ViewMapping


def load(path: Path) -> ViewMapping:
    """Return the mapping in a file.

    Raises:
        ViewMappingError: It cannot be read, or contradicts itself.

    """
    try:
        return ViewMapping.from_data(parse(path.read_bytes()))
    except OSError:
        raise ViewMappingError(
            where=Phrase("cannot be read", "无法读取").at(path.name)
        ) from None
    except UnreadableYamlError as error:
        raise ViewMappingError(where=error.said.at(path.name)) from None
    except InvalidInputError as error:
        where = Phrase.of(error.facts["fields"]).at(path.name)
        raise ViewMappingError(where=where) from None
