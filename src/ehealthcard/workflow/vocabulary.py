"""The words a workflow is written in."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast, get_args

import attrs

from ehealthcard.errors import DefinitionError
from ehealthcard.errors.workflow import ROLE_REQUIRED
from ehealthcard.identity import SubjectId
from ehealthcard.models import Model

from .actors import Actor

if TYPE_CHECKING:
    # Type checkers may leave out what a rule does not need: ``Context``.
    from typing_extensions import TypeVar as Defaulted

    F_co = Defaulted("F_co", default=None, covariant=True)
    P_co = Defaulted("P_co", default=None, covariant=True)
else:
    F_co = TypeVar("F_co", covariant=True)
    P_co = TypeVar("P_co", covariant=True)

T = TypeVar("T", bound="State")


class State(Model):
    """What is true of a case at one point; a fact, named with a participle."""

    def to(self, target: type[T], **more: Any) -> T:  # noqa: ANN401  # any field
        """Return *target* made of the fields both have, and *more*.

        Raises:
            InvalidInputError: A field of *target* is missing or of another form.

        """
        shared = type(self).model_fields.keys() & target.model_fields.keys()
        return target(**{name: getattr(self, name) for name in shared} | more)

    def shown_to(self, actor: Actor) -> Self:
        """Return what a list shows *actor* of this: all of it, unless overridden.

        Lists are not recorded one by one. What has to be opened on the record, such as
        a report, leaves its contents out here.
        """
        del actor
        return self

    def without_sensitive(self) -> Self:
        """Return what this shows to whom the holder lets look, if not at everything.

        All of it, unless overridden: what is especially sensitive in a case that is not
        so itself (特别敏感信息) needs a grant that says so (PIPL art. 29).
        """
        return self

    def handed_over(self) -> Self:
        """Return what the holder gets of this with a copy of everything (PIPL art. 45).

        All of it, unless overridden: some things are told in person first.
        """
        return self

    def institutions(self) -> tuple[str, ...]:
        """Return the institutions whose work the case is (经办机构); none if nobody's.

        A state that keeps them elsewhere than in a field ``org`` overrides this.
        """
        org = getattr(self, "org", None)
        return (org,) if isinstance(org, str) else ()


class Command(Model):
    """What someone asks for; named with an imperative."""


class Notice(Command):
    """What has happened: time passed, a port answered, another case moved.

    No person can send one, and no rule that handles one may need facts.
    """


class Facts(Model):
    """What a rule must know from outside the case; the desk gathers it first."""


class Signal(Model):
    """What one case lets others know; found by the one link it carries."""

    external: ClassVar[bool] = False
    """Whether it comes from outside and no service here needs to emit it."""

    anew: ClassVar[bool] = False
    """Whether each one opens a case, also where the holder has one already."""

    whole: ClassVar[bool] = False
    """Whether it is about a person: what hangs on a card that was merged into his hears
    of it as well."""

    @property
    def opens_for(self) -> str | None:
        """Whose case it opens where it is found by something else than a card."""
        return None


@attrs.frozen
class Link:
    """Marks a field that relates cases: ``Annotated[str, Link("admission")]``."""

    kind: str


@attrs.frozen(slots=False)
class Context(Generic[F_co, P_co]):
    """Everything a rule may know beyond the case and the command.

    ``Context[Facts, Policy]`` in a signature orders what the desk must bring; write
    ``None`` for what a rule does not need, or plain ``Context`` for neither.
    """

    now: datetime
    actor: Actor
    facts: F_co
    policy: P_co
    subject: SubjectId

    def require(self, *roles: str) -> None:
        """Refuse unless the actor holds one of *roles*.

        Raises:
            RuleViolationError: It holds none.

        """
        if self.actor.roles.isdisjoint(roles):
            raise ROLE_REQUIRED.broken(role=" / ".join(roles))


def links(model: Model) -> frozenset[tuple[str, str]]:
    """Return the ``(kind, value)`` links that *model* carries."""
    fields = link_fields(type(model))
    if not fields:
        return _UNLINKED
    return frozenset(
        (mark.kind, value)
        for name, mark in fields.items()
        for value in _values(getattr(model, name))
    )


def _values(value: object) -> tuple[str, ...]:
    """Return what a field is linked to: its text, or each of several."""
    if isinstance(value, tuple):
        return cast("tuple[str, ...]", value)
    return (value,) if isinstance(value, str) else ()


def link_fields(cls: type[Model]) -> dict[str, Link]:
    """Return the fields of *cls* that are links.

    Raises:
        DefinitionError: A mark stands inside a union, where it would not be seen.

    """
    if (known := _LINKS.get(cls)) is None:
        for name, field in cls.model_fields.items():
            if _has_link(field.annotation):
                raise DefinitionError(
                    f"{cls.__name__}.{name}: put Link around the whole type."
                )
        known = _LINKS[cls] = {
            name: mark
            for name, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Link)
        }
    return known


def _has_link(hint: object) -> bool:
    return isinstance(hint, Link) or any(map(_has_link, get_args(hint)))


_UNLINKED = frozenset[tuple[str, str]]()
_LINKS: dict[type[Model], dict[str, Link]] = {}
