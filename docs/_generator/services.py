"""A page for each machine."""

import pkgutil
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from ehealthcard.errors import CLAIM_TAKEN, ROLE_REQUIRED, Rule
from ehealthcard.models import Model
from ehealthcard.testing.workflow import home
from ehealthcard.workflow import (
    Notice,
    Workflow,
    mermaid,
    transition_table,
)

from .messages import Sent, sent
from .spoken import about, as_markdown
from .tables import code_section, fields, model_section, packs, parts, table

AnyWorkflow = Workflow[Any, Any]
MADE = "<!-- Made by docs/generate.py from the source. Change the source. -->"
LEGEND = (
    "In the picture a clock marks what time does, « a signal that is heard, » one that "
    "is sent, an envelope a message, a lock what only one case may hold, a cross that "
    "content is erased."
)


def service_page(workflow: AnyWorkflow) -> Iterator[str]:
    """Yield the page of one machine."""
    module, title = home(workflow), workflow.title
    yield from (MADE, "", f"# {title.en} ({title.zh})", "")
    first, _, rest = as_markdown((module.__doc__ or "").strip()).partition("\n\n")
    yield from (first, "")
    yield f"{title.zh}：状态、命令、效果、数据与规则；由源代码生成，与程序一致。"
    yield from ("", rest, "")
    section = f"§{title.section}" if title.section else "none; it carries the services"
    yield from table(
        ("Name", "Guide", "Module", "States", "Arrows"),
        [
            (
                f"`{workflow.name}`",
                section,
                f"`{module.__name__}`",
                str(len(workflow.states)),
                str(len(workflow.edges)),
            )
        ],
    )
    yield from ("", "## Picture (状态图)", "", "```mermaid")
    yield from (mermaid(workflow).rstrip(), "```", "", LEGEND, "")
    yield from ("## Arrows and effects (流转)", "")
    yield transition_table(workflow)
    yield from _words(workflow, module)


def _words(workflow: AnyWorkflow, module: ModuleType) -> Iterator[str]:
    """Yield states, commands, notices, facts, messages, policy, data and rules."""
    states, commands = list(workflow.states.values()), list(workflow.commands.values())
    notices = [c for c in commands if issubclass(c, Notice)]
    asked = [c for c in commands if not issubclass(c, Notice)]
    facts = list(workflow.looks)
    yield from _sections("States (状态)", states)
    yield from _sections("Commands (命令)", asked)
    yield from _sections("Notices (通知)", notices)
    yield from _sections("Facts (事实)", facts)
    messages = sent(workflow)
    payloads = list(dict.fromkeys(m.payload for m in messages))
    yield from _messages(messages, payloads)
    yield from _policies(workflow)
    kinds: list[type[Model]] = [*states, *commands, *facts, *payloads]
    if workflow.policies:
        kinds.append(type(workflow.policies.packs[0]))
    yield from _data(kinds)
    yield from _rules(rules_of(module))


def _sections(title: str, kinds: Iterable[type[Model]]) -> Iterator[str]:
    found = list(kinds)
    if found:
        yield from (f"## {title}", "")
    for kind in found:
        yield from model_section(kind)


def _messages(messages: list[Sent], payloads: list[type[Model]]) -> Iterator[str]:
    if not messages:
        return
    yield from ("## Messages (消息)", "")
    yield from table(
        ("To", "Kind", "Manner", "From", "Contents", "Answers", "Why"),
        [
            (
                f"`{m.to}`",
                f"`{m.kind}`",
                m.manner,
                ", ".join(m.states),
                f"[{m.payload.__name__}](#{m.payload.__name__.lower()})",
                ", ".join(m.answers) or "none",
                m.rule,
            )
            for m in messages
        ],
    )
    yield ""
    for payload in payloads:
        yield from model_section(payload)


def _policies(workflow: AnyWorkflow) -> Iterator[str]:
    if workflow.policies is None:
        return
    shipped = workflow.policies.packs
    kind = type(shipped[0])
    yield from ("## Policy packs (政策包)", "", f"### {kind.__name__}", "")
    yield from (about(kind), "")
    yield from fields(kind)
    yield from ("", "Packs that are shipped:", "")
    yield from packs(shipped)
    yield ""


def _data(kinds: list[type[Model]]) -> Iterator[str]:
    found = parts(kinds)
    if found:
        yield from ("## Data (数据)", "")
    for kind in found:
        if issubclass(kind, Model):
            yield from model_section(kind)
        else:
            yield from code_section(kind)


def _rules(rules: list[Rule]) -> Iterator[str]:
    yield from ("## Rules (业务规则)", "")
    if rules:
        yield from table(
            ("Code", "English", "中文"), [(f"`{r.code}`", r.en, r.zh) for r in rules]
        )
        yield ""
    yield (
        "Every service also answers with the errors of the engine and of the card, "
        "such as `NOT_ALLOWED`, `ROLE_REQUIRED` and `CARD_LOST`: see "
        "[all errors](../errors.md)."
    )


def rules_of(module: ModuleType) -> list[Rule]:
    """Return the rules that are defined in the rooms of *module*, in their order."""
    rooms = [module]
    for inside in pkgutil.iter_modules(getattr(module, "__path__", ())):
        room = sys.modules.get(f"{module.__name__}.{inside.name}")
        rooms += [room] if room else []
    found = (v for room in rooms for v in vars(room).values() if isinstance(v, Rule))
    return [r for r in dict.fromkeys(found) if r not in (CLAIM_TAKEN, ROLE_REQUIRED)]
