"""A question bank in files: what is wrong is named, what is signed is proven."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from ehealthcard.adapters.content_review import sign_review
from ehealthcard.adapters.questions import PACKAGED, FileQuestions
from ehealthcard.crypto import LocalSigner, PublicKey, Suite
from ehealthcard.errors import QuestionBankError
from ehealthcard.rules.reviewing import Review

SMALL = """
department: "99"
aliases: ["9900"]
version: 1
title: 试验科
parts:
  - questions:
      - {id: complaint, section: complaint, kind: single, concept: complaint,
         mandatory: true, text: 哪里不适？,
         choices: [{code: a, text: 甲}, {code: b, text: 乙}]}
  - block: allergies@1
"""
ALLERGIES = """
block: allergies
version: 1
questions:
  - {id: allergy, section: allergy, kind: single, concept: allergy, mandatory: true,
     text: 过敏吗？, choices: [{code: none, text: 无}, {code: some, text: 有}]}
"""
REVIEW = Review(hospital="市第一医院", reviewer="医务处", on=date(2026, 3, 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for kind in ("departments", "blocks", "reviews"):
        (tmp_path / kind).mkdir()
    (tmp_path / "departments" / "99.yaml").write_text(SMALL, "utf-8")
    (tmp_path / "blocks" / "allergies.yaml").write_text(ALLERGIES, "utf-8")
    return tmp_path


def edited(folder: Path, **changes: Any) -> Path:
    path = folder / "departments" / "99.yaml"
    found = yaml.safe_load(path.read_text("utf-8")) | changes
    path.write_text(yaml.safe_dump(found, allow_unicode=True), "utf-8")
    return folder


def fault(*folders: Path, **more: Any) -> tuple[Any, ...]:
    with pytest.raises(QuestionBankError) as caught:
        FileQuestions.open(*folders, **more)
    assert "QUESTION_BANK_INVALID" == caught.value.code
    facts = caught.value.facts
    return facts["file"], str(facts["where"]), facts["flaw"]


def test_the_packaged_bank_covers_the_busiest_departments_and_says_what_it_is() -> None:
    bank = FileQuestions.open(PACKAGED)

    assert 17 <= len([m for m in bank.lists if m.department != "general"])
    assert {"未经临床审核"} == {m.mark for m in bank.lists}
    respiratory = bank.newest("0301")
    assert respiratory is not None
    assert ("03.01", "呼吸内科") == (respiratory.department, respiratory.title)
    assert all(bank.version(m.department, m.version) == m for m in bank.lists)


def test_a_hospitals_newer_version_is_given_and_the_older_stays(folder: Path) -> None:
    first = FileQuestions.open(folder)
    old = first.newest("99")
    newer = yaml.safe_load(SMALL) | {"version": 2, "title": "试验二科"}
    path = folder / "departments" / "99.v2.yaml"
    path.write_text(yaml.safe_dump(newer, allow_unicode=True), "utf-8")

    bank = FileQuestions.open(folder)

    new = bank.newest("9900")
    assert new is not None
    assert (2, "试验二科") == (new.version, new.title)
    assert old == bank.version("99", 1)
    assert old is not None
    assert old.fingerprint != new.fingerprint


def test_an_empty_folder_is_an_empty_bank(tmp_path: Path) -> None:
    assert () == FileQuestions.open(tmp_path).lists


KNOWN = "aliases / department / parts / red_flags / title / version"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a: [", "line 1: expected the node content, but found '<stream end>'"),
        (SMALL + '\ndepartment: "98"\n', None),
        ("", "the whole"),
        ("- 1", "the whole"),
        (
            SMALL + "\ncolour: red\n",
            f"an unknown field (known: {KNOWN})",
        ),
        (SMALL.replace('"99"', "3.01"), "department"),
        (SMALL.replace("kind: single", "kind: guess"), "parts.0.questions.0.kind"),
        (SMALL.replace("{code: b, text: 乙}", "{code: no, text: 乙}"), None),
    ],
)
def test_what_does_not_have_the_form_is_named(
    folder: Path, text: str, where: str | None
) -> None:
    (folder / "departments" / "99.yaml").write_text(text, "utf-8")

    file, place, flaw = fault(folder)

    assert ("99.yaml", "FORM") == (file, flaw)
    assert where is None or where == place


def test_bytes_that_are_no_text_are_named(folder: Path) -> None:
    (folder / "blocks" / "allergies.yaml").write_bytes(b"\xff\xfe\x00")
    assert ("allergies.yaml", "not UTF-8", "FORM") == fault(folder)


def test_an_unknown_block_a_doubled_one_and_a_doubled_version_are_named(
    folder: Path,
) -> None:
    block = folder / "blocks" / "again.yaml"
    block.write_text(ALLERGIES, "utf-8")
    assert ("again.yaml", "allergies@1", "DUPLICATE_VERSION") == _sorted(fault(folder))
    block.unlink()
    assert "DUPLICATE_VERSION" == _copied(folder, SMALL)
    taken = SMALL.replace('department: "99"', 'department: "98"')
    assert "DUPLICATE_ID" == _copied(folder, taken)
    (folder / "blocks" / "allergies.yaml").unlink()
    assert ("99.yaml", "allergies@1", "UNKNOWN_REFERENCE") == fault(folder)


def _sorted(found: tuple[Any, ...]) -> tuple[Any, ...]:
    return ("again.yaml", *found[1:])


def _copied(folder: Path, text: str) -> Any:
    path = folder / "departments" / "zz.yaml"
    path.write_text(text, "utf-8")
    flaw = fault(folder)[2]
    path.unlink()
    return flaw


def test_a_list_that_contradicts_itself_is_named_with_the_question(
    folder: Path,
) -> None:
    parts = yaml.safe_load(SMALL)["parts"]
    wrong = {"id": "x", "section": "present", "kind": "single", "text": "x"}
    edited(folder, parts=[*parts, {"questions": [wrong]}])

    assert ("99.yaml", "x", "NO_CHOICES") == fault(folder)


@pytest.mark.parametrize("suite", list(Suite), ids=lambda s: s.name)
def test_a_signed_version_carries_no_mark_and_says_who_reviewed_it(
    folder: Path, suite: Suite
) -> None:
    signer = LocalSigner(suite, b"\x07" * 32)
    trusted = {"市第一医院": PublicKey(suite, signer.public_key)}
    made = FileQuestions.open(folder).newest("99")
    assert made is not None
    assert "未经临床审核" == made.mark
    signed = sign_review(made.content, REVIEW, signer)
    (folder / "reviews" / "99.json").write_bytes(signed.to_json())

    reviewed = FileQuestions.open(folder, trusted=trusted).newest("99")

    assert reviewed is not None
    assert ("", REVIEW) == (reviewed.mark, reviewed.review)
    assert made.fingerprint == reviewed.fingerprint


def test_a_review_that_is_not_a_trusted_hospitals_is_refused(folder: Path) -> None:
    signer, other = (LocalSigner(Suite.GM, bytes([n]) * 32) for n in (7, 8))
    made = FileQuestions.open(folder).newest("99")
    assert made is not None
    path = folder / "reviews" / "99.json"
    path.write_bytes(sign_review(made.content, REVIEW, signer).to_json())
    unsigned = ("99.json", "signature", "SIGNATURE")

    assert unsigned == fault(folder)
    theirs = {"市第一医院": PublicKey(Suite.GM, other.public_key)}
    assert unsigned == fault(folder, trusted=theirs)
    own = PublicKey(Suite.GM, signer.public_key)
    assert unsigned == fault(folder, trusted={"市第二医院": own})
    text = path.read_text("utf-8")
    path.write_text(text.replace("医务处", "某人"), "utf-8")
    assert unsigned == fault(folder, trusted={"市第一医院": own})
    path.write_text("{}", "utf-8")
    assert "FORM" == fault(folder, trusted={"市第一医院": own})[2]


@pytest.mark.parametrize("changed", ["departments/99.yaml", "blocks/allergies.yaml"])
def test_not_one_question_changes_under_a_signature(folder: Path, changed: str) -> None:
    signer = LocalSigner(Suite.GM, b"\x07" * 32)
    trusted = {"市第一医院": PublicKey(Suite.GM, signer.public_key)}
    made = FileQuestions.open(folder).newest("99")
    assert made is not None
    signed = sign_review(made.content, REVIEW, signer)
    (folder / "reviews" / "99.json").write_bytes(signed.to_json())
    path = folder / changed
    path.write_text(
        path.read_text("utf-8").replace("甲", "丙").replace("有", "会"), "utf-8"
    )

    assert ("99.json", "99 v1", "UNKNOWN_REFERENCE") == fault(folder, trusted=trusted)
