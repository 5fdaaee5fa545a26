"""Why a service says no."""

from collections.abc import Callable
from typing import Any

import attrs

from .base import EHealthCardError, Fact

__all__ = [
    "CLAIM_TAKEN",
    "ROLE_REQUIRED",
    "CascadeError",
    "CaseNotFoundError",
    "ClaimTakenError",
    "KeyReusedError",
    "NotAllowedError",
    "PolicyMissingError",
    "Rule",
    "RuleViolationError",
    "UnknownCommandError",
    "UnknownServiceError",
    "WorkflowError",
]


class WorkflowError(EHealthCardError):
    """A service refused a command."""

    code = "WORKFLOW"
    status_hint = 409


class NotAllowedError(WorkflowError):
    """The current state has no transition for this command."""

    code = "NOT_ALLOWED"
    en = "{workflow}: {command} is not possible in {state}; see what is allowed now."
    zh = "{workflow}：{state} 状态下不可办理 {command}，请查看当前可用操作。"


class UnknownServiceError(WorkflowError):
    """No service of this desk has the name that was sent; it is not repeated."""

    code = "SERVICE_UNKNOWN"
    status_hint = 404
    en = "There is no such service here; look at the list of services."
    zh = "没有此服务，请查阅服务目录。"


class UnknownCommandError(WorkflowError):
    """The service has no command of the name that was sent, or nobody may send it."""

    code = "COMMAND_UNKNOWN"
    status_hint = 404
    en = "{workflow} has no such command to send; look at what comes next."
    zh = "{workflow} 没有可发送的此操作，请查看下一步可用操作。"


class CaseNotFoundError(WorkflowError):
    """No case of this service has this name."""

    code = "CASE_NOT_FOUND"
    status_hint = 404
    en = "{workflow}: there is no such case; check its name."
    zh = "{workflow}：办件不存在，请核对编号。"


class KeyReusedError(WorkflowError):
    """The idempotency key was already used for a different command."""

    code = "KEY_REUSED"
    status_hint = 422
    en = "This idempotency key came with another command before; use a new key."
    zh = "该幂等键已用于其他操作，请使用新的幂等键。"


class PolicyMissingError(WorkflowError):
    """No policy pack is in force, and there is no default."""

    code = "POLICY_MISSING"
    en = "No policy pack is in force on this day; add one that covers it."
    zh = "当日没有生效的政策包，请补充政策配置。"


class CascadeError(WorkflowError):
    """One command moves more cases than it may."""

    code = "CASCADE_TOO_LARGE"
    en = "The command would move more than {limit} cases; split the work."
    zh = "该操作将联动超过{limit}个办件，请拆分处理。"


@attrs.frozen
class Rule:
    """A business rule (业务规则) as its user hears of it when it says no.

    ::

        raise PROXY_REASON_REQUIRED.broken()
    """

    code: str
    """Stable machine-readable name; part of the public API."""

    en: str
    """What was wrong and what to do."""

    zh: str
    """The same in Chinese."""

    traced: bool = attrs.field(default=False, kw_only=True)
    """Whether the desk keeps a record of whoever ran into it (拒绝留痕)."""

    status_hint: int = attrs.field(default=422, kw_only=True)
    """The HTTP status; 403 where another person might have done it."""

    def broken(self, **facts: Fact) -> "RuleViolationError":
        """Return the error that says that this rule forbids the command."""
        return RuleViolationError(self, **facts)


class RuleViolationError(WorkflowError):
    """A transition exists, but a business rule forbids it now.

    Each error has the code of the :class:`Rule` that was broken.
    """

    code = "RULE_VIOLATED"
    status_hint = 422

    def __init__(self, rule: Rule, **facts: Fact) -> None:
        super().__init__(**facts)
        self.rule = rule
        self.code = rule.code
        self.en = rule.en
        self.zh = rule.zh
        self.status_hint = rule.status_hint

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _violated, (self.rule, self.facts)


def _violated(rule: Rule, facts: dict[str, Fact]) -> RuleViolationError:
    return rule.broken(**facts)


ERASURE_OPEN_CASES = Rule(
    "ERASURE_OPEN_CASES",
    "Services still work for the holder: {names}; end them first.",
    "持卡人尚有未办结服务：{names}，请先办结。",
)
ROLE_REQUIRED = Rule(
    "ROLE_REQUIRED",
    "This needs somebody with the role {role}; ask such a colleague.",
    "此操作需要 {role} 角色，请由相应人员办理。",
    status_hint=403,
)
CLAIM_TAKEN = Rule(
    "CLAIM_TAKEN",
    "Another case already holds what this one needs; choose another.",
    "所需资源已被占用，请另选。",
    status_hint=409,
)


class ClaimTakenError(RuleViolationError):
    """Another case holds what this one needs: a slot, a seat, a bed."""

    code = CLAIM_TAKEN.code
    status_hint = CLAIM_TAKEN.status_hint

    def __init__(self) -> None:
        super().__init__(CLAIM_TAKEN)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return ClaimTakenError, ()
