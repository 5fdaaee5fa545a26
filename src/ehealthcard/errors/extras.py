"""What this machine lacks: a library, a file, a right to it."""

from .base import EHealthCardError

__all__ = ["FileUnusableError", "MissingExtraError"]


class MissingExtraError(EHealthCardError, ModuleNotFoundError):
    """An optional library is not installed (未安装可选依赖).

    Args:
        **facts: ``name``: the module that was not found; ``extra``: the extra of this
            package that installs it.

    """

    code = "EXTRA_MISSING"
    status_hint = 500
    en = "The module {name} is not installed; run pip install 'ehealthcard[{extra}]'."
    zh = "未安装模块 {name}，请运行 pip install 'ehealthcard[{extra}]'。"

    def __init__(self, **facts: str | int) -> None:
        super().__init__(**facts)
        self.name = str(facts["name"])


class FileUnusableError(EHealthCardError):
    """A file that a command was given cannot be read or written (文件不可用).

    Args:
        **facts: ``path``, as it was given; ``reason``, in the system's words.

    """

    code = "FILE_UNUSABLE"
    en = "The file {path} cannot be used: {reason}; check its path and your rights."
    zh = "文件 {path} 无法使用：{reason}，请检查路径与权限。"
