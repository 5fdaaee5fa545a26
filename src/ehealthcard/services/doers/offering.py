"""What comes next in a case, as an entry would offer it (下一步界面).

A pure rule over a machine, a state, who acts and where. Nothing is decided here: a rule
of the service may still refuse what is offered.
"""

import re
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs

from ehealthcard.services.foundation.terminal import TerminalKind
from ehealthcard.workflow import Actor, Command, Notice, State
from ehealthcard.workflow.catalogue import AnyWorkflow

from . import Doers, doers_of

_CHINESE = re.compile(r"\s*\(([^(),;]*[\u4e00-\u9fff][^(),;]*)[),;]")


@attrs.frozen
class NeededField:
    """A field of a command.

    Args:
        name: As the command has it.
        required: Whether it must be given.
        form: What its annotation says, such as ``str`` or ``SlotRef``.

    """

    name: str
    required: bool
    form: str


@attrs.frozen
class NextStep:
    """A command that may come next.

    Args:
        command: Its class.
        zh: What a button would say.
        en: The same in English: the command's sentence.
        fields: What it needs.
        who: Who may: roles, ``holder`` or ``anyone``.
        kinds: At which kinds of terminal.

    """

    command: type[Command]
    zh: str
    en: str
    fields: tuple[NeededField, ...]
    who: frozenset[str]
    kinds: frozenset[TerminalKind]


@attrs.frozen
class ManualPath:
    """Where to go instead (人工通道).

    Args:
        steps: What is done there.
        by_staff: Whether staff do it; else the holder does, with staff's help.
        zh: What the screen would say.
        en: The same in English.

    """

    steps: tuple[NextStep, ...]
    by_staff: bool
    zh: str
    en: str


@attrs.frozen
class NextSteps:
    """What comes next in a case, for one actor at one kind of terminal.

    Args:
        here: What the actor may do here.
        elsewhere: What the actor may do, at other kinds of terminal.
        others: What others may do, machines among them.
        manual: The way by the window, where nothing can be done here.
        waits_for: What the case waits for besides: time, a port or another case, as the
            notices say it.
        is_final: Nothing leads on.

    """

    here: tuple[NextStep, ...]
    elsewhere: tuple[NextStep, ...]
    others: tuple[NextStep, ...]
    manual: ManualPath | None
    waits_for: tuple[str, ...]
    is_final: bool


def offer(
    workflow: AnyWorkflow, state: type[State] | None, actor: Actor, at: TerminalKind
) -> NextSteps:
    """Return what comes next in a state; ``None`` where no case is open yet."""
    arrows = (e for e in workflow.edges if e.source is state)
    kinds = tuple(dict.fromkeys(e.command for e in arrows))
    asked = [kind for kind in kinds if not issubclass(kind, Notice)]
    steps = [step_of(workflow.name, kind) for kind in asked]
    may = [s for s in steps if s.kinds and _may(s, actor)]
    here = tuple(s for s in may if at in s.kinds)
    others = tuple(s for s in steps if s not in may)
    return NextSteps(
        here=here,
        elsewhere=tuple(s for s in may if at not in s.kinds),
        others=others,
        manual=None if here else _manual(may, others),
        waits_for=tuple(_sentence(k)[1] for k in kinds if issubclass(k, Notice)),
        is_final=state in workflow.finals,
    )


@cache
def step_of(service: str, command: type[Command]) -> NextStep:
    """Return a command as a step."""
    zh, en = _sentence(command)
    doers = doers_of(service, command.__name__)
    return NextStep(command, zh, en, _fields(command), doers.who, doers.kinds)


def _may(step: NextStep, actor: Actor) -> bool:
    doers = Doers(step.who, step.kinds)
    return doers.may(actor.roles, is_person=actor.holder is not None)


def _manual(may: list[NextStep], others: tuple[NextStep, ...]) -> ManualPath | None:
    """Return the window's way: the actor's own steps, else what staff do there."""
    own = tuple(s for s in may if TerminalKind.WINDOW in s.kinds)
    staff = tuple(s for s in others if TerminalKind.WINDOW in s.kinds)
    if own:
        zh = "本渠道不能办理，请到人工窗口办理。"
        en = "This cannot be done here; go to a staffed window."
        return ManualPath(own, by_staff=False, zh=zh, en=en)
    if staff:
        zh = "此步骤由工作人员办理，请到人工窗口咨询。"
        en = "Staff do this step; ask at a staffed window."
        return ManualPath(staff, by_staff=True, zh=zh, en=en)
    return None


def _sentence(kind: type[Command]) -> tuple[str, str]:
    """Return the Chinese and English of a command: its docstring's first line."""
    line = (kind.__doc__ or kind.__name__).strip().partition("\n")[0]
    found = _CHINESE.search(line)
    if found is None:
        return kind.__name__, line.rstrip(".")
    return found.group(1).strip(), line[: found.start()].rstrip(" .")


def _fields(command: type[Command]) -> tuple[NeededField, ...]:
    return tuple(
        NeededField(name, field.is_required(), _form(field.annotation))
        for name, field in command.model_fields.items()
    )


def _form(annotation: Any) -> str:  # noqa: ANN401  # any annotation
    """Return an annotation as a reader wants it: no marks, no module names."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _form(inside[0])
    if origin is Literal:
        return " | ".join(repr(value) for value in inside)
    if origin in (Union, UnionType):
        return " | ".join(_form(one) for one in inside)
    name = str(getattr(origin or annotation, "__name__", annotation))
    if annotation is None or annotation is type(None):
        return "None"
    if annotation is Ellipsis:
        return "..."
    return f"{name}[{', '.join(map(_form, inside))}]" if inside else name
