"""One page for all services, and one for who tells whom."""

from collections.abc import Iterator

from ehealthcard.services.catalogue import CATALOGUE, GUIDE
from ehealthcard.workflow import Catalogue, cascades

from .services import MADE
from .spoken import about
from .tables import table


def index_page() -> Iterator[str]:
    """Yield the list of all services."""
    yield from (MADE, "", "# Services (服务目录)", "")
    yield (
        "The 22 services of 《电子健康卡医疗健康便民服务应用指南 (V1.0)》, chapter 4, "
        "and the machines that carry them. `absent` means that no code for it is "
        "there; what a built one lacks, its page says at the top."
    )
    yield from ("", "指南第 4 章的 22 项服务及其状态；`absent` 表示尚未实现。", "")
    rows: list[tuple[str, ...]] = []
    for service in GUIDE:
        machines = [CATALOGUE.named[name] for name in service.workflows]
        links = ", ".join(f"[`{m.name}`]({m.name}.md)" for m in machines)
        size = [f"{len(m.states)} / {len(m.edges)}" for m in machines]
        status = "built" if machines else "absent"
        rows.append(
            (service.section, service.en, service.zh, links, ", ".join(size), status)
        )
    head = ("§", "Service", "服务", "Machine", "States / arrows", "Status")
    yield from table(head, rows)
    yield from ("", "## Foundation (基础)", "")
    foundation = [w for w in CATALOGUE.workflows if w.title.section is None]
    yield from table(
        ("Machine", "Name", "中文", "States / arrows"),
        [
            (
                f"[`{w.name}`]({w.name}.md)",
                w.title.en,
                w.title.zh,
                f"{len(w.states)} / {len(w.edges)}",
            )
            for w in foundation
        ],
    )
    yield from ("", *_reading(), "")
    yield from ("```{toctree}", ":hidden:", "")
    yield from (w.name for w in CATALOGUE.workflows)
    yield from ("cascades", "```")


def _reading() -> Iterator[str]:
    yield from ("## How to read a page (阅读说明)", "")
    yield (
        "A *state* is what is true of a case, a *command* what somebody asks, a "
        "*notice* what has happened by itself. See "
        "[workflows](../concepts/workflows.md). Fields marked *private* never appear "
        "in a `repr`, a log line or an error."
    )
    yield ""
    rows = [
        ("text, one of", "string"),
        ("whole number", "number"),
        ("decimal number", 'string: `"36.5"`'),
        ("yes or no", "`true`, `false`"),
        ("moment", 'string with zone, ISO 8601: `"2026-03-02T09:00:00+08:00"`'),
        ("day", 'string: `"2026-03-02"`'),
        ("length of time", 'string, ISO 8601: `"PT24H"` or `"P7D"`'),
        ("list of", "array"),
        ("nothing", "`null`"),
        ("a name with a link", "object with the fields of that table, or its code"),
    ]
    yield from table(("Type here", "In JSON"), rows)


def cascade_page(catalogue: Catalogue) -> Iterator[str]:
    """Yield who tells whom."""
    yield from (MADE, "", "# Cascades (联动)", "")
    yield (
        "A case sends *signals*; other cases of the same holder, stay or place hear "
        "them in the same transaction. A signal that nobody sends here is announced "
        "from outside with `ServiceDesk.announce`."
    )
    yield from ("", "办件之间的联动：谁发出信号，谁响应，结果是什么。", "")
    yield from ("```mermaid", cascades(catalogue).rstrip(), "```", "")
    rows: list[tuple[str, ...]] = []
    for signal, heard in catalogue.listeners.items():
        senders = ", ".join(w.name for w in catalogue.senders.get(signal, ()))
        rows += [
            (
                f"`{signal.__name__}`",
                about(signal),
                senders or "outside",
                listener.name,
                f"`{reaction.notice.__name__}`",
                reaction.rule,
            )
            for listener, reaction in heard
        ]
    head = ("Signal", "Meaning", "Sent by", "Heard by", "Becomes", "Rule")
    yield from table(head, rows)
    unheard = [s for s in catalogue.senders if s not in catalogue.listeners]
    if unheard:
        yield from ("", "Sent, and heard by no service here:", "")
        yield from table(
            ("Signal", "Meaning", "Sent by"),
            [
                (
                    f"`{s.__name__}`",
                    about(s),
                    ", ".join(w.name for w in catalogue.senders[s]),
                )
                for s in unheard
            ],
        )
