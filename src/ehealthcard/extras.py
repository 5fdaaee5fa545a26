"""What pip has to install for a part of this package that needs more than the core."""

from types import TracebackType

from ehealthcard.errors import MissingExtraError

__all__ = ["needs"]


class needs:  # noqa: N801  # it reads as a sentence: with needs("http"): import httpx
    """Around the imports of an optional library (可选依赖); says which extra has it.

    ::

        with needs("http"):
            import httpx

    Args:
        extra: Its name in ``pip install 'ehealthcard[...]'``.

    Raises:
        MissingExtraError: The library is not installed. It is a
            :class:`ModuleNotFoundError` as well.

    """

    def __init__(self, extra: str) -> None:
        self.extra = extra

    def __enter__(self) -> None:
        """Nothing is to be prepared."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say of a missing library which extra installs it."""
        if not isinstance(error, ModuleNotFoundError):
            return
        if isinstance(error, MissingExtraError):
            return
        raise MissingExtraError(name=str(error.name), extra=self.extra) from error
