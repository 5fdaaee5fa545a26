"""Which backend computes, and what happens where there is no OpenSSL."""

import copy
import ctypes
import gc
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ehealthcard.crypto.sm2 import (
    Backend,
    PrivateKey,
    PublicKey,
    backend,
    choice,
    ciphertext_to_der,
    load_openssl,
    openssl,
)
from ehealthcard.crypto.sm2.evp import Key
from ehealthcard.crypto.sm2.libcrypto import (
    LIBRARIES,
    Libcrypto,
    candidates,
    load_each,
)
from ehealthcard.crypto.sm2.openssl import OpenSSL
from ehealthcard.crypto.sm2.pure import Pure, PurePublic, fastest_integer
from ehealthcard.crypto.sm2.selftest import passes
from ehealthcard.errors import BackendUnavailableError, DecryptionError

SECRET = bytes(31) + b"\x07"
RAW = PrivateKey(SECRET, Pure()).public_key.raw


@pytest.fixture
def no_openssl(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(choice, "load_openssl", lambda: load_openssl(()))
    choice.found_openssl.cache_clear()
    yield
    choice.found_openssl.cache_clear()


def test_the_default_backend_is_openssl() -> None:
    assert "openssl" == backend().name == backend("openssl").name


def test_the_pure_backend_has_to_be_named() -> None:
    assert "pure" == backend("pure").name


def test_a_backend_is_loaded_once() -> None:
    assert backend() is backend("openssl")
    assert backend("pure") is backend("pure")


@pytest.mark.parametrize("name", ["", "OpenSSL", "gmssl"])
def test_an_unknown_backend_is_an_error(name: str) -> None:
    with pytest.raises(BackendUnavailableError):
        backend(name)


@pytest.mark.parametrize("name", ["openssl", "pure"])
def test_a_key_takes_the_name_of_a_backend(name: str) -> None:
    for key in (PrivateKey(SECRET, name), PrivateKey.generate(name)):
        public = PublicKey(key.public_key.raw, name)
        assert public.verify(key.sign(b"message"), b"message")


def test_a_key_with_an_unknown_backend_is_an_error() -> None:
    with pytest.raises(BackendUnavailableError):
        PrivateKey(SECRET, backend="gmssl")
    with pytest.raises(BackendUnavailableError):
        PublicKey(PrivateKey(SECRET).public_key.raw, backend="gmssl")


@pytest.mark.usefixtures("no_openssl")
def test_without_openssl_a_key_that_names_it_is_an_error() -> None:
    with pytest.raises(BackendUnavailableError):
        PrivateKey(SECRET, backend="openssl")


@pytest.mark.usefixtures("no_openssl")
def test_without_openssl_nothing_secret_is_done_unasked() -> None:
    key = PrivateKey(SECRET)
    with pytest.raises(BackendUnavailableError):
        key.sign(b"message")
    with pytest.raises(BackendUnavailableError):
        key.decrypt(PublicKey(b"\x02" + bytes(32)).encrypt(b"text"))
    with pytest.raises(BackendUnavailableError):
        _ = key.public_key
    with pytest.raises(BackendUnavailableError):
        PrivateKey.generate()
    with pytest.raises(BackendUnavailableError):
        backend()


@pytest.mark.usefixtures("no_openssl")
def test_without_openssl_the_pure_backend_signs_when_asked_by_name() -> None:
    key = PrivateKey(SECRET, backend="pure")
    assert key.public_key.verify(key.sign(b"message"), b"message")


@pytest.mark.usefixtures("no_openssl")
def test_without_openssl_public_keys_verify_and_encrypt_in_python() -> None:
    key = PrivateKey(SECRET, backend="pure")
    public = PublicKey(key.public_key.raw)
    assert public.verify(key.sign(b"message"), b"message")
    assert b"text" == key.decrypt(public.encrypt(b"text"))
    assert "pure" == choice.public_backend().name


@pytest.mark.usefixtures("no_openssl")
def test_openssl_is_not_searched_again_after_it_was_not_found() -> None:
    choice.public_backend()
    choice.public_backend()
    assert 1 == choice.found_openssl.cache_info().misses


@pytest.mark.parametrize(
    "libraries",
    [
        pytest.param((), id="none"),
        pytest.param(("libnosuchthing.so.3", "/nowhere/libcrypto.so.3"), id="missing"),
        pytest.param(("libc.so.6",), id="not OpenSSL"),
        pytest.param((__file__,), id="not a library"),
    ],
)
def test_a_library_that_is_not_openssl_does_not_count(
    libraries: tuple[str, ...],
) -> None:
    with pytest.raises(BackendUnavailableError):
        load_openssl(libraries)


def test_the_usual_names_are_tried_before_a_slow_search() -> None:
    assert LIBRARIES == tuple(candidates())[: len(LIBRARIES)]


def test_a_named_library_is_used() -> None:
    found = next(name for name in candidates() if list(load_each([name])))
    key = PrivateKey(SECRET, backend=load_openssl(["libnosuchthing.so", found]))
    assert PublicKey(key.public_key.raw).verify(key.sign(b"message"), b"message")


class Credulous(PurePublic):
    def verify(self, _signature: bytes, _digest: bytes, /) -> bool:
        return True


class CredulousBackend(Pure):
    def public(self, raw: bytes, /) -> PurePublic:
        return Credulous(self._curve, raw)


class BrokenBackend(Pure):
    def public(self, _raw: bytes, /) -> PurePublic:
        raise BackendUnavailableError


@pytest.mark.parametrize("wrong", [CredulousBackend(), BrokenBackend()])
def test_a_backend_that_gives_wrong_answers_does_not_pass(wrong: Backend) -> None:
    assert passes(Pure())
    assert not passes(wrong)


def test_importing_loads_neither_openssl_nor_gmpy2() -> None:
    code = (
        "import sys; from ehealthcard.crypto.sm2 import choice\n"
        "assert 'gmpy2' not in sys.modules\n"
        "assert 0 == choice.found_openssl.cache_info().currsize\n"
        "assert 0 == choice.pure_backend.cache_info().currsize\n"
        "assert 'subprocess' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603  # our own code
    assert 0 == done.returncode


def test_without_gmpy2_the_integers_are_those_of_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "gmpy2", None)
    assert int is fastest_integer()


@pytest.fixture
def libcrypto() -> Libcrypto:
    """Give a library of our own, whose functions a test may exchange."""
    return next(load_each(LIBRARIES))


def test_a_key_holds_memory_of_openssl_only_while_it_lives(
    libcrypto: Libcrypto,
) -> None:
    freed: list[int] = []
    libcrypto.key_free = freed.append
    key = Key(libcrypto, RAW)
    gone = weakref.ref(key)
    del key
    gc.collect()
    assert gone() is None
    assert 1 == len(freed)


def test_memory_of_openssl_is_not_shared_by_copies(libcrypto: Libcrypto) -> None:
    with pytest.raises(TypeError):
        copy.deepcopy(Key(libcrypto, RAW))


def test_a_refused_signature_leaves_no_error_for_other_users_of_openssl() -> None:
    name = next(name for name in LIBRARIES if list(load_each([name])))
    library = ctypes.CDLL(name)
    key = PrivateKey(SECRET, load_openssl([name]))
    signature = key.sign(b"message")
    ciphertext = key.public_key.encrypt(b"text")
    altered = ciphertext[:-1] + bytes((ciphertext[-1] ^ 1,))
    library.ERR_clear_error()
    assert not key.public_key.verify(signature, b"another")
    spoilt = signature[:63] + bytes((signature[63] ^ 1,))
    assert not key.public_key.verify(spoilt, b"message")
    with pytest.raises(DecryptionError):
        key.decrypt(altered)
    assert 0 == library.ERR_peek_error()


@pytest.mark.parametrize(
    "function",
    [
        "context_by_name",
        "fromdata_init",
        "fromdata",
        "context_by_key",
        "verify_init",
        "sign_init",
        "sign",
        "decrypt",
        "group",
        "point",
        "number",
        "multiply",
        "point_to_octets",
    ],
)
def test_openssl_is_refused_where_a_function_fails(
    libcrypto: Libcrypto, function: str
) -> None:
    setattr(libcrypto, function, lambda *_: 0)
    assert not passes(OpenSSL(libcrypto))


@pytest.mark.parametrize("result", [0, -1, -2])
def test_only_one_means_verified_and_all_else_is_cleaned_up(
    libcrypto: Libcrypto, result: int
) -> None:
    cleared: list[int] = []
    libcrypto.verify = lambda *_: result
    libcrypto.clear_errors = lambda: cleared.append(result)
    signature = PrivateKey(SECRET).sign(b"message")
    assert not PublicKey(RAW, OpenSSL(libcrypto)).verify(signature, b"message")
    assert [result] == cleared


def test_a_failing_encryption_is_an_error(libcrypto: Libcrypto) -> None:
    libcrypto.encrypt = lambda *_: 0
    with pytest.raises(BackendUnavailableError):
        PublicKey(RAW, OpenSSL(libcrypto)).encrypt(b"text")


def test_the_next_library_is_tried_after_one_that_fails(
    monkeypatch: pytest.MonkeyPatch, libcrypto: Libcrypto
) -> None:
    good = next(load_each(LIBRARIES))
    libcrypto.verify = lambda *_: 1
    monkeypatch.setattr(openssl, "load_each", lambda _: iter((libcrypto, good)))
    key = PrivateKey(SECRET, load_openssl())
    assert not key.public_key.verify(bytes(63) + b"\1", b"message")


def writing(answers: list[bytes]) -> Callable[..., int]:
    """Return a function of OpenSSL that writes the given answers, one a call."""

    def function(_context: int, out: Any, size: Any, *_: object) -> int:
        answer = answers.pop(0)
        ctypes.memmove(out, answer, len(answer))
        ctypes.cast(size, ctypes.POINTER(ctypes.c_size_t)).contents.value = len(answer)
        return 1

    return function


def test_a_text_that_an_old_openssl_leaves_in_clear_is_encrypted_again(
    libcrypto: Libcrypto,
) -> None:
    point_and_hash = b"\x04" + RAW + bytes(32)
    clear, masked = point_and_hash + b"A", point_and_hash + b"B"
    ders = [ciphertext_to_der(clear), ciphertext_to_der(clear)]
    libcrypto.encrypt = writing([*ders, ciphertext_to_der(masked)])
    assert masked == PublicKey(RAW, OpenSSL(libcrypto)).encrypt(b"A")


def test_a_text_that_was_left_in_clear_does_not_open_with_an_old_openssl(
    libcrypto: Libcrypto,
) -> None:
    ciphertext = b"\x04" + RAW + bytes(32) + b"A"
    libcrypto.decrypt = writing([b"A", b"B"])
    key = PrivateKey(SECRET, OpenSSL(libcrypto))
    with pytest.raises(DecryptionError):
        key.decrypt(ciphertext)
    assert b"B" == key.decrypt(ciphertext)
