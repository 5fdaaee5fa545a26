"""Finding everyday expressions in what somebody wrote, and what was denied (否定).

Rules, not statistics: an expression is found where it stands, also with a few
filling words inside (``肚子~疼`` finds 肚子有点疼), and counts as denied behind 没有
and its like. What is denied carries over a list: 没有发烧、咳嗽.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

import attrs

_FILLING = (
    "总感觉|感觉|感到|觉得|老觉得|时不时|动不动|一阵阵|一阵一阵|一抽一抽|隐隐|阵阵|"
    "这几天|这两天|最近|近来|今天|昨天|晚上|早上|夜里|半夜|经常|常常|时常|总是|老是|"
    "一直|突然|忽然|持续|反复|开始|偶尔|有时候|有时|剧烈|轻微|严重|厉害|特别|非常|"
    "有点儿|有点|有些|这里|那里|这块|这边|那边|里面|周围|附近|左边|右边|左侧|右侧|"
    "两边|双侧|怎么|为什么|越来越|不停|一个劲|不由自主|为啥|稍微|比较|十分|极其|"
    "上|下|里|部|有|会|总|老|就|很|好|特|又|也|还|都|的|地|得|发|真|太|左|右|边|侧|"
    "大象|钳子|石头|重物|绳子|好像|像是|好似|像|跟|块|什么|东西|处|在|是|出现|被|一|直|能|要|想|点|些|了|着|那|这|更|最|再"
)
_GAP: Final = f"(?:{_FILLING}){{0,4}}"
_BREAK: Final = re.compile(
    "[，。；！？,.;!?\\n…~—]|但是|但|却|不过|可是|只是|然而|就是"
)
_FILLER_AFTER_NO = (
    "(?:再|有|出现|感觉到|感觉|感到|觉得|怎么|太|会|再次|明显|什么|发生|伴有|伴|见|任何|"
    "特别|很|咋|过|的|要|到|啥)"
)
_NO: Final = re.compile(
    "(?:(?<![有是])没有?|(?<!是)不是|(?<!是)不|(?<!有)无|未|否认|从未|并非|从不|从没)"
    f"{_FILLER_AFTER_NO}{{0,3}}$"
)
_NOT_AFTER: Final = re.compile(
    "^(?:的?症状|的?情况|的?现象|的话)?(?:都|也|倒|倒是|是)?"
    "(?:没有过?|没|无|好了|已经好了|消失了?)[了啊吧呢的]?$"
)
_LIKE: Final = (
    re.compile("(?:像|跟|如同|好似|仿佛|如)(?:是|被|个)?$"),
    re.compile("^(?:了|过)?(?:一样|似的|一般|般|那样|那么)"),
)
"""Around a comparison: 像触电一样 is no electric accident."""

_AND: Final = re.compile("^[、和或及与也还有跟以及又都/ ]{0,3}$")
_PIECE: Final = re.compile(r"~|\{([a-z0-9-]+)\}|[^~{}]+")


@attrs.frozen
class Found:
    """An expression that was found."""

    start: int
    end: int
    entry: str
    """What it is an expression of."""

    words: str = attrs.field(repr=False)
    is_denied: bool = False


def plain(text: str) -> str:
    """Return *text* as it is searched: one width, lower case, no spaces."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub("[ \t\u3000]+", "", folded)


