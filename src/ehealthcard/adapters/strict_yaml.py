"""YAML that says one thing (严格的 YAML): UTF-8, no key twice, days as text."""

from typing import Any

from ehealthcard.errors import Phrase
from ehealthcard.extras import needs

with needs("knowledge"):
    import yaml


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
