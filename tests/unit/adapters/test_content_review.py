"""One signature for all clinical content, and those that were made before it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ehealthcard.adapters.content_review import (
    SignedReview,
    read_review,
    sign_review,
)
from ehealthcard.adapters.knowledge import load_knowledge
from ehealthcard.adapters.questions import FileQuestions
from ehealthcard.crypto import LocalSigner, PublicKey, Suite
from ehealthcard.errors import (
    InvalidInputError,
    KnowledgeReviewError,
    QuestionBankError,
)
from ehealthcard.rules.reviewing import Content, ContentKind, Review

BEFORE = json.loads(
    Path("tests/vectors/reviews/before.json").read_text(encoding="utf-8")
)
"""Packs and reviews that were signed when there were two forms."""

HOSPITAL = "市第一医院"
REVIEW = Review(hospital=HOSPITAL, reviewer="医务处", on=date(2026, 3, 1))
CONTENT = Content(
    kind=ContentKind.QUESTIONS, name="03.01", version="1", fingerprint="a" * 64
)
SIGNER = LocalSigner(Suite.GM, b"\x07" * 32)
TRUSTED = {HOSPITAL: PublicKey(Suite.GM, SIGNER.public_key)}
EACH = pytest.mark.parametrize("signed", BEFORE["signed"], ids=lambda s: s["suite"])


def stored(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def trusted(signed: Any, hospital: str = HOSPITAL) -> dict[str, PublicKey]:
    key = PublicKey(Suite[signed["suite"]], bytes.fromhex(signed["key"]))
    return {hospital: key}


def unpacked(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_a_review_says_who_answers_for_what() -> None:
    said = read_review(sign_review(CONTENT, REVIEW, SIGNER).to_json(), TRUSTED)

    assert said is not None
    assert (CONTENT, REVIEW) == (said.content, said.review)


@pytest.mark.parametrize(
    "changes",
    [
        {"review": {"reviewer": "某人"}},
        {"review": {"on": "2026-03-02"}},
        {"content": {"version": "2"}},
        {"content": {"kind": "guidance"}},
        {"content": {"name": "03.02"}},
        {"content": {"fingerprint": "b" * 64}},
    ],
    ids=str,
)
def test_nothing_in_it_can_be_changed(changes: dict[str, dict[str, str]]) -> None:
    data = json.loads(sign_review(CONTENT, REVIEW, SIGNER).to_json())
    for part, fields in changes.items():
        data["statement"][part] |= fields

    assert read_review(stored(data), TRUSTED) is None


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[1]", b'{"signature": "00"}'])
def test_what_is_no_review_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        read_review(data, TRUSTED)


def test_a_review_of_other_content_is_none_of_a_knowledge_base(tmp_path: Path) -> None:
    folder = unpacked(BEFORE["knowledge"], tmp_path)
    base = load_knowledge(folder)
    as_list = base.content.model_copy(update={"kind": ContentKind.QUESTIONS})
    review = sign_review(as_list, REVIEW, SIGNER)

    with pytest.raises(KnowledgeReviewError):
        load_knowledge(folder, review=review.to_json(), trusted=TRUSTED)


@EACH
def test_a_knowledge_base_signed_before_is_reviewed_still(
    tmp_path: Path, signed: Any
) -> None:
    folder = unpacked(BEFORE["knowledge"], tmp_path)
    review = stored(signed["knowledge"])

    base = load_knowledge(folder, review=review, trusted=trusted(signed))

    assert base.review is not None
    assert ("一院医务处", HOSPITAL) == (base.review.reviewer, base.review.hospital)
    assert "1（审核：一院医务处）" == base.label
    for bad in (stored(signed["knowledge"] | {"reviewer": "他人"}), b"{}"):
        with pytest.raises(KnowledgeReviewError):
            load_knowledge(folder, review=bad, trusted=trusted(signed))
    with pytest.raises(KnowledgeReviewError):
        load_knowledge(folder, review=review, trusted={})
    (folder / "more.yaml").write_text("topics: []\n", encoding="utf-8")
    with pytest.raises(KnowledgeReviewError):
        load_knowledge(folder, review=review, trusted=trusted(signed))


@EACH
def test_a_list_of_questions_signed_before_is_reviewed_still(
    tmp_path: Path, signed: Any
) -> None:
    folder = unpacked(BEFORE["questions"], tmp_path)
    review = unpacked({"reviews/99.json": json.dumps(signed["questions"])}, folder)

    made = FileQuestions.open(review, trusted=trusted(signed)).newest("99")

    assert made is not None
    assert ("", REVIEW) == (made.mark, made.review)
    with pytest.raises(QuestionBankError):
        FileQuestions.open(folder, trusted=trusted(signed, "市第二医院"))
    statement = signed["questions"]["statement"] | {"version": 2}
    forged = signed["questions"] | {"statement": statement}
    unpacked({"reviews/99.json": json.dumps(forged)}, folder)
    with pytest.raises(QuestionBankError):
        FileQuestions.open(folder, trusted=trusted(signed))


def test_new_reviews_are_written_in_the_one_form() -> None:
    data = sign_review(CONTENT, REVIEW, SIGNER).to_json()

    assert SignedReview.from_json(data).statement.content == CONTENT