class Wording:
    """Knows expressions and finds them.

    Args:
        said: The expressions of each entry.
        words: Groups that an expression may name in braces.
        kept: Entries that no longer expression hides.

    """

    def __init__(
        self,
        said: Mapping[str, Iterable[str]],
        words: Mapping[str, tuple[str, ...]] | None = None,
        *,
        kept: Iterable[str] = (),
    ) -> None:
        self._kept = frozenset(kept)
        self._literal: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._pattern: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
        for entry, expressions in said.items():
            for expression in dict.fromkeys(map(plain, expressions)):
                self._learn(entry, expression, words or {})

    def find(self, text: str) -> list[Found]:
        """Return what is found in *text*, by place; the longest where they overlap."""
        folded = plain(text)
        hits = [h for place in range(len(folded)) for h in self._at(folded, place)]
        return _judged(folded, _longest(hits, self._kept))

    def _learn(
        self, entry: str, expression: str, words: Mapping[str, tuple[str, ...]]
    ) -> None:
        pieces = list(_PIECE.finditer(expression))
        if len(pieces) == 1 and pieces[0][1] is None:
            self._literal[expression[0]].append((expression, entry))
            return
        made: list[str] = []
        firsts = ""
        for piece in pieces:
            group = [re.escape(plain(w)) for w in words.get(piece[1] or "", ())]
            if piece[0] == "~":
                made.append(_GAP)
            elif piece[1]:
                made.append(f"(?:{'|'.join(sorted(group, key=len, reverse=True))})")
            else:
                made.append(re.escape(piece[0]))
            if not firsts:
                firsts = "".join(w[0] for w in group) or piece[0][0]
        pattern = re.compile("".join(made))
        for first in set(firsts):
            self._pattern[first].append((pattern, entry))

    def _at(self, text: str, place: int) -> list[Found]:
        first = text[place]
        if first.isdecimal() and place and text[place - 1].isdecimal():
            return []
        found = [
            Found(place, place + len(words), entry, words)
            for words, entry in self._literal.get(first, ())
            if text.startswith(words, place)
        ]
        for pattern, entry in self._pattern.get(first, ()):
            if match := pattern.match(text, place):
                found.append(Found(place, match.end(), entry, match[0]))
        return found


def _longest(hits: list[Found], always: frozenset[str]) -> list[Found]:
    """Leave out what lies inside a longer one, and the same entry at one place."""
    best: dict[tuple[str, int], Found] = {}
    for hit in hits:
        known = best.get((hit.entry, hit.start))
        if known is None or known.end < hit.end:
            best[hit.entry, hit.start] = hit
    kept = list(best.values())
    return sorted(
        (h for h in kept if h.entry in always or not any(_inside(h, o) for o in kept)),
        key=lambda h: (h.start, h.end),
    )


def _inside(one: Found, other: Found) -> bool:
    longer = other.end - other.start > one.end - one.start
    return longer and other.start <= one.start and one.end <= other.end


def _judged(text: str, hits: list[Found]) -> list[Found]:
    """Say of each hit whether it is denied; a denial carries over a list, both ways."""
    behind = [bool(_NOT_AFTER.match(_rest(text, h))) for h in hits]
    for n in range(len(hits) - 1, 0, -1):  # 发烧咳嗽都没有
        behind[n - 1] |= behind[n] and _are_listed(text, hits[n - 1], hits[n])
    done: list[Found] = []
    for hit, denied_behind in zip(hits, behind, strict=True):
        before, clause = done[-1] if done else None, _clause(text, hit.start)
        denied = denied_behind or bool(_NO.search(clause))
        denied = denied or _is_likened(clause, _rest(text, hit))
        if not denied and before and before.is_denied:  # 没有发烧、咳嗽
            denied = _are_listed(text, before, hit)
        done.append(attrs.evolve(hit, is_denied=denied))
    return done


def _are_listed(text: str, one: Found, two: Found) -> bool:
    return bool(_AND.match(text[one.end : two.start]))


def _is_likened(before: str, after: str) -> bool:
    """Whether it is only compared with."""
    return bool(_LIKE[0].search(before)) and bool(_LIKE[1].match(after))


def _clause(text: str, end: int) -> str:
    """Return what stands before *end* in its clause."""
    cuts = [m.end() for m in _BREAK.finditer(text, 0, end)]
    return text[cuts[-1] if cuts else 0 : end]


def _rest(text: str, hit: Found) -> str:
    cut = _BREAK.search(text, hit.end)
    return text[hit.end : cut.start() if cut else len(text)]
