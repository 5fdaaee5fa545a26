"""From an advisor's answer to what may be recommended; pure."""

from ehealthcard.rules.guidance import (
    GENERAL_PRACTICE,
    Advice,
    Opinion,
    settle,
)

from .facts import GuidanceFacts
from .model import (
    GuidancePolicy,
    ManualReason,
    Rationale,
    Recommendation,
)


def led(facts: GuidanceFacts, policy: GuidancePolicy) -> tuple[Opinion, ...]:
    """Return where the safety rules lead by themselves, without any advisor."""
    known = {d.code: d for d in facts.departments}
    return settle((), facts.person, facts.signs, known, policy.limits)


def ranked(facts: GuidanceFacts, policy: GuidancePolicy) -> tuple[Opinion, ...]:
    """Return what may be recommended, best first."""
    advised = facts.advice.opinions if facts.advice else ()
    best_first = tuple(sorted(advised, key=lambda o: -o.score))
    known = {d.code: d for d in facts.departments}
    return settle(best_first, facts.person, facts.signs, known, policy.limits)


def hindrance(facts: GuidanceFacts, policy: GuidancePolicy) -> ManualReason | None:
    """Return why a person has to help, if one has to."""
    if facts.knowledge is None:
        return ManualReason.NO_ADVISOR
    if policy.require_assessment and policy.impact_assessment is None:
        return ManualReason.NO_ASSESSMENT
    if facts.advice is None or not _is_sound(facts.advice, facts):
        return ManualReason.ADVISOR_FAILED
    found = ranked(facts, policy)
    if led(facts, policy) and facts.signs.symptoms:
        return None
    left = _share_left(facts.advice, found)
    if not found or facts.advice.confidence * left < policy.min_confidence:
        return ManualReason.LOW_CONFIDENCE if left == 1 else ManualReason.FILTERED
    return None


def recommendations(
    facts: GuidanceFacts, policy: GuidancePolicy
) -> tuple[Recommendation, ...]:
    """Return the departments with their doctors, articles and reasons."""
    shown = {c.department: c for c in facts.choices}
    return tuple(
        Recommendation(
            rank=rank,
            choice=shown[opinion.department],
            score=opinion.score,
            reasons=opinion.reasons,
        )
        for rank, opinion in enumerate(ranked(facts, policy), 1)
    )


def rationale(
    advice: Advice, facts: GuidanceFacts, policy: GuidancePolicy
) -> Rationale:
    """Return how it came about, for who asks (PIPL art. 24)."""
    return Rationale(
        model_version=advice.version,
        knowledge=facts.knowledge or "",
        confidence=advice.confidence,
        advised=advice.opinions,
        impact_assessment=policy.impact_assessment,
    )


def person_helps_at(facts: GuidanceFacts, policy: GuidancePolicy) -> str:
    """Return the department for who does not want to wait for the guide desk."""
    found = led(facts, policy)
    return found[0].department if found else GENERAL_PRACTICE


def _is_sound(advice: Advice, facts: GuidanceFacts) -> bool:
    codes = [o.department for o in advice.opinions]
    known = {d.code for d in facts.departments}
    return len(set(codes)) == len(codes) and known.issuperset(codes)


def _share_left(advice: Advice, found: tuple[Opinion, ...]) -> float:
    """Return how much of the best opinion is left behind the rules on age and sex."""
    scores = {o.department: o.score for o in advice.opinions}
    best = max(scores.values(), default=0.0)
    kept = max((scores.get(o.department, 0.0) for o in found), default=0.0)
    return kept / best if best else 1.0
