"""Kinds of identity document (身份证件类别代码).

CV02.01.101 of WS 364.3 has 01 to 07 and 99, as two public code books agree. It has
no code for the four kinds below it: 08 is what several platforms use for birth
certificates, and the codes that begin with A are this project's own.
"""

from .labelled import Labelled


class IdKind(Labelled):
    """The kind of an identity document; the value is the national code."""

    RESIDENT_ID = "01", "居民身份证", "resident identity card"
    HOUSEHOLD_REGISTER = "02", "居民户口簿", "household register"
    PASSPORT = "03", "护照", "passport"
    MILITARY_OFFICER = "04", "军官证", "military officer card"
    DRIVING_LICENCE = "05", "驾驶证", "driving licence"
    HONG_KONG_MACAO_PERMIT = (
        "06",
        "港澳居民来往内地通行证",
        "mainland travel permit for Hong Kong and Macao residents",
    )
    TAIWAN_PERMIT = (
        "07",
        "台湾居民来往大陆通行证",
        "mainland travel permit for Taiwan residents",
    )
    BIRTH_CERTIFICATE = "08", "出生医学证明", "medical certificate of birth"
    FOREIGN_PERMANENT_RESIDENT = (
        "A1",
        "外国人永久居留身份证",
        "foreign permanent resident identity card",
    )
    RESIDENCE_PERMIT = (
        "A2",
        "港澳台居民居住证",
        "residence permit for Hong Kong, Macao and Taiwan residents",
    )
    OTHER = "99", "其他法定有效证件", "other legal document"
