"""Client applications (客户端应用管理): the self-inspection record of each build.

A build of an app, a mini program, a service account's pages or a terminal's program is
registered with its version, the digests of its packages, the permissions it asks and
the keys that sign its claims. Another person inspects it; then it is allowed, for the
term of the inspection. A defect is written down with its severity; who mended it, when
and how stands beside it. What is not inspected or mended in time is limited by itself,
and so is a build with a critical defect, at once. A version is one build for ever; one
that was withdrawn does not come back.

The signed list of allowed builds is made from these cases (``ClientApps.publish``) and
takes effect at a desk when that has taken the list in.

Sources: guide chapter 5 (对客户端应用软件运行情况实时掌控、自检自查自律) asks for
self-inspection and mending and names neither form nor terms; the kinds follow guide
chapter 2. Severities as recalled from GB/T 30279-2020. Terms and arrows are inferred.

Not built: looking into a package by itself; taking defects from a public register.
"""

from ehealthcard.workflow import Title, Workflow

from .commands import (
    ChangeKeys,
    InspectionOverdue,
    Limit,
    MendDefect,
    MendingOverdue,
    PassInspection,
    RegisterBuild,
    ReportDefect,
    Withdraw,
)
from .effects import (
    inspection_ends,
    mending_ends,
    one_each,
    tell_limited,
    tell_withdrawn,
)
from .inspecting import (
    allow,
    change_keys_of_allowed,
    change_keys_of_defective,
    change_keys_of_limited,
    inspect_again,
    register,
    run_over,
)
from .mending import (
    limit,
    mend,
    mend_late,
    mend_limited,
    report,
    report_first,
    report_limited,
    withdraw,
)
from .model import (
    POLICIES,
    BuildStanding,
    Cause,
    ClientAppPolicy,
    ClientKind,
    Defect,
    Inspection,
    Severity,
)
from .rules import BUILD_UNKNOWN, INSPECTOR, KEEPER
from .states import Allowed, Build, DefectKnown, Limited, Registered, Withdrawn

ClientApp = Registered | Allowed | DefectKnown | Limited | Withdrawn
ClientAppCommand = (
    RegisterBuild
    | PassInspection
    | ReportDefect
    | MendDefect
    | ChangeKeys
    | Limit
    | Withdraw
    | InspectionOverdue
    | MendingOverdue
)

client_app: Workflow[ClientApp, ClientAppCommand] = Workflow(
    "client-app",
    Title("客户端应用管理", "Client applications"),
    transitions=(
        register,
        allow,
        inspect_again,
        report_first,
        report,
        report_limited,
        mend,
        mend_limited,
        mend_late,
        run_over,
        change_keys_of_allowed,
        change_keys_of_defective,
        change_keys_of_limited,
        limit,
        withdraw,
    ),
    effects=(one_each, inspection_ends, mending_ends, tell_limited, tell_withdrawn),
    policies=POLICIES,
)

__all__ = [
    "BUILD_UNKNOWN",
    "INSPECTOR",
    "KEEPER",
    "Allowed",
    "Build",
    "BuildStanding",
    "Cause",
    "ChangeKeys",
    "ClientApp",
    "ClientAppCommand",
    "ClientAppPolicy",
    "ClientKind",
    "Defect",
    "DefectKnown",
    "Inspection",
    "InspectionOverdue",
    "Limit",
    "Limited",
    "MendDefect",
    "MendingOverdue",
    "PassInspection",
    "RegisterBuild",
    "Registered",
    "ReportDefect",
    "Severity",
    "Withdraw",
    "Withdrawn",
    "client_app",
]
