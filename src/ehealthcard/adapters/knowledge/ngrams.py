"""The advisor that comes with the package: it counts words and shows which (导诊顾问).

Two things speak for a department. The expressions of the knowledge base that stand in
the text and are not denied, each with the weight that it has there. And, where somebody
uses words that no expression foresaw, the pairs of characters that the text shares with
all expressions of a department (a naive Bayes over character n-grams, with an inverse
document frequency): 睾丸 speaks for urology in whatever sentence it stands. There is no
training and no data but the knowledge base, so the same base gives the same answer.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ehealthcard.rules.guidance import (
    Advice,
    Found,
    GuidanceKnowledge,
    GuidanceQuestion,
    Opinion,
    Wording,
    plain,
)

MODEL = "ngrams-1"
GRAM = 1.8
"""What a gram counts beside an expression."""

MOST_GRAMS = 4.0
"""All grams together count no more than this for one department."""

FADING = 0.7
"""What each further expression counts of the one before, for one department."""

GRAM_SIZE = {1: 0.25, 2: 1.0, 3: 1.5}
SHOWN = 12
REASONS = 5
HISTORY = 0.3
"""What was once counts this much of what is now."""

DOUBT = 1.5
"""Votes for no department, so that a gram seen once does not decide."""

RAREST = 7.0
CHANCE = 0.08
ENOUGH = 4.0
"""A weight of this much for the best department is a plain case."""

_WORD = re.compile("[\u4e00-\u9fffa-z0-9]+")
_EMPTY = re.compile(
    "什么原因|什么|怎么办|怎么样|怎么回事|怎么|为什么|为啥|有没有|能不能|可不可以|可以|"
    "请问|医生|大夫|你好|您好|谢谢|知道|现在|最近|以前|之前|已经|一直|总是|老是|经常|"
    "有时候|有时|有点|有些|好像|觉得|感觉|严重吗|严重|治疗|治好|怎样|如何|哪个科|"
    "需要|应该|时候|因为|所以|但是|就是|还是|或者|而且|如果|我们|他们|自己|多久|"
    "左右|没有|原因|[一二两三四五六七八九十几半多0-9]+[个天年月周次岁点斤]+|[的了吗呢吧啊呀嘛么和与及也还都就很太又在我你您他她它这那哪是]"
)
"""Words that say nothing of where it hurts."""

_ORDER = re.compile(r"~|\{[a-z0-9-]+\}")


_Vote = tuple[str, str, float]


class NgramAdvisor:
    """See :class:`ehealthcard.ports.GuidanceAdvisor`; pure, and as fast as a look-up.

    Args:
        knowledge: The base that it works with.

    """

    def __init__(self, knowledge: GuidanceKnowledge) -> None:
        self.version = f"{MODEL}/{knowledge.label}"
        self._names = {s.id: s.name for s in knowledge.symptoms}
        self._weights = _weights(knowledge)
        self._wording = Wording(_expressions(knowledge), knowledge.words)
        self._grams = _learn(knowledge)

    def advise(self, question: GuidanceQuestion, /) -> Advice:
        """See :class:`ehealthcard.ports.GuidanceAdvisor`."""
        votes = _by_department(self._expressed(question))
        grams = _by_department(self._resembling(question))
        scores = {
            d: _faded(votes[d]) + min(MOST_GRAMS, sum(w for w, _ in grams[d]))
            for d in {*votes, *grams}
        }
        ranked = sorted(scores.items(), key=lambda r: (-r[1], r[0]))[:SHOWN]
        opinions = tuple(
            Opinion(
                department=department,
                score=round(score, 4),
                reasons=_shown([*votes[department], *grams[department]]),
            )
            for department, score in ranked
            if round(score, 4) > 0
        )
        return Advice(
            opinions=opinions, confidence=_confidence(ranked), version=self.version[:80]
        )

    def _expressed(self, question: GuidanceQuestion) -> Iterator[_Vote]:
        """Yield the expressions that were chosen or said."""
        for name in question.symptoms:
            for department, weight in self._weights.get(f"s:{name}", {}).items():
                yield self._names[name], department, weight
        seen = {f"s:{n}" for n in (*question.symptoms, *question.denied)}
        for text, share in _texts(question):
            for hit in self._wording.find(text):
                if hit.is_denied or hit.entry in seen:
                    continue
                seen.add(hit.entry)
                for department, weight in self._weights[hit.entry].items():
                    yield hit.words, department, weight * share

    def _resembling(self, question: GuidanceQuestion) -> Iterator[_Vote]:
        """Yield the grams that resemble expressions."""
        for text, share in _texts(question):
            rest = _without_denied(plain(text), self._wording.find(text))
            for gram in dict.fromkeys(grams_of(rest)):
                for department, weight in self._grams.get(gram, ()):
                    yield gram, department, weight * GRAM * share


def grams_of(text: str) -> Iterator[str]:
    """Yield every one to three neighbouring characters of a word."""
    for word in _WORD.findall(_EMPTY.sub("，", text)):
        for size in (1, 2, 3):
            yield from (word[i : i + size] for i in range(len(word) - size + 1))


def _texts(question: GuidanceQuestion) -> tuple[tuple[str, float], ...]:
    said = "。".join(t for t in (question.words, question.status) if t)
    return (said, 1.0), (question.history, HISTORY)


def _faded(votes: list[tuple[float, str]]) -> float:
    """Return what several expressions count together: each less than the one before."""
    weights = sorted((w for w, _ in votes), reverse=True)
    return sum(w * FADING**n for n, w in enumerate(weights))


def _by_department(votes: Iterator[_Vote]) -> dict[str, list[tuple[float, str]]]:
    """Return the votes for each department; the same words count once."""
    best: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for words, department, weight in votes:
        best[department][words] = max(best[department][words], weight)
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for department, said in best.items():
        found[department] = [(weight, words) for words, weight in said.items()]
    return found


def _shown(votes: list[tuple[float, str]]) -> tuple[str, ...]:
    best = sorted(votes, key=lambda v: -v[0])
    return tuple(dict.fromkeys(words for _, words in best))[:REASONS]


def _expressions(knowledge: GuidanceKnowledge) -> dict[str, tuple[str, ...]]:
    said = {f"s:{s.id}": (s.name, *s.said) for s in knowledge.symptoms}
    said |= {f"t:{n}": t.words for n, t in enumerate(knowledge.topics)}
    said |= {f"d:{d.code}": (d.name, *d.aliases) for d in knowledge.departments}
    return said


def _weights(knowledge: GuidanceKnowledge) -> dict[str, dict[str, float]]:
    found = {f"s:{s.id}": dict(s.to) for s in knowledge.symptoms}
    found |= {f"t:{n}": dict(t.to) for n, t in enumerate(knowledge.topics)}
    found |= {f"d:{d.code}": {d.code: 6.0} for d in knowledge.departments}
    return found


def _learn(knowledge: GuidanceKnowledge) -> dict[str, list[tuple[str, float]]]:
    """Return for each gram the departments it speaks for, more than chance would."""
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    entries = 0
    weights = _weights(knowledge)
    frequency: Counter[str] = Counter()
    for entry, expressions in _expressions(knowledge).items():
        for expression in expressions:
            entries += 1
            grams = set(grams_of(plain(_ORDER.sub("，", expression))))
            frequency.update(grams)
            total = sum(weights[entry].values())
            for department, weight in weights[entry].items():
                for gram in grams:
                    counts[gram][department] += weight / total
    return {
        gram: list(_spoken(gram, counts[gram], frequency[gram], entries))
        for gram in counts
    }


def _spoken(
    gram: str, votes: dict[str, float], frequency: int, entries: int
) -> Iterator[tuple[str, float]]:
    total = sum(votes.values()) + DOUBT
    rarity = min(math.log(entries / frequency), RAREST) / RAREST
    for department, votes_here in votes.items():
        share = votes_here / total
        if share > CHANCE:
            yield department, share * share * rarity * GRAM_SIZE[len(gram)]


def _without_denied(text: str, found: Iterable[Found]) -> str:
    kept = list(text)
    for hit in found:
        if hit.is_denied:
            kept[hit.start : hit.end] = "，" * (hit.end - hit.start)
    return "".join(kept)


def _confidence(ranked: list[tuple[str, float]]) -> float:
    """Return how plain the case is: how much was said, and how much of it agrees."""
    if not ranked:
        return 0.0
    best = ranked[0][1]
    agreed = sum(s for _, s in ranked[:3]) / sum(s for _, s in ranked)
    return round(min(1.0, best / ENOUGH) * agreed, 4)
