"""Pictures of a workflow, read from the definition that runs."""

from collections.abc import Iterator
from typing import Any

from .catalogue import Catalogue
from .definition import Workflow
from .effects import Claim, Erase, KnownBy, Until
from .signatures import Effect
from .vocabulary import Signal

AnyWorkflow = Workflow[Any, Any]
_ICONS: dict[type, str] = {Until: "⏱", Claim: "🔒", Erase: "✗", KnownBy: "🔑"}


def mermaid(workflow: AnyWorkflow) -> str:
    """Return *workflow* as a Mermaid ``stateDiagram-v2``.

    A clock marks what time does, « a signal heard and » one sent, an envelope a
    message, a lock what only one case may hold, a cross that content is erased, a key
    a private value by which the holder is found.
    """
    return "\n".join(["stateDiagram-v2", *_arrows(workflow), *_notes(workflow)]) + "\n"


def _arrows(workflow: AnyWorkflow) -> Iterator[str]:
    why: dict[type, str] = {
        n: "⏱" for e in workflow.consequences if e.kind is Until for n in e.notices
    }
    why |= {r.notice: f"« {r.signal.__name__}" for r in workflow.hears}
    for e in workflow.edges:
        source = e.source.__name__ if e.source else "[*]"
        label = f"{e.command.__name__} {why.get(e.command, '')}".rstrip()
        yield f"    {source} --> {e.target.__name__}: {label}"
    for name, state in workflow.states.items():
        if state in workflow.finals:
            yield f"    {name} --> [*]"


def _notes(workflow: AnyWorkflow) -> Iterator[str]:
    for name, state in workflow.states.items():
        said = [_say(c) for c in workflow.consequences if c.source is state]
        if said:
            yield f"    note right of {name}"
            yield from (f"        {line}" for line in said)
            yield "    end note"


def _say(effect: Effect) -> str:
    if issubclass(effect.kind, Signal):
        return f"» {effect.kind.__name__}"
    return f"{_ICONS.get(effect.kind, '✉')} {effect.call.__name__}"


def transition_table(workflow: AnyWorkflow) -> str:
    """Return *workflow* as Markdown tables: arrows, then effects and reactions."""
    lines = ["| In | Command | Leads to | Rule |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {e.source.__name__ if e.source else '(new)'} | {e.command.__name__} "
        f"| {e.target.__name__} | {e.rule} |"
        for e in workflow.edges
    ]
    if workflow.consequences or workflow.hears:
        lines += ["", "| When | Brings about | Then | Rule |"]
        lines += ["| --- | --- | --- | --- |"]
    lines += [
        f"| {c.source.__name__} | {c.kind.__name__} "
        f"| {' / '.join(n.__name__ for n in c.notices) or '–'} | {c.rule} |"
        for c in workflow.consequences
    ]
    lines += [
        f"| « {r.signal.__name__} | reaction | {r.notice.__name__} | {r.rule} |"
        for r in workflow.hears
    ]
    return "\n".join(lines) + "\n"


def cascades(catalogue: Catalogue) -> str:
    """Return who tells whom as a Mermaid flowchart."""
    lines = ["flowchart LR"]
    for signal, heard in catalogue.listeners.items():
        senders = [w.name for w in catalogue.senders.get(signal, [])] or ["outside"]
        for listener, reaction in heard:
            label = f"{signal.__name__} → {reaction.notice.__name__}"
            lines += [f"    {s} -- {label} --> {listener.name}" for s in senders]
    return "\n".join(lines) + "\n"
