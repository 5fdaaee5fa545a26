"""The desk's rooms: what belongs together and has a door of its own."""

from ehealthcard.codes import CodeKinds

from .accounts import Accounts
from .code_map import CodeMap
from .gates import Gates
from .merging import CardMerges
from .office import Office
from .people import People
from .real_name import RealNames


class Rooms:
    """The doors to them."""

    office: Office
    kinds: CodeKinds

    @property
    def codes(self) -> CodeMap:
        """Every code that people carry, and the cards they lead to (多码协同)."""
        return CodeMap(self.office, self.kinds)

    @property
    def accounts(self) -> Accounts:
        """Accounts, and who cares for whose card (统一用户体系)."""
        return Accounts(self.office)

    @property
    def people(self) -> People:
        """Holders, found by name and birth date."""
        return People(self.office)

    @property
    def real_name(self) -> RealNames:
        """How well holders are known, and how to know them better (统一身份认证)."""
        return RealNames(self.office)

    @property
    def merges(self) -> CardMerges:
        """Two cards of one person, made one and taken apart (一人两卡合并)."""
        return CardMerges(self.office)

    @property
    def gates(self) -> Gates:
        """What gates decided without a network (闸机判定上传)."""
        return Gates(self.office)
