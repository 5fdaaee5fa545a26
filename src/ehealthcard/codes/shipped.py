"""The kinds that are known everywhere (通用码种), as far as their forms are known.

Sources: the national text and foreign issuers' codes after it as card managers in use
write them (:mod:`ehealthcard.qr.national`); GB 11643 for resident IDs; birth
certificates as public code shows them (a letter and nine digits); the social security
card's identification code and the insurance platform's tokens as integrators observed
them; GB/T 36904-2018 for electronic licences, its prefix recalled. No payload was
published of the electronic senior, health and blood donation certificates and of the
electronic social security card: these have no pattern, and a province that knows its
own declares it. One year for health certificates is a common provincial rule.
"""

from datetime import timedelta

import attrs

from ehealthcard.codesets import IdKind

from .assurance import Assurance, IssuerKind
from .checks import Check, mod_37_36, resident
from .kinds import CodeKind, Route, Sureness
from .recognising import CodeKinds

_HEX = "[0-9A-F]{64}"
_PREFIX = r"(?:[0-9]{1,4}:)?"
_LICENCES = "1215630052"
"""1.2.156.3005.2, the prefix of identifiers, without its points."""

_WHOSE = "(?P<issuer>[0-9A-Z]{1,22})"

OWN_CODE = CodeKind(
    name="health-card-code",
    zh="电子健康卡二维码",
    en="code of this SDK's card managers",
    issued_by=IssuerKind.CARD_MANAGER,
    issuer="card-manager",
    patterns=(r"EHC1:[0-9A-Z $%*+\-./:]{8,335}",),
    drop="",
    upper=False,
    sureness=Sureness.MARKED,
    route=Route.SCANNED,
    longest=340,
)
NATIONAL_TEXT = CodeKind(
    name="health-card-text",
    zh="电子健康卡国家文本",
    en="national text of a health card",
    issued_by=IssuerKind.CARD_MANAGER,
    issuer="card-manager",
    patterns=(
        rf"{_PREFIX}(?P<value>{_HEX})(?::1(?::[0-9A-Z]*)?|:9)?",
        rf"{_PREFIX}(?P<value>{_HEX}):0:[0-9A-F]{{32}}(?::[0-9A-Z]*)?",
    ),
    sureness=Sureness.MARKED,
    route=Route.SCANNED,
    longest=130,
)
FOREIGN_CARD = CodeKind(
    name="other-health-card",
    zh="其他地区电子健康卡",
    en="health card of another card manager",
    issued_by=IssuerKind.CARD_MANAGER,
    patterns=(rf"{_PREFIX}(?P<value>{_HEX}):1:[0-9A-Z]*:{_WHOSE}",),
    form=_HEX,
    sureness=Sureness.MARKED,
    longest=130,
)
FOREIGN_DYNAMIC = CodeKind(
    name="other-health-card-dynamic",
    zh="其他地区电子健康卡动态码",
    en="dynamic code of another card manager",
    issued_by=IssuerKind.CARD_MANAGER,
    patterns=(rf"{_PREFIX}(?P<value>{_HEX}):0:[0-9A-F]{{32}}:[0-9A-Z]*:{_WHOSE}",),
    sureness=Sureness.MARKED,
    stable=False,
    bound_as="other-health-card",
    longest=130,
)
RESIDENT_ID = CodeKind(
    name="resident-id",
    zh="居民身份证号码",
    en="resident identity number",
    issued_by=IssuerKind.NATION,
    issuer="police",
    patterns=(r"[0-9]{17}[0-9X]", r"[0-9]{15}"),
    form=r"[0-9]{17}[0-9X]|[0-9]{15}",
    check=resident,
    document=IdKind.RESIDENT_ID,
    sureness=Sureness.CHECKED,
)
BIRTH_CERTIFICATE = CodeKind(
    name="birth-certificate",
    zh="出生医学证明编号",
    en="birth certificate number",
    issued_by=IssuerKind.NATION,
    issuer="health-commission",
    patterns=(r"[A-Z][0-9]{9}",),
    form=r"[A-Z][0-9]{9}",
    document=IdKind.BIRTH_CERTIFICATE,
)
INSURANCE_CODE = CodeKind(
    name="insurance-code",
    zh="医保电子凭证",
    en="electronic insurance certificate",
    issued_by=IssuerKind.NATION,
    issuer="nhsa",
    patterns=(r"[0-9]{6}ec[0-9a-zA-Z]{30}", r"ano[0-9a-z]{19}[0-9]{6}"),
    form=r"[0-9A-Za-z]{20,64}",
    drop="",
    upper=False,
    sureness=Sureness.MARKED,
    stable=False,
    least=Assurance.CONFIRMED,
)
SOCIAL_SECURITY_CARD = CodeKind(
    name="social-security-card",
    zh="社会保障卡",
    en="social security card",
    issued_by=IssuerKind.NATION,
    issuer="mohrss",
    patterns=(r"[0-9]{6}D156000005[0-9A-F]{16}",),
    form=r"[0-9]{6}D156000005[0-9A-F]{16}|[0-9A-Z]{8,20}",
    sureness=Sureness.MARKED,
)
E_SOCIAL_SECURITY_CARD = CodeKind(
    name="e-social-security-card",
    zh="电子社保卡",
    en="electronic social security card",
    issued_by=IssuerKind.NATION,
    issuer="mohrss",
    form=r"[0-9A-Za-z]{8,64}",
    drop="",
    upper=False,
    stable=False,
    bound_as="social-security-card",
    least=Assurance.CONFIRMED,
)
SENIOR_CARD = CodeKind(
    name="senior-card",
    zh="电子老年证",
    en="electronic senior card",
    issued_by=IssuerKind.PROVINCE,
    form=r"[0-9A-Z-]{4,32}",
)
HEALTH_CERTIFICATE = CodeKind(
    name="health-certificate",
    zh="电子健康证",
    en="electronic health certificate of food and service staff",
    issued_by=IssuerKind.PROVINCE,
    form=r"[0-9A-Z-]{4,40}",
    term=timedelta(days=365),
)
BLOOD_DONOR_CARD = CodeKind(
    name="blood-donor-card",
    zh="电子献血证",
    en="electronic blood donation certificate",
    issued_by=IssuerKind.NATION,
    issuer="health-commission",
    form=r"[0-9A-Z-]{4,40}",
)
LICENCE = CodeKind(
    name="e-licence",
    zh="电子证照标识",
    en="identifier of an electronic licence",
    issued_by=IssuerKind.PROVINCE,
    patterns=(
        f"{_LICENCES}(?P<value>[0-9A-Z]{{21}}(?P<issuer>[0-9A-Z]{{18}})[0-9A-Z]{{5,44}})",
    ),
    drop=" .",
    form=r"[0-9A-Z]{21}(?P<issuer>[0-9A-Z]{18})[0-9A-Z]{5,44}",
    check=mod_37_36,
    sureness=Sureness.MARKED,
    longest=128,
)

