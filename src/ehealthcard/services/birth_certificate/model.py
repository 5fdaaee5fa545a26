"""What the service speaks of."""

from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import IdKind, Labelled
from ehealthcard.models import PRIVATE, Day, Model, Moment
from ehealthcard.rules.birth.blanks import VoidReason
from ehealthcard.rules.birth.evidence import Evidence
from ehealthcard.rules.birth.newborn import Newborn, Place
from ehealthcard.rules.birth.numbers import Edition, Number

Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]


class Parent(Model):
    """Mother or father, as the certificate names them (父母信息)."""

    name: Annotated[Name, PRIVATE]
    kind: IdKind
    document: Annotated[str, PRIVATE, Field(min_length=1, max_length=32)]
    born_on: Annotated[Day | None, PRIVATE] = None
    nationality: Annotated[str, PRIVATE, Field(max_length=60)] = "中国"
    ethnic: Annotated[str | None, PRIVATE, Field(max_length=20)] = None
    address: Annotated[str | None, PRIVATE, Field(max_length=200)] = None


class Agent(Model):
    """Who comes to the window in the mother's stead (代办人)."""

    name: Annotated[Name, PRIVATE]
    document: Annotated[str, PRIVATE, Field(min_length=1, max_length=32)]
    authority: str | None = Field(default=None, max_length=64)
    """The number of the mother's signed power of attorney (委托书)."""


class Paper(Model):
    """A paper that was shown (证明材料)."""

    kind: Evidence
    number: Annotated[Text, PRIVATE]
    """Of the opinion, the certificate or the declaration."""

    sha256: Digest | None = None
    """Hash of a copy that the application keeps."""


class Stated(Model):
    """A birth as a clerk transcribes it, where no record can be read (手工登记)."""

    newborn: Annotated[Newborn, PRIVATE]
    place: Place
    midwife: str = Field(min_length=1)


class Capacity(Labelled):
    """Who applied (申请人)."""

    MOTHER = "mother", "母亲", "the mother"
    AGENT = "agent", "代办人", "an agent with her authority"
    FATHER = "father", "父亲或其他监护人", "the father or another guardian"


class Part(Labelled):
    """A part of the printed form (证件联次)."""

    MAIN = "main", "正页", "the main page"
    COUNTERFOIL = "counterfoil", "副页", "the page that the police take"
    STUB = "stub", "存根", "the stub that the institution keeps"


class RejectReason(Labelled):
    """Why an application is turned down (不予签发原因)."""

    PAPERS = "papers", "材料不符", "papers do not fit"
    FALSE = "false", "材料虚假", "papers are false"
    NOT_HERE = "not-here", "非本机构接生", "not born here"
    ISSUED = "issued", "已签发过", "a certificate was issued before"
    OTHER = "other", "其他", "another reason"


class ReplaceCause(Labelled):
    """Why a certificate is replaced (换发原因); collected from 浙江's rule."""

    ISSUER_ERROR = "issuer-error", "签发机构差错", "an error of the issuer"
    ALTERED = "altered", "涂改", "it was altered"
    CUT = "cut", "副页被裁切", "the counterfoil was cut off"
    DAMAGED = "damaged", "损毁无法辨认", "unreadable from damage"
    PARENT_CHANGE = "parent-change", "父母信息变更", "another parent, by DNA"
    POLICE = "police", "公安机关要求", "the police ask for it"


class RevokeCause(Labelled):
    """Why a certificate is revoked (撤销原因)."""

    FRAUD = "fraud", "骗取", "got by fraud"
    COURT = "court", "司法裁判", "by a judgement"


class Renewal(Model):
    """How a certificate is to be made anew (换发、补发申请)."""

    lost: bool
    """Issued anew because it is lost (补发); otherwise replaced (换发)."""

    cause: ReplaceCause | None
    asked_by: str
    asked_at: Moment
    came_from: str
    """The state that it was asked in."""


class PastNumber(Model):
    """A number that the certificate had before (原证号)."""

    number: Number
    edition: Edition
    licence: str | None
    reason: VoidReason
    voided_at: Moment
    voided_by: str


class Household(Model):
    """That the police have entered the child (户口登记)."""

    number: Number
    """The certificate that it rests on, as it was numbered then."""

    station: str
    registered_on: Day
    noted_by: str


class IssuedNote(Model):
    """What the registry of certificates is told of one (证件管理系统)."""

    card: str
    number: str
    edition: Edition
    org: str
    issued_at: Moment
    parts: tuple[Part, ...]
    licence: str | None
    replaces: str | None
    warnings: tuple[str, ...]


class RevokedNote(Model):
    """What the police, the registry and the monitor are told (撤销通报)."""

    card: str
    number: str
    org: str
    cause: RevokeCause
    registered: bool
    """Whether the police have entered the child by it."""

    by: str
    at: Moment
