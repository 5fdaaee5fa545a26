"""Where a build may be."""

from typing import Annotated

from ehealthcard.models import Moment
from ehealthcard.rules.links import BuildLink
from ehealthcard.workflow import PRIVATE, State

from .model import Cause, ClientKind, Defect, Inspection


class Build(State):
    """What is known of every build."""

    build: BuildLink
    app: str
    version: str
    kind: ClientKind
    maker: str
    """Who makes it, as an organisation is called (开发单位)."""

    digests: tuple[str, ...]
    permissions: tuple[str, ...]
    """The permissions that it asks of the device (申请的权限)."""

    claim_keys: tuple[str, ...]
    """Public keys that sign its claims, in hexadecimal digits."""

    registered_by: str
    registered_at: Moment
    defects: tuple[Defect, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    """The last self-inspections, the newest last."""


class Registered(Build):
    """Known, and not yet inspected (已登记)."""


class Inspected(Build):
    """What is known while an inspection holds."""

    allowed_at: Moment
    inspect_by: Moment
    """The last good moment of the inspection."""


class Allowed(Inspected):
    """Inspected, without a known defect (允许使用)."""


class DefectKnown(Inspected):
    """In use with a defect that is to be mended in time (已知缺陷)."""

    mend_by: Moment


class Limited(Build):
    """It may do only what is harmless, until it is inspected anew (限制使用)."""

    cause: Cause
    limited_at: Moment
    why: Annotated[str | None, PRIVATE] = None


class Withdrawn(Build):
    """It may do nothing any more (已停用)."""

    why: Annotated[str, PRIVATE]
    replaced_by: str | None
    withdrawn_by: str
    withdrawn_at: Moment
