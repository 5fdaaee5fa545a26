"""All errors: what a program matches on and what a person reads."""

import inspect
from collections.abc import Iterator

from ehealthcard.errors import (
    CLAIM_TAKEN,
    ROLE_REQUIRED,
    ClaimTakenError,
    EHealthCardError,
    RuleViolationError,
)
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.testing.workflow import home

from .services import MADE, rules_of
from .spoken import as_markdown
from .tables import table

HEAD = ("Code", "Class", "HTTP", "English", "中文")


def error_page() -> Iterator[str]:
    """Yield the page of all errors."""
    yield from (MADE, "", "# Errors (错误)", "")
    yield (
        "Every error has a stable `code`, an HTTP status that a web application would "
        "answer with, and a sentence in two languages. None holds a name, a number, a "
        "token or a key. Words in braces are filled in with harmless facts."
    )
    yield ""
    yield "每个错误都有固定代码、建议的 HTTP 状态码和中英文说明，且不含任何个人信息。"
    yield ""
    for branch in EHealthCardError.__subclasses__():
        if branch.__module__.startswith("ehealthcard."):
            yield from _branch(branch)
    yield from _rules()


def _branch(branch: type[EHealthCardError]) -> Iterator[str]:
    yield from (f"## {branch.__name__}", "", as_markdown(_first(branch)), "")
    yield from table(HEAD, [_row(kind) for kind in _speaking(branch)])
    yield ""


def _speaking(kind: type[EHealthCardError]) -> Iterator[type[EHealthCardError]]:
    """Yield *kind* and what is below it, where it has sentences of its own."""
    if "en" in vars(kind) or kind in (RuleViolationError, ClaimTakenError):
        yield kind
    for below in kind.__subclasses__():
        if below.__module__.startswith("ehealthcard."):
            yield from _speaking(below)


def _row(kind: type[EHealthCardError]) -> tuple[str, ...]:
    name = f"`{kind.__name__}`"
    status = str(kind.status_hint)
    if kind is RuleViolationError:
        return "*its rule's*", name, status, "*its rule's*", "*其规则的说明*"
    if kind is ClaimTakenError:
        rule = CLAIM_TAKEN
        return f"`{rule.code}`", name, status, rule.en, rule.zh
    return f"`{kind.code}`", name, status, kind.en, kind.zh


def _rules() -> Iterator[str]:
    yield from ("## Rules of the services (业务规则)", "")
    yield (
        "A rule that says no is a `RuleViolationError` (HTTP 422); its `rule` and its "
        "`code` say which one."
    )
    yield ""
    rows = [(f"`{ROLE_REQUIRED.code}`", "every", ROLE_REQUIRED.en, ROLE_REQUIRED.zh)]
    rows += [
        (f"`{rule.code}`", f"[{w.name}](services/{w.name}.md)", rule.en, rule.zh)
        for w in CATALOGUE.workflows
        for rule in rules_of(home(w))
    ]
    yield from table(("Code", "Service", "English", "中文"), rows)


def _first(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]
