"""National value domains (值域代码) as enums with Chinese labels."""

from .documents import IdKind
from .labelled import Labelled
from .people import Kinship, Sex
from .usage import CardStep, Channel, Purpose
from .zones import SHANGHAI

__all__ = [
    "SHANGHAI",
    "CardStep",
    "Channel",
    "IdKind",
    "Kinship",
    "Labelled",
    "Purpose",
    "Sex",
]
