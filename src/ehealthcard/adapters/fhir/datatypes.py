"""FHIR's data types, as far as the resources here hold them.

They are open to what a server adds: it is not read, and it is not lost either, since
a change is made to the JSON that came.
"""

from typing import Any, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from ehealthcard.errors import FhirAnswerError, InvalidInputError

Json = dict[str, Any]


class FhirType(BaseModel):
    """Base of data types and resources: frozen, camel case on the wire."""

    model_config = ConfigDict(
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    @classmethod
    def read(cls, raw: object, /) -> Self:
        """Return what a server sent.

        Raises:
            FhirAnswerError: It lacks what FHIR requires.

        """
        try:
            return cls.model_validate(raw)
        except ValidationError:
            raise FhirAnswerError(flaw=cls.__name__) from None

    def to_fhir(self) -> Json:
        """Return it as FHIR's JSON, without what is empty."""
        dumped = self.model_dump(mode="json", by_alias=True, exclude_none=True)
        return {name: value for name, value in dumped.items() if value != []}


class Coding(FhirType):
    """A code of a system (编码)."""

    system: str | None = None
    code: str | None = None
    display: str | None = None


class CodeableConcept(FhirType):
    """A concept, by codes or in words."""

    coding: tuple[Coding, ...] | None = None
    text: str | None = None

    @classmethod
    def of(cls, system: str, code: str, text: str | None = None) -> Self:
        """Return the concept of one code."""
        return cls(coding=(Coding(system=system, code=code),), text=text)

    def code_in(self, system: str) -> str | None:
        """Return its code of *system*, if it has one."""
        codes = (c.code for c in self.coding or () if c.system == system)
        return next(codes, None)


class Period(FhirType):
    """From when to when, as FHIR writes times."""

    start: str | None = None
    end: str | None = None


class Identifier(FhirType):
    """A number by which something is known (标识)."""

    use: str | None = None
    system: str | None = None
    value: str | None = Field(default=None, repr=False)
    period: Period | None = None


class Reference(FhirType):
    """Another resource: by its address, or by an identifier."""

    reference: str | None = None
    type: str | None = None
    identifier: Identifier | None = None
    display: str | None = Field(default=None, repr=False)


class Extension(FhirType):
    """What FHIR has no element for."""

    url: str
    value_boolean: bool | None = None
    value_code: str | None = None
    value_integer: int | None = None
    value_string: str | None = Field(default=None, repr=False)


class HumanName(FhirType):
    """A name (姓名)."""

    text: str | None = Field(default=None, repr=False)
    family: str | None = Field(default=None, repr=False)
    given: tuple[str, ...] | None = Field(default=None, repr=False)


class Quantity(FhirType):
    """A measured value."""

    value: float | None = Field(default=None, repr=False)
    unit: str | None = None


class Attachment(FhirType):
    """A document's bytes, or where they are."""

    content_type: str | None = None
    url: str | None = None
    data: str | None = Field(default=None, repr=False)
    title: str | None = Field(default=None, repr=False)


class Meta(FhirType):
    """What the server says of a resource."""

    version_id: str | None = None
    last_updated: str | None = None
    security: tuple[Coding, ...] | None = None
    """Labels of what must be guarded."""


def search_token(system: str, value: str) -> str:
    """Return ``system|value`` for a search, with FHIR's own signs escaped.

    Raises:
        InvalidInputError: There is no value: such a search would match everybody.

    """
    if not value.strip():
        raise InvalidInputError(model="Identifier", fields="value")
    return "|".join(_escaped(part) for part in (system, value))


def carries(raw: Json, system: str, value: str) -> bool:
    """Whether a resource has a number among its identifiers, one or several."""
    told = raw.get("identifier") or ()
    listed = cast("list[Json]", [told] if isinstance(told, dict) else told)
    return any((x.get("system"), x.get("value")) == (system, value) for x in listed)


def _escaped(text: str) -> str:
    for sign in ("\\", "|", ",", "$"):
        text = text.replace(sign, f"\\{sign}")
    return text
