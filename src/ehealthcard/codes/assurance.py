"""How sure it is that a code belongs to somebody, and who said so."""

from ehealthcard.codesets import Labelled


class Assurance(Labelled):
    """How well it is known that a code is the holder's (可信程度), weakest first."""

    SAID = "said", "自述", "the holder says so"
    SEEN = "seen", "窗口核验", "a member of staff has seen card or paper"
    CONFIRMED = "confirmed", "发码机构核验", "who issued the code confirms it"
    ISSUED = "issued", "本方签发", "the institution that issued the code binds it"

    @property
    def rank(self) -> int:
        """Its place, the weakest being 0."""
        return list(type(self)).index(self)


class Source(Labelled):
    """Where a binding comes from (绑定来源)."""

    HOLDER = "holder", "本人", "the holder, or who cares for him"
    WINDOW = "window", "窗口", "a window"
    HIS = "his", "医院信息系统", "the information system that issued the number"
    SERVICE = "service", "平台业务", "a service of this platform"
    RULING = "ruling", "冲突裁定", "a ruling on a conflict"
    MERGE = "merge", "档案合并", "two cards of one person were merged"


class IssuerKind(Labelled):
    """Who gives a kind of code out (发码机构类别)."""

    NATION = "nation", "国家平台", "a national platform"
    PROVINCE = "province", "省级平台", "a provincial platform"
    HOSPITAL = "hospital", "医疗机构", "a hospital"
    CARD_MANAGER = "card-manager", "卡管", "a card manager"
