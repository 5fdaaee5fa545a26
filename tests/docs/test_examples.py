"""Each example runs by itself and tells its story."""

from pathlib import Path

import pytest

from tests import warm
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
    "platform_server.py": [
        "registered: 成功",
        "shown: a code of 99 characters",
        "verified: the same card: True",
        "verified again: CODE_REPLAYED",
        "reported: 成功",
        "with a wrong secret: PLATFORM_REQUEST: 请求未受理：签名校验不通过。",
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
    "two_provinces.py": [
        "online, signed: accept,",
        "online, mac: accept,",
        "the same code again: CODE_REPLAYED",
        "received, and known again: True",
        "lost, and its issuer is asked: CARD_LOST",
        "lost, and its issuer is down: CARD_REVOKED",
        "not known here, signed: accept-limited, somebody of 330000000001",
        "ISSUER_SILENT, REVOCATIONS_UNKNOWN",
        "not known here, mac: ISSUER_SILENT",
        "the issuer was struck off: ISSUER_REVOKED",
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

STORIES["client_builds.py"] = [
    "a kiosk that does not say what it runs: CLIENT_LIMITED",
    "a build nobody knows: CLIENT_LIMITED",
    "an altered copy: CLIENT_REFUSED",
    "the inspected build: OK",
    "on record: CLIENT_UNNAMED, CLIENT_UNKNOWN, CLIENT_ALTERED",
    "found: altered-client of kiosk-7",
    "a defect, to be mended by 03-09",
    "nobody mended it: Limited",
    "with the new list: CLIENT_LIMITED",
    "mended and inspected: OK",
    "to tell by 03-12 09:00: persons",
    "to tell by 03-09 13:00: cyberspace",
    "overdue: cyberspace -> information-security-head",
    "all told: Informed",
    "事件类型：客户端被仿冒或篡改、信息泄露",
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
STAY = [
    "O-1 by a nurse: ROLE_REQUIRED",
    "a husband without a voucher: NO_FAMILY_VOUCHER",
    "with the voucher: Registered",
    "not the first in rank: NOT_FIRST_IN_RANK",
    "who did not answer: Forfeited",
    "the next in rank: BedOffered",
    "admitted: Admitted 12",
    "pass: Active W-3",
    "through the gate, inside: True",
    "and out, inside: False",
    "the patient without leave: INPATIENT_NOT_ON_LEAVE",
    "stay: Discharged pass: RevokedWithStay",
    "same moment and cause: True",
    "at the gate again: NO_WARD_PASS",
    "beds taken 0, on the gate's list 0",
    "undelivered 0, dead letters 0",
]
YEAR = [
    "screened on three days: ReferredForDiagnosis",
    "in care: Planned",
    "2026-06-04 Due -> Planned, next 2026-09-04",
    "2026-09-04 Due -> Planned, next 2026-09-18",
    "2026-09-18 Due -> Referred, next 2026-10-02",
    "printed: 双向转诊单 application/pdf 1 page",
    "printed: 双向转诊回转单 application/pdf 1 page",
    "referral: Closed",
    "2026-10-02 Due -> Planned, next 2027-01-02",
    "due here: 2026-10-02 转诊随访",
    "asked after: Done",
    "2027-01-02 Due -> UrgentlyReferred, next 2027-01-16",
    "by what was found: 急",
    "refused: EMERGENCY_NOT_REFUSED",
    "emergency: Completed",
    "undelivered 0, dead letters 0",
]
LIFE = [
    "built: 110101 001 001 00001",
    "before it is opened: RECORD_NOT_OPEN",
    "daughter: ACCESS_NOT_GRANTED",
    "with a grant: 糖尿病; left out: 1",
    "correction: Accepted, allergies left: 0",
    "参考，非诊断: 钾偏高（参考范围3.5-5.3）。",
    "the report is as it was: True",
    "moved: 33010200110100001, before it 11010100100100001",
    "read by: 本人, 受托人",
    "at the end: Cancelled",
    "chronic care: 死亡",
]
TWINS = [
    "recorded: 模拟医院, 2 children",
    "applied: UnderReview, UnderReview",
    "the same person twice: BIRTH_SAME_PERSON",
    "Z330000001: CLAIM_TAKEN",
    "Z330000002: CLAIM_TAKEN",
    "printed: Z330000002, Z330000003",
    "mailed: InTransit, 1 parcel",
    "at the police: Registered",
    "offline: 1.2.156.3005.2.11100000000000000X001.12330000000000000X.Z330000002.001.",
    "a better weight: LICENCE_FORGED",
    "issued anew: Z330000004, 正页、存根",
    "the old one: LICENCE_VOID",
    "the new one replaces Z330000002",
]
FAMILY = [
    "booked: Registered, due on 2026-10-08",
    "abnormal and referred; ten days later she is back",
    "a1:已访 a2:已访 a3:过访 a4:已访 a5:已访",
    "born: Delivered; mother and child were seen at home",
    "certificate: Issued A330000001",
    "mailed: InTransit, 1 parcel",
    "the registry was told: birth-certificate-issued",
    "licence verified: A330000001, True",
    "at the police: Registered",
    "waits for care since its birth was certified: Proposed",
    "child: Enrolled, 13 visits",
    "mother after 42 days: Closed",
    "at 18 months referred, and back: Enrolled",
    "newborn:已访 28d:已访 3m:过访 6m:已访 8m:未访 12m:已访",
    "at six years: Closed",
    "booked early, managed, visited: 100.00 100.00 100.00",
    "reminders: 20",
    "undelivered 0, dead letters 0",
]
CODES = [
    "bound: medical-record of H1, issued",
    "bound: insurance-code of nhsa, confirmed",
    "by her word alone: CODE_PROOF_REQUIRED",
    "scanned: 5 of 5 lead to her card",
    "may be: medical-record (H1) or visit-card (H3)",
    "hello: CODE_KIND_UNKNOWN",
    "under review: CODE_DISPUTED",
    "DecidedForClaimant: it is the other's: True",
    "its history with her: [['Bind', 'Contested', 'Lost']]",
    "4711 in H1 is B000001 in H2",
    "by name and birth date: ",
    "a year later: medical-record, insurance-code, other-health-card",
]
HOME = [
    "in her account: 1 of 10 cards, 监护中 since she was registered",
    "the birth certificate was seen: 出生医学证明",
    "shown by her mother: True, by a neighbour: ACCESS_DENIED",
    "and so it stands in the history: the mother behind app-mother, for the child",
    "at the window, without a phone: 1 of 10 cards, 祖父母或外祖父母",
    "the grandmother shows the code: True, and reads no record: ACCESS_DENIED",
    "too many: FAMILY_ACCOUNT_FULL",
    "13 years old, the mother consents: True",
    "14: GuardingYouth, her consent: Lapsed",
    "she is asked herself: True",
    "18: HandingOver, her mother shows the code: ACCESS_DENIED",
    "taken over: HandedOver, with an account of her own",
    "Enter > Prove > TurnedFourteen > TurnedEighteen > TakeOver",
    "what she consented to herself: Given",
    "the mother lets her daughter: Caring",
    "the mother has died: Ended, 本人死亡; her account: Closed",
    "a guardian died: Vacant; on the list: 1",
    "the aunt is entered: GuardingChild; on the list: 0",
    "undelivered 0, dead letters 0",
]
LONG = {
    "outpatient_day.py": DAY,
    "inpatient_stay.py": STAY,
    "chronic_year.py": YEAR,
    "whole_life_record.py": LIFE,
    "birth_certificate.py": TWINS,
    "pregnancy_to_school.py": FAMILY,
    "one_person_many_codes.py": CODES,
    "family.py": HOME,
}
"""Those that keep a database; each is told on PostgreSQL as well."""

STORIES |= LONG
STORIES["real_name.py"] = [
    "1 x REAL_NAME_DOCUMENT_EXPIRED",
    "2 x REAL_NAME_NO_RECORD",
    "looked up, not asked again: 1, questions: 40",
    "by phone: checked, 证名一致",
    "not yet: ASSURANCE_TOO_LOW",
    "with a face: proved, 本人核实; Granted",
    "doubted: none, 未实名",
    "by phone again: REAL_NAME_DOUBTED",
    "at the window: read, 窗口读证",
    "the resident card stays: True",
    "merge-2 agrees: Merged",
    "the passport finds: True",
    "its code leads to: True",
    "its number too: True",
    "its past as well: True",
    "Parted: as before: True",
]
OVER_HL7 = [
    "register: card issued, server: Accepted",
    "find: 1 patient number",
    "book: Confirmed",
    "check in: CheckedIn",
    "result: Final",
    "bill: Settled, 80.00 yuan",
    "admit: Admitted",
    "discharge: Discharged",
    "left for staff: notifier/message",
    "wire log: masked, kept",
]
OVER_SOAP = [
    *OVER_HL7[:4],
    "result: left out",
    "bill: left out",
    *OVER_HL7[6:],
]
OVER_FHIR = [
    "register: card issued, server: FhirPatient",
    *OVER_HL7[1:4],
    "result: Released, the same as R-1 on paper, 1 view",
    "bill: left out",
    "admit: left out",
    "discharge: Ready, 1 visit on record",
    *OVER_HL7[8:],
]
STORIES |= {
    "visit_from_a_view.py": [
        "register: left out",
        "find: left out",
        *OVER_HL7[2:4],
        "result: Released",
        "bill: left out",
        *OVER_HL7[6:8],
        "left for staff: his/inpatient-ended, notifier/message",
        "wire log: masked, kept",
    ],
}
STORIES["gate_comes_home.py"] = [
    "west: accept (OK)",
    "east: 2 new up to 2, then 0; found nothing",
    "west: 1 new up to 1, then 0; found LATE_REPLAYED 1",
    "west keeps 0",
    "on record: 09:00 east late/signed OK",
    "on record: 09:00 west late/signed LATE_REPLAYED",
    "alert: late-replay",
]
OVER_A_WIRE = ("visit_over_fhir.py", "visit_over_hl7.py", "visit_over_soap.py")
"""Those that are told by test_visits, with what their logs show."""


def test_every_example_is_run_here() -> None:
    scripts = {p.name for p in EXAMPLES.glob("*.py")}
    told = {name for name in scripts if not name.startswith("_")}
    assert {*STORIES, *OVER_A_WIRE} == told


@pytest.mark.parametrize("name", STORIES)
def test_an_example_tells_its_story(name: str, tmp_path: Path) -> None:
    tells(STORIES[name], name, tmp_path)


@pytest.mark.parametrize("name", LONG)
def test_a_long_story_is_the_same_on_postgresql(name: str, tmp_path: Path) -> None:
    with fresh("postgresql", tmp_path) as url:
        tells(LONG[name], name, tmp_path, url)


def tells(story: list[str], name: str, tmp_path: Path, *arguments: str) -> None:
    done = warm.run([str(EXAMPLES / name), *arguments], cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    rest = done.stdout
    for part in story:
        assert part in rest, done.stdout
        rest = rest.partition(part)[2]
    assert not list(tmp_path.iterdir())


def test_the_quick_start_is_short() -> None:
    assert len((EXAMPLES / "quickstart.py").read_text("utf-8").splitlines()) <= 25