SHIPPED = CodeKinds(
    (
        OWN_CODE,
        NATIONAL_TEXT,
        FOREIGN_CARD,
        FOREIGN_DYNAMIC,
        RESIDENT_ID,
        BIRTH_CERTIFICATE,
        INSURANCE_CODE,
        SOCIAL_SECURITY_CARD,
        E_SOCIAL_SECURITY_CARD,
        SENIOR_CARD,
        HEALTH_CERTIFICATE,
        BLOOD_DONOR_CARD,
        LICENCE,
    )
)
"""What a desk knows unless it is told otherwise."""


_VISIT_CARD = CodeKind(
    name="visit-card",
    zh="就诊卡",
    en="visit card",
    issued_by=IssuerKind.HOSPITAL,
    issuer="hospital",
)
_RECORD = attrs.evolve(
    _VISIT_CARD, name="medical-record", zh="病案号", en="medical record number"
)
_ADMISSION = attrs.evolve(
    _VISIT_CARD, name="admission-number", zh="住院号", en="admission number"
)


def visit_card(
    org: str, *patterns: str, check: Check | None = None, width: int = 0
) -> CodeKind:
    """Return the kind of a hospital's own visit cards (就诊卡)."""
    return _at(org, _VISIT_CARD, patterns, check, width)


def medical_record(
    org: str, *patterns: str, check: Check | None = None, width: int = 0
) -> CodeKind:
    """Return the kind of a hospital's record numbers (病案号)."""
    return _at(org, _RECORD, patterns, check, width)


def admission_number(
    org: str, *patterns: str, check: Check | None = None, width: int = 0
) -> CodeKind:
    """Return the kind of a hospital's admission numbers (住院号)."""
    return _at(org, _ADMISSION, patterns, check, width)


def _at(
    org: str,
    kind: CodeKind,
    patterns: tuple[str, ...],
    check: Check | None,
    width: int,
) -> CodeKind:
    return attrs.evolve(
        kind,
        issuer=org,
        patterns=patterns,
        form="|".join(patterns) or kind.form,
        check=check,
        width=width,
        sureness=Sureness.CHECKED if check else Sureness.SHAPED,
    )
