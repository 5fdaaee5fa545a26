"""Who may send which command, and at which kind of entry (办理人与服务入口).

Who may is what the services' own rules ask; the rooms beside this one write it down,
and a test reads the rules and compares. A rule may still refuse somebody who is named
here, for it also looks at the institution, the moment and the case.

Which kinds of terminal follow from who may, by :data:`ROLE_KINDS`; :data:`ELSEWHERE`
says where a command differs. Both are this project's own, after the guide's sentences
on windows, kiosks and phones; platforms give codes to five kinds only.
"""

from collections.abc import Mapping

import attrs

from ehealthcard.services.foundation.terminal import TerminalKind

from .caring import ROWS as CARING
from .carrying import ROWS as CARRYING
from .visiting import ROWS as VISITING

HOLDER = "holder"
"""Not a role: the card's holder, or who acts for the holder."""

ANYONE = "anyone"
"""No rule asks for a role: whoever the access policy lets act."""

_K = TerminalKind
PHONES = frozenset({_K.SERVICE_ACCOUNT, _K.MINI_PROGRAM, _K.APP})
OWN = PHONES | {_K.KIOSK, _K.WINDOW}
"""Where holders act: at the window too, at every step (guide §3, elders, children)."""

CLINICAL = frozenset({_K.DOCTOR_DESK})
BEDSIDE = frozenset({_K.DOCTOR_DESK, _K.HANDHELD})
OFFICE = frozenset({_K.WINDOW})
POST = frozenset({_K.GATE, _K.HANDHELD, _K.WINDOW})
NOWHERE = frozenset[TerminalKind]()

ROLE_KINDS: Mapping[str, frozenset[TerminalKind]] = {
    HOLDER: OWN,
    ANYONE: OWN | CLINICAL,
    "terminal": frozenset({_K.GATE, _K.HANDHELD, _K.KIOSK}),
    "guard": POST,
    "crew": frozenset({_K.HANDHELD}),
    "courier": frozenset({_K.HANDHELD}),
    "benefit-provider": frozenset({_K.HANDHELD}),
    "doctor": CLINICAL,
    "family-doctor": CLINICAL,
    "therapist": CLINICAL,
    "technician": CLINICAL,
    "pharmacist": CLINICAL,
    "report-signer": CLINICAL,
    "emergency-department": CLINICAL,
    "nurse": BEDSIDE,
    "head-nurse": BEDSIDE,
    "midwife": BEDSIDE,
    "triage": BEDSIDE | OFFICE,
    "system": NOWHERE,
    "his": NOWHERE,
    "messenger": NOWHERE,
    "code-desk": NOWHERE,
}
"""Where each role works; one that is not named works in an office, as at a window.

``NOWHERE``: a machine, which needs no screen.
"""

_ENTRANCE = (
    "Present",
    "Identify",
    "RejectCode",
    "Assess",
    "ScanAgain",
    "ScanOut",
)
ELSEWHERE: Mapping[tuple[str, str], frozenset[TerminalKind]] = {
    **{("admission-scan", command): POST for command in _ENTRANCE},
    ("refusal", "NoteLook"): NOWHERE,
    ("refusal", "NoteOpening"): NOWHERE,
    ("broken-glass", "BreakIn"): NOWHERE,
    ("notification", "ReportActed"): PHONES,
}
"""Where the default would be wrong: entrances, and what the desk does by itself."""


@attrs.frozen
class Doers:
    """Who may send a command, and where.

    Args:
        who: Roles, ``holder``, or ``anyone``.
        kinds: At which kinds of terminal; none is what machines do.

    """

    who: frozenset[str]
    kinds: frozenset[TerminalKind]

    def may(self, roles: frozenset[str], *, is_person: bool) -> bool:
        """Whether somebody of these roles, or a holder of a card, is meant."""
        if ANYONE in self.who or not self.who.isdisjoint(roles):
            return True
        return is_person and HOLDER in self.who


def _read(rows: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], Doers]:
    found: dict[tuple[str, str], Doers] = {}
    for service, groups in rows.items():
        for names, commands in groups.items():
            who = frozenset(names.split())
            kinds = NOWHERE.union(*(ROLE_KINDS.get(one, OFFICE) for one in who))
            for command in commands.split():
                at = (service, command)
                found[at] = Doers(who, ELSEWHERE.get(at, kinds))
    return found


DOERS = _read({**CARRYING, **VISITING, **CARING})
UNDECLARED = Doers(frozenset({ANYONE}), OFFICE)


def doers_of(service: str, command: str) -> Doers:
    """Return who may; for a hospital's own service: anyone, at the window."""
    return DOERS.get((service, command), UNDECLARED)
