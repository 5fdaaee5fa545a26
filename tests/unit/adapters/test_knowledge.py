"""The knowledge base in files: what it holds, and what is said of a wrong one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ehealthcard.adapters.content_review import sign_review
from ehealthcard.adapters.knowledge import load_knowledge
from ehealthcard.crypto import KeyRing, Suite
from ehealthcard.errors import KnowledgeError, KnowledgeReviewError
from ehealthcard.rules.reviewing import NOT_REVIEWED, Review

SMALL = """\
version: "1"
departments:
  - {code: "02", name: 全科}
  - {code: "05.02", name: 产科}
  - {code: "07", name: 儿科, below_age: 18}
  - {code: "16A", name: 发热门诊, source: own}
  - {code: "20", name: 急诊科}
parts:
  - {id: head, name: 头部, said: [头]}
symptoms:
  - {id: headache, name: 头痛, said: [头疼], part: head, to: {"02": 5}}
flags:
  - {id: bad, says: 剧痛, all_of: [[headache]]}
articles:
  - {id: a, title: 头痛, text: 多休息。, departments: ["02"], symptoms: [headache]}
"""


def wrong(tmp_path: Path, change: Callable[[str], str]) -> str:
    (tmp_path / "base.yaml").write_text(change(SMALL), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(tmp_path)
    return str(caught.value.facts["problem"])


def test_the_shipped_base_is_as_large_as_it_should_be() -> None:
    base = load_knowledge()

    assert len(base.symptoms) >= 300
    assert min(len(s.said) for s in base.symptoms) >= 1
    assert sum(len(s.said) >= 3 for s in base.symptoms) >= 300
    assert len(base.departments) >= 40
    assert len(base.flags) >= 40
    assert {"05.01", "05.02", "03.01", "12", "15"} <= set(base.by_code)
    with_article = {c for a in base.articles for c in a.departments}
    assert len(with_article) >= 40
    assert NOT_REVIEWED in base.label


def test_a_small_base_of_ones_own_is_enough(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(SMALL, encoding="utf-8")
    base = load_knowledge(tmp_path)

    assert ("1", 1) == (base.version, len(base.symptoms))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("said: [头疼]", "said: []"), "symptoms.0.said"),
        (lambda t: t.replace("head, to", "nose, to"), "unknown part nose"),
        (lambda t: t.replace('to: {"02": 5}', 'to: {"03": 5}'), "department 03"),
        (lambda t: t.replace('to: {"02": 5}', "to: {}"), "symptoms.0.to"),
        (lambda t: t.replace("[[headache]]", "[[toothache]]"), "symptom toothache"),
        (lambda t: t.replace('  - {code: "20", name: 急诊科}\n', ""), "20 is missing"),
        (lambda t: t.replace("name: 急诊科", "name: 儿科"), "stands there twice"),
        (lambda t: t.replace('code: "20"', 'code: "07"'), "07 stands there twice"),
        (lambda t: t.replace("name: 头部", "named: 头部"), "an unknown field"),
        (lambda t: t.replace('"02": 5', '"02": -1'), "symptoms.0.to"),
        (lambda t: t.replace('"02": 5', '"02": .nan'), "symptoms.0.to"),
        (lambda t: t.replace('code: "02"', "code: 02"), "departments.0.code"),
        (lambda t: t + 'version: "2"\n', "version stands there twice"),
        (lambda t: t.replace(": 5}}", ": 5}"), "base.yaml: line"),
        (lambda _: "- a\n- b\n", "no mapping"),
        (lambda _: "", "no mapping"),
        (lambda _: "a: !!python/object:os.system {}", "base.yaml: line 1"),
        (lambda t: t.replace("{id: bad", "{id: Bad"), "flags.0.id"),
    ],
)
def test_a_wrong_base_is_refused_in_words(
    tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    assert said in wrong(tmp_path, change)


def test_files_are_put_together_and_none_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"no \.yaml"):
        load_knowledge(tmp_path)
    head, _, tail = SMALL.partition("symptoms:\n")
    (tmp_path / "a.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("symptoms:\n" + tail, encoding="utf-8")
    more = 'symptoms:\n  - {id: b, name: 晕, said: [头晕], to: {"02": 1}}\n'
    (tmp_path / "c.yaml").write_text(more, encoding="utf-8")

    assert 2 == len(load_knowledge(tmp_path).symptoms)
    (tmp_path / "d.yaml").write_text('version: "2"\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="a second time"):
        load_knowledge(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(KnowledgeError, match="not UTF-8"):
        load_knowledge(tmp_path)


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_a_hospitals_signature_takes_the_mark_away(
    tmp_path: Path, suite: Suite
) -> None:
    ring = KeyRing.generate(suite, issuer="H1")
    mine = tmp_path
    (mine / "base.yaml").write_text(SMALL, encoding="utf-8")
    base = load_knowledge(mine)
    said = Review(hospital="市第一医院", reviewer="一院医务处", on=date(2026, 3, 1))
    review = sign_review(base.content, said, ring.trust).to_json()
    trusted = {"市第一医院": ring.public().trust}

    reviewed = load_knowledge(mine, review=review, trusted=trusted)

    assert said == reviewed.review
    assert said.reviewer in reviewed.label
    assert NOT_REVIEWED not in reviewed.label
    other = KeyRing.generate(suite, issuer="H2").public().trust
    of_another = base.content.model_copy(update={"version": "0"})
    for bad, keys in (
        (review.replace("一院".encode(), "二院".encode()), trusted),
        (b"{}", trusted),
        (sign_review(of_another, said, ring.trust).to_json(), trusted),
        (review, {}),
        (review, {"市第一医院": other}),
        (review, {"市第二医院": ring.public().trust}),
    ):
        with pytest.raises(KnowledgeReviewError):
            load_knowledge(mine, review=bad, trusted=keys)
    (mine / "70-more.yaml").write_text("topics: []\n", encoding="utf-8")
    with pytest.raises(KnowledgeReviewError):
        load_knowledge(mine, review=review, trusted=trusted)
