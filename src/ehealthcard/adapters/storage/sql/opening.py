"""Why a database cannot be opened, in words of our own.

A driver's words may repeat a piece of the URL, and with it a password that was written
wrongly. So they are looked at and never told; they stay the error's cause.
"""

from ehealthcard.errors import DatabaseConnectError, Phrase, StorageUnavailableError

NO_FILE = Phrase("there is no such file", "文件不存在")
_NO_DATABASE = Phrase("the server has no such database", "服务器上没有该数据库")
_REFUSED = Phrase(
    "the server does not accept this user or password",
    "服务器不接受该用户名或口令",
)
_NO_HOST = Phrase("the name of the host is not known", "主机名无法解析")
_NOBODY = Phrase("nobody answers at this host and port", "该主机端口无应答")
_OPTION = Phrase(
    "the driver lacks an option behind the question mark",
    "驱动不支持问号后的参数",
)
_FOLDER = Phrase(
    "its folder is not there, or may not be written to",
    "所在目录不存在或不可写",
)
_NOT_ONE = Phrase("the file is no SQLite database", "该文件不是 SQLite 数据库")
_READ_ONLY = Phrase("the file may only be read", "该文件只读")

_SIGNS: tuple[tuple[tuple[str, ...], Phrase], ...] = (
    (("fatal:  role", "password authentication", "no password supplied"), _REFUSED),
    (("access denied", "no pg_hba.conf entry"), _REFUSED),
    (("fatal:  database", "unknown database"), _NO_DATABASE),
    (("failed to resolve host", "could not translate host name"), _NO_HOST),
    (("name or service not known", "getaddrinfo"), _NO_HOST),
    (("connection refused", "timeout expired", "timed out", "no route"), _NOBODY),
    (("invalid connection option",), _OPTION),
    (("unable to open database file",), _FOLDER),
    (("file is not a database",), _NOT_ONE),
    (("readonly database",), _READ_ONLY),
)
"""What English drivers and servers write; anything else has no reason of its own."""

REASONS = (NO_FILE, *(why for _, why in _SIGNS))
"""All that is said of a database that cannot be opened."""


def unopened(error: Exception) -> StorageUnavailableError:
    """Return what *error* says about opening a database, as far as it is known."""
    said = str(getattr(error, "orig", None) or error).lower()
    for signs, why in _SIGNS:
        if any(sign in said for sign in signs):
            return because(why)
    return StorageUnavailableError()


def because(why: Phrase) -> DatabaseConnectError:
    """Return the error for a reason in two languages."""
    return DatabaseConnectError(why=why)
