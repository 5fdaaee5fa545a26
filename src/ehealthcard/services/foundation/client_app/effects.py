"""What each state brings about."""

from datetime import timedelta

from ehealthcard.workflow import Claim, Tell, Until

from .commands import InspectionOverdue, MendingOverdue
from .model import BuildStanding
from .states import Allowed, DefectKnown, Limited, Registered, Withdrawn

MOMENT = timedelta(microseconds=1)


def one_each(
    state: Registered | Allowed | DefectKnown | Limited | Withdrawn,
) -> Claim:
    """A version is one build for ever, also after it was withdrawn."""
    return Claim(f"client-build:{state.build}")


def inspection_ends(state: Allowed | DefectKnown) -> Until[InspectionOverdue]:
    """The inspection's term, its last moment included.

    Where the time to mend a defect ends at the same moment, that comes first.
    """
    together = isinstance(state, DefectKnown) and state.mend_by == state.inspect_by
    return Until(state.inspect_by + together * MOMENT, InspectionOverdue())


def mending_ends(state: DefectKnown) -> Until[MendingOverdue]:
    """The time to mend the gravest defect, its last moment included."""
    return Until(state.mend_by, MendingOverdue())


def tell_limited(state: Limited) -> Tell:
    """The keeper hears of it: lists are to be made anew."""
    told = BuildStanding(
        app=state.app,
        version=state.version,
        kind=state.kind,
        cause=state.cause,
        replaced_by=None,
        at=state.limited_at,
    )
    key = f"{state.build}:{state.limited_at.isoformat()}"
    return Tell("monitor", "client-build-limited", key, told)


def tell_withdrawn(state: Withdrawn) -> Tell:
    """The keeper hears of it: lists are to be made anew."""
    told = BuildStanding(
        app=state.app,
        version=state.version,
        kind=state.kind,
        cause=None,
        replaced_by=state.replaced_by,
        at=state.withdrawn_at,
    )
    return Tell("monitor", "client-build-withdrawn", state.build, told)
