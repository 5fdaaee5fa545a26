"""Every dialect, client and server over real HTTP, keeps to the one contract."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import attrs
import httpx
import pytest

from ehealthcard.adapters.platform import NATIONAL_ID_TYPES, Transport
from ehealthcard.adapters.platform.ciphers import Cipher, Hash
from ehealthcard.adapters.platform.ehc import (
    Digest,
    EhcEnvelope,
    EhcSettings,
    Encoding,
    Naming,
)
from ehealthcard.adapters.platform.ehc_fields import ehc_dialect
from ehealthcard.adapters.platform.headbody import (
    HeadBodyEnvelope,
    HeadBodySettings,
    KeyForm,
    headbody_dialect,
)
from ehealthcard.adapters.platform.mapped import MappedPlatform
from ehealthcard.codesets import Channel
from ehealthcard.errors import PlatformRefusedError
from ehealthcard.hosts.platform import MappedApp, MappedServer
from ehealthcard.ports import CardPlatform, CodeWish
from ehealthcard.testing.platform import CardPlatformContract

from .serving import (
    MINUTE,
    NOW,
    house,
    served,
    tencent_client,
    tencent_platform,
    tencent_server,
)
from .serving import (
    now as clock,
)

SICHUAN = EhcSettings(
    app_id="app-1",
    app_secret="0123456789ABCDEF",
    term_id="T-1",
    version="X.M.0.1",
    digest=Digest.KEYED_PLAIN,
    hash=Hash.SM3,
    upper=True,
    cipher=Cipher.SM4,
    encoding=Encoding.BASE64,
    naming=Naming.SNAKE,
    success="10",
    failure="00",
)
V2 = HeadBodySettings(
    app_id="app-1",
    key="00112233445566778899AABBCCDDEEFF",
    key_form=KeyForm.HEX,
    version="V2.0.0",
    hash=Hash.SM3,
    sign_mode="SM3",
    upper=True,
    cipher=Cipher.SM4,
    encrypt_mode="SM4/ECB/ZeroBytePadding",
    org_code="ORG-1",
    app_record_no="REC-1",
    app_mode="3",
    success="0",
    failure="1",
)


def ehc(**changed: Any) -> EhcEnvelope:
    return EhcEnvelope(attrs.evolve(SICHUAN, **changed))


def headbody(**changed: Any) -> HeadBodyEnvelope:
    return HeadBodyEnvelope(attrs.evolve(V2, **changed))


EHC = ehc_dialect(id_types=NATIONAL_ID_TYPES, apply_type="01", rzfs="05")
HEADBODY = headbody_dialect(id_types=NATIONAL_ID_TYPES, personnel_type="1")
DIALECTS: dict[str, Any] = {
    "house": None,
    "tencent": None,
    "ehc-sichuan": (EHC, ehc()),
    "ehc-vendor": (
        EHC,
        ehc(
            digest=Digest.SUFFIXED_SEALED,
            hash=Hash.SHA256,
            cipher=Cipher.AES,
            upper=False,
            app_secret="0123456789abcdef0123456789abcdef",
        ),
    ),
    "ehc-mianyang": (
        EHC,
        ehc(
            digest=Digest.JSON_SUFFIXED,
            encoding=Encoding.HEX,
            naming=Naming.CAMEL,
            success="200",
            failure="500",
        ),
    ),
    "ehc-plain": (EHC, ehc(cipher=Cipher.NONE, hash=Hash.MD5)),
    "headbody-v2": (HEADBODY, headbody()),
    "headbody-v1": (
        HEADBODY,
        headbody(
            hash=Hash.MD5,
            cipher=Cipher.TRIPLE_DES,
            key="0123456789abcdef01234567",
            key_form=KeyForm.ASCII,
            version="V1.0.6",
            upper=False,
        ),
    ),
}
PATH = "/erhc/ehealthcard/business.do"


@pytest.fixture(scope="module")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="module", params=DIALECTS)
def platform(request: pytest.FixtureRequest) -> Iterator[CardPlatform]:
    mine = house()
    with ExitStack() as stack:
        http = stack.enter_context(httpx.Client(timeout=10))
        if request.param == "house":
            yield mine
        elif request.param == "tencent":
            base = stack.enter_context(served(tencent_server(mine).app()))
            yield tencent_platform(tencent_client(base, http))
        else:
            dialect, envelope = DIALECTS[request.param]
            app = MappedApp("app-1", envelope, dialect, mine, Channel.WINDOW, "10086")
            server = MappedServer(PATH, ("app_id", "appId"), [app], clock, 5 * MINUTE)
            base = stack.enter_context(served(server.app()))
            transport = Transport(request.param, http, base, attempts=1)
            yield MappedPlatform(dialect, envelope, transport, PATH, clock)


class TestContract(CardPlatformContract):
    """All of it, for each."""


def test_family_b_checks_a_code_that_was_shown_elsewhere() -> None:
    mine = house()
    made = mine.register(CardPlatformContract().application(1, NOW))
    text = mine.show(CodeWish(key="w", at=NOW, card_id=made.card_id)).text
    app = MappedApp("app-1", headbody(), HEADBODY, mine, Channel.WINDOW, "10086")
    server = MappedServer(PATH, ("appId",), [app], clock, 5 * MINUTE)
    with httpx.Client(timeout=10) as http, served(server.app()) as base:
        transport = Transport("headbody", http, base, attempts=1)
        theirs = MappedPlatform(HEADBODY, headbody(), transport, PATH, clock)
        check = CardPlatformContract.code_check(text, NOW)

        found = theirs.check(check)

        assert made.card_id == found.card.card_id
        with pytest.raises(PlatformRefusedError):
            theirs.check(check)
