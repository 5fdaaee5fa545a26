"""What is found about a client, and what is done about it (客户端管控策略)."""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from ehealthcard.codesets import Channel, Labelled
from ehealthcard.models import Model
from ehealthcard.monitor.access import Action


class ClientFinding(Labelled):
    """What is found about the build somebody acts with (客户端核查结果)."""

    SOUND = "OK", "版本合规", "an allowed build"
    UNNAMED = "CLIENT_UNNAMED", "未声明客户端版本", "it does not say which build it is"
    UNPROVEN = "CLIENT_UNPROVEN", "版本声明未签名", "its claim is not signed"
    UNKNOWN = "CLIENT_UNKNOWN", "版本不在允许清单中", "the build is not on the list"
    OUTDATED = "CLIENT_OUTDATED", "版本已过期", "the build is outdated"
    DEFECTIVE = (
        "CLIENT_DEFECTIVE",
        "版本存在缺陷或自查逾期",
        "the build has a defect, or its inspection is overdue",
    )
    STALE = "CLIENT_STALE", "版本声明已失效", "its claim was not signed just now"
    NO_LIST = (
        "CLIENT_NO_LIST",
        "没有生效的允许版本清单",
        "no list of builds is in force",
    )
    ALTERED = "CLIENT_ALTERED", "安装包完整性不符", "its package was altered"
    FORGED = "CLIENT_FORGED", "版本声明签名无效", "its claim is forged"
    WITHDRAWN = "CLIENT_WITHDRAWN", "版本已停用", "the build was withdrawn"


class Measure(Labelled):
    """What is done about a finding (处置措施)."""

    ACCEPT = "accept", "放行", "let it pass"
    REPORT = "report", "放行并记录", "let it pass, on record"
    LIMIT = "limit", "转人工办理", "leave it to a person, but for what is harmless"
    REFUSE = "refuse", "禁用", "refuse it altogether"


STOPPING = (Measure.LIMIT, Measure.REFUSE)
GRAVE = (
    ClientFinding.NO_LIST,
    ClientFinding.ALTERED,
    ClientFinding.FORGED,
    ClientFinding.WITHDRAWN,
)
"""What no policy may let pass: it would stand open when it knows nothing."""

DEFAULTS = {
    ClientFinding.SOUND: Measure.ACCEPT,
    ClientFinding.UNNAMED: Measure.LIMIT,
    ClientFinding.UNPROVEN: Measure.LIMIT,
    ClientFinding.UNKNOWN: Measure.LIMIT,
    ClientFinding.OUTDATED: Measure.LIMIT,
    ClientFinding.DEFECTIVE: Measure.LIMIT,
    ClientFinding.STALE: Measure.LIMIT,
    ClientFinding.NO_LIST: Measure.LIMIT,
    ClientFinding.ALTERED: Measure.REFUSE,
    ClientFinding.FORGED: Measure.REFUSE,
    ClientFinding.WITHDRAWN: Measure.REFUSE,
}
"""Inferred."""


class Measured(Model):
    """What a place does about one finding."""

    finding: ClientFinding
    measure: Measure


class ClientPolicy(Model):
    """How a place treats client applications, as data; all of it is inferred.

    Raises:
        InvalidInputError: A finding of :data:`GRAVE` would pass, a sound build would
            not, or a finding stands there twice.

    """

    named: tuple[Channel, ...] = (
        Channel.KIOSK,
        Channel.SERVICE_ACCOUNT,
        Channel.MINI_PROGRAM,
    )
    """Channels on which everybody must say which build acts; staff at a window use
    what the hospital has installed."""

    proven: tuple[Channel, ...] = (Channel.KIOSK,)
    """Channels on which the claim must be signed. Elsewhere an unsigned claim of an
    allowed build passes: it finds the honest who did not update, and no liar."""

    measures: tuple[Measured, ...] = ()
    """Where it differs from :data:`DEFAULTS`."""

    limited_to: tuple[Action, ...] = (Action.SHOW,)
    """What a limited build still may: show a code, so that nobody is kept from care."""

    fresh_for: Annotated[timedelta, Field(gt=timedelta())] = timedelta(minutes=10)
    """How long before or after now a claim may have been signed, ends included."""

    quiet: timedelta = timedelta(hours=1)
    """How long the same of the same actor is not recorded again where it passes."""

    @model_validator(mode="after")
    def _fails_closed(self) -> Self:
        found = [m.finding for m in self.measures]
        if len(set(found)) < len(found):
            raise ValueError
        for one in self.measures:
            if one.finding in GRAVE and one.measure not in STOPPING:
                raise ValueError
            if one.finding is ClientFinding.SOUND:
                raise ValueError
        return self

    def measure(self, finding: ClientFinding) -> Measure:
        """Return what is done about *finding*."""
        own = (m.measure for m in self.measures if m.finding is finding)
        return next(own, DEFAULTS[finding])
