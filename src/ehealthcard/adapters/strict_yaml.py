"""YAML that says one thing (严格的 YAML): UTF-8, no key twice, days as text."""

from pathlib import Path
from typing import Any, TypeVar

from ehealthcard.errors import EHealthCardError, InvalidInputError, Phrase
from ehealthcard.extras import needs
from ehealthcard.models import Model

with needs("knowledge"):
    import yaml


M = TypeVar("M", bound=Model)


class UnreadableYamlError(ValueError):
    """It is no such YAML; the message says why, and where it can be known.

    Args:
        said: The message.

    """

    def __init__(self, said: Phrase) -> None:
        super().__init__(said)
        self.said = said


def parse(data: bytes) -> object:
    """Return what a file says; its line ends count as one.

    Raises:
        UnreadableYamlError: It is no such YAML.

    """
    try:
        text = data.replace(b"\r\n", b"\n").decode("utf-8")
        return yaml.load(text, Loader=_Once)  # noqa: S506  # a SafeLoader
    except UnicodeDecodeError:
        raise UnreadableYamlError(Phrase("not UTF-8", "不是 UTF-8")) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise UnreadableYamlError(
            Phrase(f"line {line}: {error.problem}", f"第 {line} 行的 YAML 有误")
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise UnreadableYamlError(Phrase("no YAML", "不是 YAML")) from None


def load(path: Path, model: type[M], wrong: type[EHealthCardError]) -> M:
    """Return what a file declares; *wrong* says ``where`` it does not.

    Raises:
        EHealthCardError: As *wrong*: it cannot be read, or contradicts itself.

    """
    try:
        return model.from_data(parse(path.read_bytes()))
    except OSError:
        where = Phrase("cannot be read", "无法读取")
    except UnreadableYamlError as error:
        where = error.said
    except InvalidInputError as error:
        where = Phrase.of(error.facts["fields"])
    raise wrong(where=where.at(path.name))


class _Once(yaml.SafeLoader):
    """``yaml.SafeLoader``, but a key that stands twice is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401, FBT001, FBT002  # as PyYAML has it
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key} stands there twice",
                    problem_mark=key_node.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


_Once.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if "timestamp" not in tag]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
