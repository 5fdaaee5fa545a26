"""What is wrong with the mapping of a database view."""

from .base import EHealthCardError

__all__ = ["ViewMappingError"]


class ViewMappingError(EHealthCardError):
    """A mapping contradicts itself, or the view is not as it says."""

    code = "VIEW_MAPPING"
    status_hint = 500
    en = "The mapping of the view cannot be used, at {where}; correct it."
    zh = "视图映射无法使用，问题位于 {where}，请修正。"
