"""The edges: storage, input, the outside."""

from .base import EHealthCardError
from .limits import whole_seconds

__all__ = [
    "CapabilityUnavailableError",
    "CheckpointError",
    "DatabaseConnectError",
    "DatabaseUrlError",
    "DefinitionError",
    "InvalidInputError",
    "OutsideBusyError",
    "OutsideError",
    "OutsideUnavailableError",
    "SchemaError",
    "SchemaOutdatedError",
    "SchemaTooNewError",
    "StorageError",
    "StorageUnavailableError",
    "StoredDataError",
    "StoredDataTooNewError",
    "SubjectErasedError",
    "TimeZoneMissingError",
    "TransactionConflictError",
    "UnknownRevisionError",
    "UnstorableInputError",
    "UnsupportedDatabaseError",
    "VersionConflictError",
]


class InvalidInputError(EHealthCardError):
    """Data from outside does not have the promised form."""

    code = "INPUT_INVALID"
    status_hint = 422
    en = "{model} is not acceptable; check {fields}."
    zh = "{model} 数据不符合要求，请检查 {fields}。"


class TimeZoneMissingError(EHealthCardError):
    """A clock, or whoever calls, gave a moment that could be in any time zone."""

    code = "TIME_ZONE_MISSING"
    status_hint = 500
    en = "No time zone: {what}; give a time that has one, such as datetime.now(UTC)."
    zh = "{what}未带时区，请提供带时区的时间，例如 datetime.now(UTC)。"


class UnstorableInputError(InvalidInputError):
    """No database keeps this text, or it is longer than its place; once and for all.

    A NUL, half of a surrogate pair, more characters than a column has. Nothing was
    written, and trying again does not help. Which text it was is not said.
    """

    code = "INPUT_UNSTORABLE"
    en = (
        "A text has a character that cannot be stored, or is too long; nothing was "
        "written, and trying again does not help."
    )
    zh = (
        "文本含有无法存储的字符或超过长度限制，本次操作未写入，重试无效，请修改后提交。"
    )


class StorageError(EHealthCardError):
    """The record could not be read or written."""

    code = "STORAGE"
    status_hint = 503


class StorageUnavailableError(StorageError):
    """The database cannot be reached or is full; nothing was written."""

    code = "STORAGE_UNAVAILABLE"
    en = "The database did not answer or has no room; nothing was written, try later."
    zh = "数据库无响应或空间不足，本次操作未写入，请稍后重试。"


class DatabaseUrlError(StorageUnavailableError):
    """The database's address is not written as SQLAlchemy writes it."""

    code = "DATABASE_URL"
    status_hint = 500
    en = "This is no database URL; write one like sqlite:///cards.db."
    zh = "数据库地址格式不正确，请按 sqlite:///cards.db 的格式填写。"


class DatabaseConnectError(StorageUnavailableError):
    """The database cannot be opened, and why is known; mostly the URL is wrong.

    No file, no such database, a user whom the server refuses, nobody there.
    """

    code = "DATABASE_CONNECT"
    en = "The database cannot be opened: {why}; check its URL."
    zh = "数据库无法打开：{why}，请检查数据库地址。"


class StoredDataError(StorageError):
    """What was stored is not what this software can read."""

    code = "STORED_DATA"
    status_hint = 500
    en = (
        "A stored record cannot be read: it was altered, sealed with other keys or "
        "is of a newer version; check the key file first."
    )
    zh = "存储的记录无法读取：内容被篡改、由其他密钥密封或版本较新，请先核对密钥文件。"


class StoredDataTooNewError(StoredDataError):
    """Newer software has stored it; this one does not guess what it means."""

    code = "STORED_DATA_TOO_NEW"
    status_hint = 503
    en = (
        "A stored record has version {found} and this software knows {known}; update "
        "the software."
    )
    zh = "存储记录的版本为 {found}，本软件仅支持到 {known}，请升级软件。"


class SubjectErasedError(StorageError):
    """The holder was erased; what was sealed can never be read again."""

    code = "SUBJECT_ERASED"
    status_hint = 410
    en = "The holder was erased on request; only the record of that remains."
    zh = "持卡人信息已依申请删除，仅保留删除记录。"


