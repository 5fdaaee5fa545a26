"""A platform's messages from a YAML file (extra ``knowledge``)."""

from pathlib import Path

from ehealthcard.adapters.strict_yaml import UnreadableYamlError, parse
from ehealthcard.errors import HipDeclarationError, InvalidInputError, Phrase

from .declared import DeclaredPlatform


def load(path: Path) -> DeclaredPlatform:
    """Return what a file declares.

    Raises:
        HipDeclarationError: It cannot be read, or contradicts itself.

    """
    try:
        return DeclaredPlatform.from_data(parse(path.read_bytes()))
    except OSError:
        raise HipDeclarationError(
            where=Phrase("cannot be read", "无法读取").at(path.name)
        ) from None
    except UnreadableYamlError as error:
        raise HipDeclarationError(where=error.said.at(path.name)) from None
    except InvalidInputError as error:
        where = Phrase.of(error.facts["fields"]).at(path.name)
        raise HipDeclarationError(where=where) from None
