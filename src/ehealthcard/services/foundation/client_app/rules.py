"""Why something may not be done."""

from ehealthcard.workflow import Rule

KEEPER = "client-keeper"
"""Registers builds, limits and withdraws them (客户端管理员)."""

INSPECTOR = "client-inspector"
"""Inspects builds and writes down defects (客户端自查员)."""

NOT_AS_REGISTERED = Rule(
    "CLIENT_NOT_AS_REGISTERED",
    "The package or its permissions differ from what was registered; "
    "write that down as a defect, or register the build anew.",
    "安装包摘要或申请权限与登记不符，请登记为缺陷或重新登记版本。",
)
DEFECT_OPEN = Rule(
    "CLIENT_DEFECT_OPEN",
    "The build still has a defect; mend it first.",
    "该版本仍有未修复的缺陷，请先修复。",
)
DEFECT_KNOWN_ALREADY = Rule(
    "CLIENT_DEFECT_KNOWN",
    "A defect of this number is known already.",
    "该编号的缺陷已登记。",
)
NO_SUCH_DEFECT = Rule(
    "CLIENT_NO_SUCH_DEFECT",
    "The build has no open defect of this number.",
    "该版本没有此编号的未修复缺陷。",
)
ANOTHER_INSPECTS = Rule(
    "CLIENT_INSPECTOR_IS_KEEPER",
    "Whoever registered the build does not inspect it; ask another person.",
    "登记人不得自行自查，请由他人办理。",
)
BUILD_UNKNOWN = Rule(
    "CLIENT_BUILD_UNKNOWN",
    "This build is not registered; register it first.",
    "该版本尚未登记，请先登记。",
)
