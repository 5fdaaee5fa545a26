"""What an access policy answers."""

from functools import cache
from typing import Protocol

import attrs

from ehealthcard.codesets import Labelled
from ehealthcard.errors import AccessDeniedError
from ehealthcard.rules.real_name import Level

from .asking import Asked, Known


class Reason(Labelled):
    """Why somebody may, or may not (授权或拒绝的理由)."""

    SYSTEM = "system", "系统自动处理", "the system itself"
    SERVICE = "service", "由该服务的规则判定", "the service's own rules decide"
    OFFICE = "office", "管理岗位", "works at the office"
    CARE = "care", "参与当前诊疗", "takes part in care that goes on"
    SELF = "self", "本人", "the holder"
    GUARDIAN = "guardian", "未成年人的监护人", "a minor's guardian"
    DELEGATE = "delegate", "经本人授权", "granted by the holder"
    BREAK_GLASS = "break-glass", "紧急访问，事后复核", "an emergency, to be reviewed"
    NO_RIGHTS = "no-rights", "操作者没有任何角色", "the actor has no role at all"
    NOT_STAFF = "not-staff", "仅限工作人员", "this is for staff"
    NOT_CONCERNED = (
        "not-concerned",
        "既非本人、监护人或被授权人，也非经办人员",
        "the actor is neither holder, guardian, delegate nor staff",
    )
    NO_CARE = (
        "no-care",
        "该患者当前没有在办的诊疗服务",
        "no service is open for this patient",
    )
    NO_CONSENT = (
        "no-consent",
        "本人未同意将信息用于该目的",
        "the holder has not consented to this purpose",
    )
    LOW_ASSURANCE = (
        "low-assurance",
        "实名等级不足",
        "the holder is not known well enough",
    )
    PART = "part", "本人经办", "has taken part in this case"
    CONSENT = "consent", "经本人单独同意", "the holder's separate consent"
    SENSITIVE = (
        "sensitive",
        "特别敏感信息，须本人单独授权",
        "this is especially sensitive and needs the holder's own grant",
    )
    NOT_HERE = "not-here", "不属于本机构职责", "this is another institution's affair"


@attrs.frozen
class Decision:
    """Yes or no, and why."""

    permitted: bool
    reason: Reason
    review: bool = False
    """Whether somebody has to look at it afterwards."""

    needs: Level | None = None
    """How well the holder would have to be known for a yes."""


@cache
def permit(reason: Reason, *, review: bool = False) -> Decision:
    """Return a yes."""
    return Decision(permitted=True, reason=reason, review=review)


@cache
def refuse(reason: Reason) -> Decision:
    """Return a no."""
    return Decision(permitted=False, reason=reason)


def denied(reason: Reason) -> AccessDeniedError:
    """Return the error that tells *reason* in both languages."""
    return AccessDeniedError(reason=reason)


class AccessPolicy(Protocol):
    """Whoever decides; a hospital may bring its own."""

    def decide(self, asked: Asked, known: Known, /) -> Decision:
        """Return whether it may be, and why.

        Each service's own rules come after a yes; a policy narrows and never widens
        what they allow.
        """
        ...
