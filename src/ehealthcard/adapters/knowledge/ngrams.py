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
PHRASE = 1.0
GRAM = 0.55
SHOWN = 12
HISTORY = 0.3
"""What was once counts this much of what is now."""

ENOUGH = 4.0
"""A weight of this much for the best department is a plain case."""

_WORD = re.compile("[\u4e00-\u9fffa-z0-9]+")
_ORDER = re.compile(r"~|\{[a-z0-9-]+\}")


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
        scores: Counter[str] = Counter()
        reasons: dict[str, Counter[str]] = defaultdict(Counter)
        for words, department, weight in self._votes(question):
            scores[department] += weight
            reasons[department][words] += weight
        ranked = [(d, s) for d, s in scores.most_common(SHOWN) if s > 0]
        opinions = tuple(
            Opinion(
                department=department,
                score=round(score, 4),
                reasons=tuple(w for w, v in reasons[department].most_common(5) if v > 0),
            )
            for department, score in ranked
            if round(score, 4) > 0
        )
        return Advice(
            opinions=opinions, confidence=_confidence(ranked), version=self.version[:80]
        )

    def _votes(self, question: GuidanceQuestion) -> Iterator[tuple[str, str, float]]:
        """Yield words, the department they speak for, and how much."""
        for name in question.symptoms:
            for department, weight in self._weights.get(f"s:{name}", {}).items():
                yield self._names[name], department, weight * PHRASE
        skip = {f"s:{n}" for n in (*question.symptoms, *question.denied)}
        said = "。".join(t for t in (question.words, question.status) if t)
        yield from self._heard(said, 1.0, skip)
        yield from self._heard(question.history, HISTORY, skip)

    def _heard(
        self, text: str, share: float, skip: set[str]
    ) -> Iterator[tuple[str, str, float]]:
        found = self._wording.find(text)
        seen = set(skip)
        for hit in found:
            if hit.is_denied or hit.entry in seen:
                continue
            seen.add(hit.entry)
            for department, weight in self._weights[hit.entry].items():
                yield hit.words, department, weight * PHRASE * share
        rest = _without_denied(plain(text), found)
        for gram in dict.fromkeys(grams_of(rest)):
            for department, weight in self._grams.get(gram, ()):
                yield gram, department, weight * GRAM * share


def grams_of(text: str) -> Iterator[str]:
    """Yield every two and three neighbouring characters of a word."""
    for word in _WORD.findall(text):
        for size in (2, 3):
            yield from (word[i : i + size] for i in range(len(word) - size + 1))


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
    counts: dict[str, Counter[str]] = defaultdict(Counter)
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
    gram: str, votes: Counter[str], frequency: int, entries: int
) -> Iterator[tuple[str, float]]:
    total = sum(votes.values()) + 0.6
    rarity = min(math.log(entries / frequency), 7.0) / 7.0
    for department, votes_here in votes.items():
        share = votes_here / total
        if share > 0.08:  # noqa: PLR2004  # less is chance
            yield department, share * share * rarity * (len(gram) / 2)


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
