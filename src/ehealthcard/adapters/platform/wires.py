"""How a dialect's bodies travel (传输承载): where to, of what content type."""

from collections.abc import Callable, Mapping

import attrs


def one_path(path: str, method: str) -> str:
    """Return *path*: one takes every call."""
    del method
    return path


def path_and_method(path: str, method: str) -> str:
    """Return a path that ends with the call's name."""
    return path + method


@attrs.frozen
class Wire:
    """How bodies travel.

    Args:
        content_type: What they say they are.
        place: The path of a call, from the configured path and the call's name.
        headers: What is sent besides.

    """

    content_type: str
    place: Callable[[str, str], str]
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])


JSON = "application/json; charset=utf-8"
JSON_ONE_PATH = Wire(JSON, one_path)
JSON_BY_NAME = Wire(JSON, path_and_method)
FORM = Wire("application/x-www-form-urlencoded; charset=utf-8", one_path)
SOAP_11 = Wire("text/xml; charset=utf-8", one_path, {"SOAPAction": '""'})
