"""What an auditor finds afterwards."""

from ehealthcard.codesets import SHANGHAI

from .hospital import WINDOW, Hospital, People
from .stage import Stage


def tell_record(stage: Stage, hospital: Hospital, people: People) -> None:
    """Show the newest uses of the mother's card."""
    stage.scene("The record", "用卡记录")
    uses = hospital.desk.uses(people.mother, by=WINDOW, limit=6)
    stage.table(
        ("time 时间", "where 地点", "tier", "outcome 结果"),
        [
            (f"{u.at.astimezone(SHANGHAI):%H:%M:%S}", u.place or "–", u.tier, u.outcome)
            for u in uses
        ],
    )
    stage.say(
        "every scan is on record, refused ones too", "每次扫码均有记录，含被拒绝的"
    )
