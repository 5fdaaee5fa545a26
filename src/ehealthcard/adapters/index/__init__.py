"""An index of people in this process (extra ``index``: rapidfuzz and pypinyin)."""

from .people import PeopleIndex
from .pinyin import spellings

__all__ = ["PeopleIndex", "spellings"]
