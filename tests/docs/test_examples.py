"""Each example runs by itself and tells its story."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import fresh

from .pages import ROOT

EXAMPLES = ROOT / "examples"
STORIES = {
    "quickstart.py": ["110105********002X has card", "CODE_REPLAYED", "此码已被使用"],
    "offline_gate.py": [
        "a fresh code: accept (OK)",
        "after a restart: deny (CODE_REPLAYED)",
        "reported lost: deny (CARD_REVOKED)",
        "eight days later: deny (GATE_TRUST_TOO_OLD), trust data 8 d old",
    ],
    "entrance.py": [
        "no declaration yet: DeclarationRequired",
        "green: Entered",
        "alone: CODE_SECOND_FACTOR_REQUIRED",
        "led to the isolated-point, not refused",
        "inside: 2",
        "scanned out: Left",
        "inside: 1",
    ],
    "epi_survey.py": [
        "declared: ValidAttention",
        "taken over from the declaration, findings: FEVER",
        "after the nurse looked: Suspect",
        "and cared for there: SentToFeverClinic",
    ],
    "notifications.py": [
        "the same happening again: CLAIM_TAKEN",
        "the phone shows: 1 message",
        "after all: 1 correction",
        "a template with a value: CLINICAL_CONTENT",
    ],
    "guidance.py": [
        "crushing chest pain: ",
        "28 weeks, bleeding: 20, 05.02",
        "nothing said: INSUFFICIENT_INPUT",
        "recommended: 呼吸内科 because of 咳嗽",
        "未经临床审核",
        "appointment opened: True",
    ],
    "triage_desk.py": [
        "SpO2 72 %: RoutedEmergency",
        "37.3 degrees: RoutedIsolation",
        "well: RoutedClinic",
        "level IV with two resources: urgent",
        "overdue: Ⅲ级 急症",
        "vitals: Ⅱ级 危重 (SYSTOLIC_2)",
        "called in after 31 minutes",
    ],
    "chronic_care.py": [
        "raised on day 3: ReferredForDiagnosis",
        "care opened: Proposed",
        "visit: Planned, next by 2026-06-04",
        "visit: UrgentlyReferred, next by 2026-04-07",
        "nobody came: Missed",
    ],
    "emergency_call.py": [
        "dialled: InfoDelivered, 1 contact",
        "SignHandover by nurse-1: HandedOver",
        "RECORD_REQUIRED",
        "Closed",
        "revoked: NO_CONSENT, and the plain call goes on",
        "to save a life: InfoDelivered, to be reviewed",
    ],
    "book_a_visit.py": [
        "asked for 08:30: Requested",
        "taken and paid: Confirmed, 20.00 yuan",
        "moved to 16:00: Confirmed",
        "session off: Suspended",
        "on the day: CheckedIn",
        "no substitute chosen: Refunded",
    ],
    "pre_visit_interview.py": [
        "begun with 03.01 version 1: 未经临床审核",
        "立即急诊",
        "report: 咳嗽 3天 ['allergy']",
        "signed by the doctor, in the record as r-1",
        "appointment cancelled: Cancelled",
        "answers that are left: 0",
    ],
    "read_a_report.py": [
        "verified: Final",
        "another paper: RENDERING_DIFFERS",
        "the same paper: Released",
        "a neighbour: ACCESS_NOT_GRANTED, on record: View",
        "read: 4 items, 1 view",
        "amended; the old one is still there: Released > Released > Amended",
        "critical: Raised",
        "acknowledged and then Handled",
    ],
    "visit_records.py": [
        "Partial: 5 records, missing: 二院 not to be reached",
        "门诊 O20260202-1: 76.40 yuan",
        "sealed file: %PDF-, password of 12",
        "H1 answers: CorrectionRejected",
        "after 30 minutes: Ready",
        "a second later: Expired",
    ],
    "settle_a_bill.py": [
        "fund 120.00, account 30.00, cash 50.00",
        "paid: Settled, 50.00 yuan in cash",
        "one item back: PartiallyRefunded, 30.00 yuan",
        "the bill has changed: Open",
        "it was paid: Accepted; kept: 0.00 yuan",
    ],
    "device_codes.py": [
        "phone's key, 340 characters: accept-limited, TIER_LIMITED",
        "hash chain, minute 1, 227 characters: TIER_LIMITED",
        "at the desk: device code",
        "the stolen phone: CODE_DEVICE_REVOKED",
        "a code from the issuer: OK",
    ],
}


STORIES["risk_loop.py"] = [
    "a photograph of the code at the west gate: CODE_REPLAYED",
    "found: replayed-code Warned orange",
    "nobody took over: Escalated to information-security-head",
    "contained, the card is Suspended",
    "resolved, the card is Active",
    "the same person verifies: RISK_VERIFIER_IS_OWNER",
    "another person verifies: Closed",
    "sealed: 4 records, refused: 1",
]


DAY = [
    "guided to 呼吸内科, 2026.1（未经临床审核）",
    "booked and paid: Confirmed",
    "interviewed: ReportReady",
    "declared and scanned in: Entered",
    "survey, answers taken over: Cleared",
    "triage: RoutedClinic",
    "interview: Adopted, 1 text filed",
    "a fen too little: SPLIT_MISMATCH",
    "fund 120.00, account 30.00, cash 50.00",
    "paid: Settled",
    "report read: 1 view",
    "told: 您已预约3月3日在模拟医院就诊，请按时到院。",
    "told: 您在模拟医院有一份报告可以查看，请点击登录后查看。",
    "record: 5 entries, application/pdf",
    "undelivered 0, dead letters 0",
]
STORIES["outpatient_day.py"] = DAY


def test_every_example_is_run_here() -> None:
    scripts = {p.name for p in EXAMPLES.glob("*.py")}
    assert set(STORIES) == {name for name in scripts if not name.startswith("_")}


@pytest.mark.parametrize("name", STORIES)
def test_an_example_tells_its_story(name: str, tmp_path: Path) -> None:
    tells(STORIES[name], name, tmp_path)


def test_a_patient_s_day_is_the_same_on_postgresql(tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as url:
        tells(DAY, "outpatient_day.py", tmp_path, url)


def tells(story: list[str], name: str, tmp_path: Path, *arguments: str) -> None:
    script = [str(EXAMPLES / name), *arguments]
    command = [sys.executable, "-X", "utf8", "-W", "error", *script]
    done = subprocess.run(  # noqa: S603  # our own script
        command,
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    rest = done.stdout
    for part in story:
        assert part in rest, done.stdout
        rest = rest.partition(part)[2]
    assert not list(tmp_path.iterdir())


def test_the_quick_start_is_short() -> None:
    assert len((EXAMPLES / "quickstart.py").read_text("utf-8").splitlines()) <= 25
