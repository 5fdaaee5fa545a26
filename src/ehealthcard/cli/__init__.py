"""The command line (extra ``cli``)."""

import errno
import sys
from typing import NoReturn

from ehealthcard.errors import EHealthCardError, FileUnusableError, Phrase

__all__ = ["main"]

CAUSES = {
    errno.EACCES: "没有权限",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "是文件夹而不是文件",
    errno.ENOENT: "不存在",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENOTDIR: "路径中有一级不是文件夹",
    errno.EPERM: "不允许此操作",
    errno.EROFS: "文件系统只读",
}
"""What the system says of a file, in Chinese."""

INTERRUPTED = 130
"""The status of a program that Ctrl-C has ended, as shells have it (128 + SIGINT)."""


def main() -> None:
    """Run the command line; an error ends it with its code and two sentences."""
    try:
        from .app import app  # noqa: PLC0415  # the extra may be missing

        app()
    except EHealthCardError as error:
        _end(error)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        if error.filename is None:
            raise
        _end(FileUnusableError(path=str(error.filename), reason=_why(error)))


def _why(error: OSError) -> Phrase:
    zh = CAUSES.get(error.errno or 0, f"系统错误 {error.errno}")
    return Phrase(str(error.strerror), zh)


def _end(error: EHealthCardError) -> NoReturn:
    sys.exit(f"{error.code}\n{error.english}\n{error.chinese}")
