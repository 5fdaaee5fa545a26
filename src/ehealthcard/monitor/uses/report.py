"""A use-card record in the field names of the platforms (用卡数据上报).

The interface ``reportHISData`` (services 141 and 199 of the open platform) as public
integrations send it. Nothing goes out that the platform would not know: a value that
is missing or of another form is an error that names the field, never the value.
"""

import re
from collections.abc import Iterator, Mapping

from ehealthcard.codesets import SHANGHAI, CardStep, Channel
from ehealthcard.errors import InvalidInputError
from ehealthcard.ports import UseAct, UseRecord

CARD_TYPES = frozenset({"11", "01"})
"""11 electronic card, 01 physical card."""

COSTS = frozenset({"0100", "0200", "0300", "0000"})
"""自费、医保、公费、其他."""

CHANNELS = frozenset(c.value for c in Channel) - {Channel.OTHER.value}
SECOND_LEVEL = frozenset(
    [
        "0101011",
        "0101012",
        "0101013",
        "0101014",
        "0101021",
        "0101051",
        "0101052",
        "0101053",
        "0101054",
        "0101081",
        "0101082",
        "0101083",
    ]
)
SCENES = SECOND_LEVEL | {step.value for step in CardStep}
WANT_DEPARTMENT = frozenset({"0101011", "0101012"})
WANT_COST = frozenset({"010105", "0101051", "0101053"})
_HOSPITAL = re.compile(r"[0-9A-Za-z-]{1,22}")
_DEPARTMENT = re.compile(r"[0-9]{4}")
_CODE = re.compile(r"[!-~]{1,512}")


def his_data(
    record: UseRecord,
    *,
    code_text: str,
    scene: str | None = None,
    department: str | None = None,
    card_type: str = "11",
    cost: str | None = None,
) -> Mapping[str, str]:
    """Return the request fields of ``reportHISData`` for an accepted use of a card.

    Args:
        record: The use.
        code_text: The text of the code or the card's ID; the record does not keep it.
        scene: The platform's second-level step; the record's step if not said.
        department: Standard department, 4 digits; mandatory where somebody registers.
        card_type: ``11`` or ``01``.
        cost: 用卡费别; mandatory where somebody pays.

    Raises:
        InvalidInputError: A field is missing or none that the platform knows, or the
            use was refused or concerns nobody's card.

    """
    said = {
        "qrCodeText": code_text,
        "time": record.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"),
        "hospitalCode": record.org or "",
        "scene": scene or record.step,
        "department": department or "",
        "cardType": card_type,
        "cardChannel": record.channel,
        "cardCostTypes": cost or "",
    }
    wrong = [*_unfit(record), *_wrong(said)]
    if wrong:
        raise InvalidInputError(model="reportHISData", fields=", ".join(sorted(wrong)))
    return {name: value for name, value in said.items() if value}


def _unfit(record: UseRecord) -> Iterator[str]:
    if record.outcome != "OK" or record.act is UseAct.GATE:
        yield "outcome"
    if record.subject is None:
        yield "subject"
    if record.act is UseAct.LOOK and record.step == CardStep.OTHER.value:
        yield "step"  # somebody looked something up; no card was used


def _wrong(said: Mapping[str, str]) -> Iterator[str]:
    scene = said["scene"]
    good = {
        "qrCodeText": bool(_CODE.fullmatch(said["qrCodeText"])),
        "hospitalCode": bool(_HOSPITAL.fullmatch(said["hospitalCode"])),
        "scene": scene in SCENES,
        "department": bool(_DEPARTMENT.fullmatch(said["department"]))
        or (not said["department"] and scene not in WANT_DEPARTMENT),
        "cardType": said["cardType"] in CARD_TYPES,
        "cardChannel": said["cardChannel"] in CHANNELS,
        "cardCostTypes": said["cardCostTypes"] in COSTS
        or (not said["cardCostTypes"] and scene not in WANT_COST),
    }
    return (name for name, is_good in good.items() if not is_good)