class VersionConflictError(StorageError):
    """Someone else moved this case first; reload and look again."""

    code = "VERSION_CONFLICT"
    status_hint = 409
    en = "Somebody else was faster; reload the case and look again."
    zh = "该办件已被他人更新，请刷新后重试。"


class TransactionConflictError(StorageError):
    """Transactions met and this one was undone; doing it all again helps."""

    code = "TRANSACTION_CONFLICT"
    en = "Too many changes met at once; nothing was written, try again."
    zh = "并发更新冲突，本次操作未写入，请重试。"


class UnsupportedDatabaseError(StorageError):
    """The storage does not know how to work with this database."""

    code = "DATABASE_UNSUPPORTED"
    status_hint = 500
    en = "There is no support for the database {name}; see the list in the docs."
    zh = "不支持数据库 {name}，请查阅文档中的支持列表。"


class CheckpointError(StorageError):
    """An audit checkpoint cannot be believed."""

    code = "AUDIT_CHECKPOINT"
    status_hint = 422
    en = "The checkpoint is damaged or was signed by another ring; take another."
    zh = "审计检查点已损坏或由其他密钥签发，请更换检查点。"


class SchemaError(StorageError):
    """The database's tables are not those that this software works with."""

    code = "SCHEMA"
    status_hint = 500


class SchemaOutdatedError(SchemaError):
    """The tables are older than this software, or a change was not finished."""

    code = "SCHEMA_OUTDATED"
    en = (
        "The database has schema {found} but {wanted} is needed; back it up, then run "
        "'ehealthcard db upgrade URL'."
    )
    zh = (
        "数据库结构版本为 {found}，需要 {wanted}；"
        "请先备份，再运行 ehealthcard db upgrade URL。"
    )


class SchemaTooNewError(SchemaError):
    """The tables are newer than this software can work with."""

    code = "SCHEMA_TOO_NEW"
    en = (
        "The database has schema {found}, too new for this software, which knows "
        "{known}; install the newer version."
    )
    zh = "数据库结构版本 {found} 超出本软件支持的 {known}，请安装新版本。"


class UnknownRevisionError(SchemaError):
    """There is no such revision, or it does not lie in this direction."""

    code = "SCHEMA_REVISION_UNKNOWN"
    status_hint = 404
    en = "There is no schema {name} in this direction; see the list in the docs."
    zh = "该方向上不存在数据库结构版本 {name}，请查阅文档。"


class OutsideError(EHealthCardError):
    """A system outside failed."""

    code = "OUTSIDE"
    status_hint = 502


class OutsideUnavailableError(OutsideError):
    """It certainly did not receive the message; it is tried again later."""

    code = "OUTSIDE_UNAVAILABLE"
    en = "The other system did not answer; it will be tried again."
    zh = "对方系统无响应，将自动重试。"


class OutsideBusyError(OutsideUnavailableError):
    """It did not take the message up, and says for how long to leave it alone.

    Args:
        **facts: ``retry_after``: whole seconds, as in the HTTP header of that name.

    """

    code = "OUTSIDE_BUSY"
    status_hint = 503
    en = "The other system is busy; it will be tried again in {retry_after} seconds."
    zh = "对方系统繁忙，将在{retry_after}秒后自动重试。"

    @property
    def retry_after(self) -> int:
        """Seconds to wait."""
        return whole_seconds(self.facts["retry_after"])


class CapabilityUnavailableError(OutsideUnavailableError):
    """This hospital has no such system here: nobody was asked, and nobody will be.

    Whoever copes with silence copes with absence too, so it is one of those; but it is
    never tried again. Its facts are those of a :class:`~ehealthcard.ports.Capability`,
    in both languages.
    """

    code = "CAPABILITY_UNAVAILABLE"
    status_hint = 501
    en = "By hand: {by_hand} Not connected here: {name}; to connect it, give {wire}."
    zh = "人工办理：{by_hand} 本院未接入：{name}，接入请提供 {wire}。"


class DefinitionError(TypeError):
    """A workflow definition contradicts itself; raised when it is imported."""
