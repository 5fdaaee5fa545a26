"""Who may send which command, read from the rules themselves.

``python -m tests.doers`` writes what it reads into ``ehealthcard.services.doers``; a
test compares. The rules say it by ``ctx.require(...)`` and by looking at the actor's
roles or at the person behind it; helpers are followed with the arguments they get.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import attrs

from ehealthcard.services import doers
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import Notice
from ehealthcard.workflow.catalogue import AnyWorkflow
from ehealthcard.workflow.signatures import read_transition

HOLDER, ANYONE = doers.HOLDER, doers.ANYONE
DEEPEST = 6
UNKNOWN = object()
PERSONS = {"ctx.actor", "actor", "by", "who"}
"""How rules name whoever acts."""

BESIDES = {"strong-auth"}
"""A role that says how somebody was recognised, not who it is."""

Known = Mapping[str, Any]
WRITTEN = Path(doers.__file__).parent


@attrs.define
class Found:
    """What a rule asks of whoever acts."""

    required: set[str] = attrs.field(factory=set[str])
    """Roles without which it goes no further."""

    roles: set[str] = attrs.field(factory=set[str])
    holder: bool = False

    @property
    def who(self) -> frozenset[str]:
        required = self.required - BESIDES
        if required:
            return frozenset(required)
        is_holder = self.holder or self.required & BESIDES
        named = self.roles - BESIDES | ({HOLDER} if is_holder else set[str]())
        return frozenset(named or {ANYONE})


@cache
def body_of(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    return tree


def value(node: ast.expr, function: FunctionType, known: Known) -> Any:
    """Return what an expression means there, or that only a case can tell."""
    if isinstance(node, ast.IfExp):
        return value(node.body, function, known), value(node.orelse, function, known)
    code = compile(ast.Expression(node), "", "eval")
    try:
        return eval(code, dict(function.__globals__), dict(known))  # noqa: S307  # our own source
    except Exception:  # noqa: BLE001  # whatever it needs is not there
        return UNKNOWN


def texts(found: Any) -> set[str]:
    if isinstance(found, str):
        return {found}
    if isinstance(found, set | frozenset | tuple | list):
        return set[str]().union(*map(texts, cast("Iterable[Any]", found)))
    return set()


def look(function: FunctionType, known: Known, found: Found, depth: int = 0) -> None:
    """Add what *function* asks; only what stands at its top level is required."""
    escaped = depth < 0
    for statement in body_of(function).body:
        branches = isinstance(statement, ast.If | ast.Match | ast.For | ast.Try)
        sure = not branches and not escaped
        look_at(statement, function, known, found, depth=depth, sure=sure)
        returns = (isinstance(n, ast.Return) for n in ast.walk(statement))
        escaped = escaped or (branches and any(returns))


def look_at(
    statement: ast.AST,
    function: FunctionType,
    known: Known,
    found: Found,
    *,
    depth: int,
    sure: bool,
) -> None:
    for node in ast.walk(statement):
        if isinstance(node, ast.Attribute) and node.attr == "holder":
            found.holder = found.holder or ast.unparse(node.value) in PERSONS
        elif isinstance(node, ast.Call):
            called(node, function, known, found, depth=depth, sure=sure)
        elif isinstance(node, ast.Compare | ast.BinOp) and "roles" in ast.dump(node):
            parts = (
                [node.left, *node.comparators]
                if isinstance(node, ast.Compare)
                else [node.left, node.right]
            )
            for part in parts:
                if "roles" not in ast.dump(part):
                    found.roles |= texts(value(part, function, known))


def called(
    node: ast.Call,
    function: FunctionType,
    known: Known,
    found: Found,
    *,
    depth: int,
    sure: bool,
) -> None:
    target = node.func
    if isinstance(target, ast.Attribute) and target.attr in ("require", "isdisjoint"):
        said = [value(bare(a), function, known) for a in node.args]
        roles = set[str]().union(*map(texts, said))
        if target.attr == "require" and sure:
            found.required = roles & found.required if found.required else roles
        found.roles |= roles
        return
    helper = value(target, function, known)
    ours = isinstance(helper, FunctionType) and helper.__module__.startswith(
        "ehealthcard"
    )
    if not ours or helper is function or depth >= DEEPEST:
        return
    inner = Found()
    look(helper, given(node, helper, function, known), inner, depth + 1)
    if sure and inner.required:
        found.required = (
            inner.required & found.required if found.required else inner.required
        )
    found.roles |= inner.roles | inner.required
    found.holder = found.holder or inner.holder


def bare(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Starred) else node


def given(
    node: ast.Call, helper: FunctionType, function: FunctionType, known: Known
) -> dict[str, Any]:
    """Return the arguments of a call, as far as they are known."""
    parameters = list(inspect.signature(helper).parameters.values())
    arguments: dict[str, Any] = {
        p.name: p.default for p in parameters if p.default is not p.empty
    }
    rest: list[Any] = []
    for at, argument in enumerate(node.args):
        said = value(bare(argument), function, known)
        plain = at < len(parameters) and not isinstance(argument, ast.Starred)
        if plain and parameters[at].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD:
            arguments[parameters[at].name] = said
        else:
            rest.append(said)
    for keyword in node.keywords:
        if keyword.arg:
            arguments[keyword.arg] = value(keyword.value, function, known)
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
            arguments[parameter.name] = tuple(sorted(texts(rest)))
    return {name: said for name, said in arguments.items() if said is not UNKNOWN}


def who(workflow: AnyWorkflow) -> dict[str, frozenset[str]]:
    """Return who may send each command of a service."""
    told: dict[str, frozenset[str]] = {}
    for transition in workflow.transitions:
        commands = {e.command for e in read_transition(transition)}
        for command in commands:
            if issubclass(command, Notice):
                continue
            found = Found()
            assert isinstance(transition, FunctionType)
            look(transition, {}, found)
            name = command.__name__
            told[name] = told.get(name, frozenset[str]()) | found.who
    order = [n for n in workflow.commands if n in told]
    return {n: told[n] - ({ANYONE} if len(told[n]) > 1 else set()) for n in order}


def grouped(workflow: AnyWorkflow) -> dict[str, str]:
    groups: dict[str, list[str]] = {}
    for command, names in who(workflow).items():
        groups.setdefault(" ".join(sorted(names)), []).append(command)
    return {names: " ".join(commands) for names, commands in groups.items()}


def rows(workflows: Iterable[AnyWorkflow]) -> str:
    lines = ["ROWS: Mapping[str, Mapping[str, str]] = {"]
    for workflow in workflows:
        if not who(workflow):
            continue
        lines.append(f'    "{workflow.name}": {{')
        for names, commands in grouped(workflow).items():
            lines += wrapped(names, commands)
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


def wrapped(names: str, commands: str) -> list[str]:
    whole = f'        "{names}": "{commands}",'
    if len(whole) <= 88:
        return [whole]
    parts = textwrap.wrap(commands, 70)
    ends = [" "] * (len(parts) - 1) + [""]
    said = [f'            "{p}{e}"' for p, e in zip(parts, ends, strict=True)]
    if len(said) == 1:
        return [f'        "{names}": (', *said, "        ),"]
    return [f'        "{names}": (', *said, "        ),"]


ROOMS = {
    "carrying": "in what carries the services",
    "visiting": "around a visit",
    "caring": "in long care",
}


def room(workflow: AnyWorkflow) -> str:
    section = workflow.title.section
    if section is None:
        return "carrying"
    return "visiting" if section < "4.4" else "caring"


def written() -> dict[Path, str]:
    """Return the rooms as they should be."""
    made: dict[Path, str] = {}
    for name, about in ROOMS.items():
        there = [w for w in CATALOGUE.workflows if room(w) == name]
        head = f'"""Who may do what {about} (办理人); written by ``tests.doers``."""'
        text = f"{head}\n\nfrom collections.abc import Mapping\n\n{rows(there)}"
        made[WRITTEN / f"{name}.py"] = text
    return made


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, "utf-8")
