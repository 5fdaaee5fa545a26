"""The one base class for data that crosses a process boundary."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, Self, get_args

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
)
from pydantic_core import CoreSchema, ErrorDetails, core_schema

from ehealthcard.errors import (
    InvalidInputError,
    Phrase,
    StoredDataError,
    StoredDataTooNewError,
)

Fields = dict[str, Any]
Upcaster = Callable[[str, Fields], tuple[str, Fields]]
"""Makes what one version stored into what the next one would have stored (数据升级).

It is given the name of a state (or of what else was stored) and its fields as JSON has
them, and returns both as the next version has them. It is pure, and never changed once
it has been released: old records are read through it for ever.
"""

PRIVATE = Field(repr=False)
"""Marks a field that must not show in a repr: ``Annotated[str, PRIVATE]``."""

_LONGEST_PLACE = 3
"""Digits of a list's place; what is longer may be a key that the sender made up."""


class _Written:
    """Takes a day as ISO 8601 writes it; bare digits are not seconds since 1970."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        exact = handler(source)
        text = core_schema.str_schema(strict=True, pattern="^[0-9]{4}-[0-9]{2}-")
        read: Any = {**exact, "strict": False}
        written = core_schema.chain_schema([text, read])
        given = core_schema.chain_schema([core_schema.is_instance_schema(date), exact])
        either = core_schema.union_schema(
            [given, written],
            mode="left_to_right",
            custom_error_type="written",
            custom_error_message="Not as ISO 8601 writes it.",
        )
        return core_schema.json_or_python_schema(
            written, core_schema.lax_or_strict_schema(either, exact)
        )


if TYPE_CHECKING:
    Moment = datetime
    Day = date
else:
    Moment = Annotated[AwareDatetime, _Written()]
    """A point in time, with its time zone."""

    Day = Annotated[date, _Written()]
    """A day of the calendar."""

if TYPE_CHECKING:
    _Base = BaseModel
else:

    class _Meta(type(BaseModel)):
        """Turns pydantic's errors, which quote the input, into ours.

        Type checkers do not see it: to them a model is built by its fields.
        """

        def __call__(cls, *args: object, **kwargs: object) -> object:
            try:
                return super().__call__(*args, **kwargs)
            except ValidationError as error:
                raise _ours(cls, error) from None

    class _Base(BaseModel, metaclass=_Meta):
        """What type checkers see as ``BaseModel``."""

        def __setattr__(self, name: str, value: object) -> NoReturn:
            raise AttributeError(f"{name} of a {type(self).__name__} does not change.")

        def __delattr__(self, name: str) -> NoReturn:
            raise AttributeError(f"{name} of a {type(self).__name__} does not change.")


class Model(_Base):
    """Immutable, closed and strictly typed.

    Raises:
        InvalidInputError: A value is missing, surplus or of another form. The error
            names the fields and never their values.

    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        hide_input_in_errors=True,
        defer_build=True,  # a process that uses three services builds no fifty
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _DECLARED.update(cls.model_fields)

    def to_json(self) -> bytes:
        """Return the form in which this is stored and sent (UTF-8 JSON)."""
        return self.__pydantic_serializer__.to_json(self)

    @classmethod
    def from_json(cls, data: bytes | str) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            InvalidInputError: *data* does not have this form.

        """
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise _ours(cls, error) from None

    @classmethod
    def from_data(cls, data: object) -> Self:
        """Read JSON-like Python data, such as a decoded message.

        Raises:
            InvalidInputError: *data* does not have this form.

        """
        try:
            return cls.model_validate(data, strict=False)
        except ValidationError as error:
            raise _ours(cls, error) from None


def only_added(name: str, fields: Fields) -> tuple[str, Fields]:
    """Read what was stored before something optional was added: it is as it was.

    Software from before would not know what was added, so the version rises.
    """
    return name, fields


def upcast(
    name: str, data: bytes, version: int, upcasters: tuple[Upcaster, ...]
) -> tuple[str, bytes]:
    """Return what *version* stored as the newest version would have stored it.

    The first of *upcasters* leads from version 1 to 2, the last to the newest.

    Raises:
        StoredDataTooNewError: Newer software has stored it.
        StoredDataError: An upcaster cannot make anything of it.

    """
    newest = len(upcasters) + 1
    if version == newest:
        return name, data
    if version > newest:
        raise StoredDataTooNewError(found=version, known=newest)
    if version < 1:
        raise StoredDataError
    try:
        fields: Fields = json.loads(data)
        for step in upcasters[version - 1 :]:
            name, fields = step(name, fields)
        return name, json.dumps(fields, ensure_ascii=False).encode()
    except (LookupError, TypeError, ValueError, AttributeError):
        raise StoredDataError from None


def _ours(cls: type[BaseModel], error: ValidationError) -> InvalidInputError:
    found = {
        _place(cls, e) for e in error.errors(include_url=False, include_context=False)
    }
    places = sorted(found, key=str)
    en, zh = ", ".join(p.en for p in places), ", ".join(p.zh for p in places)
    fields = en if en == zh else Phrase(en, zh)
    return InvalidInputError(model=cls.__name__, fields=fields)


def _place(cls: type[BaseModel], error: ErrorDetails) -> Phrase:
    """Return the path of a field; what the sender made up is not quoted."""
    if error["type"] == "extra_forbidden":
        known = " / ".join(_fields_at(cls, error["loc"][:-1]))
        if not known:
            return Phrase("an unknown field", "未知字段")
        return Phrase(
            f"an unknown field (known: {known})", f"未知字段（可用：{known}）"
        )
    path = ".".join(map(_shown, error["loc"]))
    return Phrase.of(path) if path else Phrase("the whole", "整体")


def _fields_at(cls: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """Return the names that the models at a place inside *cls* declare."""
    models = {cls}
    for part in place:
        if named := {m for m in models if m.__name__ == part}:
            models = named  # one of a union
        elif inner := [
            m.model_fields[str(part)] for m in models if part in m.model_fields
        ]:
            models = {m for field in inner for m in _models_in(field.annotation)}
    return sorted({f.alias or n for m in models for n, f in m.model_fields.items()})


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _shown(part: int | str) -> str:
    if isinstance(part, int):
        return str(part) if len(str(part)) <= _LONGEST_PLACE else "?"
    return part if part in _DECLARED else "?"


_DECLARED: set[str] = set()
"""The names of all fields of all models."""
