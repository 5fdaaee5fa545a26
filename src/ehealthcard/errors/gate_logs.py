"""What gates decided offline, on its way home."""

from .base import EHealthCardError
from .key import GateError

__all__ = [
    "DamagedGateLogError",
    "ForgedGateLogError",
    "ForkedGateLogError",
    "GateLogError",
    "GateLogFullError",
    "GateLogGapError",
    "MalformedGateLogError",
]


class GateLogError(EHealthCardError):
    """A batch of decisions, or its acknowledgement, is refused; nothing was taken."""

    code = "GATE_LOG"
    status_hint = 422


class MalformedGateLogError(GateLogError):
    """Not a batch or an acknowledgement, or not a whole one."""

    code = "GATE_LOG_MALFORMED"
    en = "The file is not a whole batch of a gate's decisions; export it again."
    zh = "闸机判定记录批次不完整或格式错误，请重新导出。"


class ForgedGateLogError(GateLogError):
    """Signed by somebody else, or of another terminal or card manager."""

    code = "GATE_LOG_FORGED"
    status_hint = 401
    en = "The batch is not signed by the gate that it names; find out who made it."
    zh = "判定记录批次并非由所称闸机签名，请查明来源。"


class GateLogGapError(GateLogError):
    """An earlier batch has not arrived yet, or never will."""

    code = "GATE_LOG_GAP"
    status_hint = 409
    en = "Decisions are missing before this batch; send them from {expected} on first."
    zh = "本批次之前缺少判定记录，请先上传自第{expected}条起的记录。"


class ForkedGateLogError(GateLogError):
    """It says something else of what was taken before."""

    code = "GATE_LOG_FORKED"
    status_hint = 409
    en = "The batch does not continue what this gate sent before; examine the gate."
    zh = "本批次与该闸机已上传的记录不衔接，请检查该闸机。"


class DamagedGateLogError(GateLogError):
    """What lies on the gate's disk is no log, or another gate's, or damaged."""

    code = "GATE_LOG_DAMAGED"
    status_hint = 503
    en = "The gate's log of decisions is damaged; keep the file and begin another."
    zh = "闸机判定日志已损坏，请保存该文件并启用新日志。"


class GateLogFullError(GateError):
    """The gate may not accept what it cannot write down."""

    code = "GATE_LOG_FULL"
    en = "The gate's log of decisions is full; bring it to the desk."
    zh = "闸机判定日志已满，请上传至服务台。"
