"""Believing codes, or not."""

from datetime import datetime, timedelta
from typing import overload

from ehealthcard.crypto import EPOCH_SECONDS, VerificationKeys, tag_holds
from ehealthcard.errors import (
    BadSignatureError,
    ExpiredCodeError,
    FutureCodeError,
    TimeZoneMissingError,
    WrongAudienceError,
    WrongSuiteError,
)
from ehealthcard.identity import CardId

from . import device, national
from .audience import audience_hash
from .envelope import CLAIMS, DOMAIN, HEAD, NO_AUDIENCE, TAG
from .lifetime import SECONDS_OF
from .national import NationalForm, NationalText
from .types import LEEWAY, IssuerCheckedCode, Tier, UnverifiedCode, VerifiedCode

_NATIONAL_TIERS = {
    NationalForm.DYNAMIC: Tier.NATIONAL,
    NationalForm.STATIC: Tier.STATIC,
    NationalForm.BARE: Tier.STATIC,
    NationalForm.TEMPORARY: Tier.TEMPORARY,
}


@overload
def verify_code(
    code: UnverifiedCode,
    *,
    keys: VerificationKeys,
    at: datetime,
    expected_audience: str | None = None,
    leeway: timedelta = LEEWAY,
) -> VerifiedCode: ...
@overload
def verify_code(
    code: UnverifiedCode | NationalText,
    *,
    keys: VerificationKeys,
    at: datetime,
    expected_audience: str | None = None,
    leeway: timedelta = LEEWAY,
) -> VerifiedCode | IssuerCheckedCode: ...
def verify_code(
    code: UnverifiedCode | NationalText,
    *,
    keys: VerificationKeys,
    at: datetime,
    expected_audience: str | None = None,
    leeway: timedelta = LEEWAY,
) -> VerifiedCode | IssuerCheckedCode:
    """Check who made *code*, for whom, and for when; in this order.

    Args:
        code: What :func:`parse_code` returned.
        keys: The issuer's ring, its public keys, or a gate's.
        at: Now.
        expected_audience: The one audience that the code must be bound to; with
            ``None`` it must be bound to none.
        leeway: How far clocks may disagree, at both ends.

    Returns:
        A verified code. A national text comes back only as an
        :class:`IssuerCheckedCode`, which the desk alone can make good.

    Raises:
        WrongSuiteError: The keys are of the other suite.
        UnknownKeyError: The key is not, or no longer, in force.
        SymmetricKeyRequiredError: A MAC code met public keys.
        IssuerOnlyError: A national text met keys that are not its issuer's.
        BadSignatureError: Forged or altered.
        WrongAudienceError: Bound to another audience than expected.
        FutureCodeError: Not valid yet.
        ExpiredCodeError: No longer valid.

    """
    if isinstance(code, NationalText):
        return _national(code, keys, at, leeway)
    if code.suite is not keys.suite:
        raise WrongSuiteError
    check = device.verify if code.form.is_from_phone else _direct
    verified = check(code, keys, expected_audience)
    _in_time(verified.issued, verified.issued + verified.lifetime, at, leeway)
    return verified


def _direct(
    code: UnverifiedCode, keys: VerificationKeys, expected_audience: str | None
) -> VerifiedCode:
    """Check a code that the issuer itself made."""
    payload = code.payload
    signed, proof = payload[:CLAIMS], payload[CLAIMS:]
    key_id, bound = signed[1:5], signed[-8:]
    issued = int.from_bytes(signed[HEAD : HEAD + 4], "big")
    if code.form.is_signed:
        holds = keys.public_key(key_id).verify(proof, DOMAIN + signed)
    else:
        mac = keys.code_mac(key_id, bound, issued // EPOCH_SECONDS)
        holds = tag_holds(mac.tag(DOMAIN + signed)[:TAG], proof)
    if not holds:
        raise BadSignatureError
    expected = NO_AUDIENCE
    if expected_audience is not None:
        expected = audience_hash(code.suite, expected_audience)
    if bound != expected:
        raise WrongAudienceError
    return VerifiedCode(
        code.form,
        code.suite,
        CardId.from_bytes(signed[5:HEAD]),
        expected_audience,
        issued,
        SECONDS_OF[signed[HEAD + 4]],
        signed,
    )


def _national(
    text: NationalText, keys: VerificationKeys, at: datetime, leeway: timedelta
) -> IssuerCheckedCode:
    protection = keys.protection()
    ends = None
    if text.validity is not None:
        ends = national.expiry(protection, text.validity)
        _in_time(0, int(ends.timestamp()), at, leeway)
    return IssuerCheckedCode(
        text.card_id, _NATIONAL_TIERS[text.form], ends, text.digest
    )


def _in_time(starts: int, ends: int, at: datetime, leeway: timedelta) -> None:
    if at.tzinfo is None:
        raise TimeZoneMissingError(what="at")
    now, slack = at.timestamp(), leeway.total_seconds()
    if now < starts - slack:
        raise FutureCodeError
    if now > ends + slack:
        raise ExpiredCodeError
