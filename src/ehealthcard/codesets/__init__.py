"""National value domains (值域代码) as enums with Chinese labels."""

from .documents import IdKind
from .ethnicities import Ethnicity
from .labelled import Labelled
from .people import Kinship, Sex
from .usage import CardStep, Carrier, Channel, CostType, Purpose, TerminalType
from .zones import SHANGHAI

__all__ = [
    "SHANGHAI",
    "CardStep",
    "Carrier",
    "Channel",
    "CostType",
    "Ethnicity",
    "IdKind",
    "Kinship",
    "Labelled",
    "Purpose",
    "Sex",
    "TerminalType",
]
