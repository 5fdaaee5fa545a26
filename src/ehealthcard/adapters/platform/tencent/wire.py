"""The base of all that the open platform sends and is sent (报文基类)."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from ehealthcard.adapters.strict_json import as_object
from ehealthcard.models import Model

MISSPELT = {"healthCardld": "healthCardId", "appld": "appId", "openld": "openId"}
"""Names that the platform has sent with a small L for a capital I."""

Filled = Annotated[str, Field(min_length=1, max_length=4096)]


class Sent(Model):
    """A request's ``req``; it is private altogether, so a repr shows nothing of it."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, loc_by_alias=False
    )

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        return iter(())

    def fields(self) -> dict[str, Any]:
        """Return what is sent; what was not given is not there."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Answer(Sent):
    """A response's ``rsp``; what the platform adds to it is ignored."""

    model_config = ConfigDict(extra="ignore", strict=False)

    @model_validator(mode="before")
    @classmethod
    def _spelt(cls, data: Any) -> Any:  # noqa: ANN401  # as pydantic has it
        """Read misspelt names, and leave out what is null."""
        given = as_object(data)
        if given is None:
            return data
        return {MISSPELT.get(k, k): v for k, v in given.items() if v is not None}
