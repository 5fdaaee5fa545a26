"""The rules of a house that has none of its own (默认访问策略).

Nobody without a role and without a card reaches anything; a session of a resident who
has none yet can apply for one. A resident sees his own
affairs; a guardian a minor's, or by a court order an adult's (民法典 art. 17 to 28);
whoever has a grant for records, for its term (PIPL art. 29), and shows the code where
the grant covers it. Who works here acts as far as the services'
rules let him, and sees a case while care goes on for its holder; the office sees the
rest too. A life in danger opens what is closed, and somebody looks at it afterwards
(民法典 art. 1220). Research and passing on need the holder's consent (PIPL art. 13
and 23). What is especially sensitive opens to nobody by his work alone (PIPL art. 28
and 29): to who took part in it, or by a grant or a consent that names its class.

The division into office and clinicians, and care that goes on as what opens a case,
are inferred; the law asks for the least that is needed (PIPL art. 6).
"""

from collections.abc import Mapping

import attrs

from ehealthcard.codesets import Purpose
from ehealthcard.identity import SubjectId
from ehealthcard.rules.access import (
    ADULT_FROM,
    EVERY_CLASS,
    STRONGLY_AUTHENTICATED,
    GrantScope,
    GrantSeen,
    SensitiveClass,
)
from ehealthcard.rules.real_name import Level

from .asking import Action, Asked, Known
from .deciding import Decision, Reason, permit, refuse

SYSTEM_ROLE = "system"
BREAK_GLASS = "break-glass"
"""The role of who may open what is closed, for the purpose of saving a life."""

WITH_CONSENT = frozenset({Purpose.RESEARCH, Purpose.THIRD_PARTY})
SCOPES = {
    Action.SEE: GrantScope.RECORDS,
    Action.TRACE: GrantScope.RECORDS,
    Action.SHOW: GrantScope.SHOW,
}
"""What a grant has to cover."""
DONE_IN = {
    "appointment": GrantScope.BOOKING,
    "health-declaration": GrantScope.DECLARING,
    "epi-survey": GrantScope.DECLARING,
    "guidance-session": GrantScope.DECLARING,
    "pre-visit-interview": GrantScope.DECLARING,
    "settlement": GrantScope.PAYING,
    "inpatient-certificate": GrantScope.INPATIENT,
    "triage": GrantScope.VISIT,
    "referral": GrantScope.REFERRAL,
    "rehab-episode": GrantScope.CARE,
    "family-doctor-contract": GrantScope.CARE,
}
"""The scope of who does something in a service, and so sees the case."""

UNGRANTED = frozenset({Reason.SYSTEM, Reason.SELF, Reason.GUARDIAN, Reason.BREAK_GLASS})
"""What opens whatever is the holder's, of every class."""

STAFF_ONLY = frozenset({Action.FIND, Action.SCAN, Action.PUBLISH})


@attrs.frozen
class HouseRules:
    """What a desk goes by unless it is given another policy.

    Args:
        office: Roles that see closed cases and everybody's lists.
        clinicians: Roles that see the lists of those in care, and a holder's past
            while care goes on.
        entrusted: Roles that see what is especially sensitive without a grant.
        plain: Roles that say how a session was opened and give no right by themselves.
        levels: How well a holder must be known for a service, by the service's name;
            nobody asks in an emergency (民法典 art. 1005).

    """

    office: frozenset[str] = frozenset({"registrar", "staff", "auditor"})
    clinicians: frozenset[str] = frozenset({"triage", "doctor", "nurse"})
    plain: frozenset[str] = frozenset({"resident", STRONGLY_AUTHENTICATED})
    levels: Mapping[str, Level] = attrs.field(factory=dict[str, Level])
    entrusted: frozenset[str] = frozenset({"auditor", "his"})

    def decide(self, asked: Asked, known: Known, /) -> Decision:
        """Return whether it may be, and why."""
        found = self._by_right(asked, known)
        if asked.classes and found.permitted:
            found = self._especially(asked, known, found)
        needed = self.levels.get(asked.service or "", Level.NONE)
        if not found.permitted or needed is Level.NONE or self._waives(asked):
            return found
        level = known.level(asked.subject) if asked.subject else Level.NONE
        if level.reaches(needed):
            return found
        return Decision(permitted=False, reason=Reason.LOW_ASSURANCE, needs=needed)

    def _waives(self, asked: Asked) -> bool:
        """Whether it does not matter how well the holder is known."""
        actor = asked.actor
        works = bool(actor.roles - self.plain)
        saves = works and asked.purpose is Purpose.EMERGENCY
        return asked.action is not Action.ACT or saves or SYSTEM_ROLE in actor.roles

    def _especially(self, asked: Asked, known: Known, found: Decision) -> Decision:
        """Decide about what is especially sensitive, once all else is permitted."""
        if found.reason in UNGRANTED or asked.actor.roles & self.entrusted:
            return found
        subject, own = asked.subject, _as_resident(asked, known)
        if own is not None:
            return own
        if asked.case and known.took_part(asked.actor, asked.case):
            return permit(Reason.PART)
        if asked.action is Action.LIST and asked.case:
            here = known.works_at(asked.actor, asked.case)
            return permit(Reason.OFFICE) if here else refuse(Reason.SENSITIVE)
        if subject and asked.classes <= set(known.opened(subject, asked.purpose)):
            return permit(Reason.CONSENT)
        return self._emergency(asked, Reason.SENSITIVE)

    def _by_right(self, asked: Asked, known: Known) -> Decision:
        """Decide by who asks."""
        actor = asked.actor
        works = bool(actor.roles - self.plain)
        if SYSTEM_ROLE in actor.roles:
            return permit(Reason.SYSTEM)
        if asked.action is Action.APPLY and (actor.roles or actor.holder):
            return permit(Reason.SERVICE)
        if not works and actor.holder is None:
            return refuse(Reason.NO_RIGHTS)
        if asked.action is Action.ACT or (works and asked.action in STAFF_ONLY):
            return permit(Reason.SERVICE)
        if asked.action in STAFF_ONLY or asked.action is Action.LIST:
            listed = actor.roles & (self.office | self.clinicians)
            return permit(Reason.OFFICE) if listed else refuse(Reason.NOT_STAFF)
        return _as_resident(asked, known) or (
            self._at_work(asked, known) if works else refuse(Reason.NOT_CONCERNED)
        )

    def _at_work(self, asked: Asked, known: Known) -> Decision:
        """Decide for somebody who works here and looks at one person's affairs."""
        actor, subject = asked.actor, asked.subject
        if asked.purpose in WITH_CONSENT:
            consents = known.consents(subject) if subject else ()
            if asked.purpose not in consents:
                return refuse(Reason.NO_CONSENT)
        if actor.roles & self.office:
            return permit(Reason.OFFICE)
        return self._with_patient(asked, known)

    def _with_patient(self, asked: Asked, known: Known) -> Decision:
        """Decide for somebody who works with patients, not at the office."""
        if asked.action is Action.SHOW:
            return permit(Reason.SERVICE)
        if asked.action is Action.TAKE:
            return refuse(Reason.NOT_CONCERNED)
        if asked.action is Action.TRACE and not asked.actor.roles & self.clinicians:
            return self._emergency(asked, Reason.NOT_STAFF)
        going_on = asked.action is Action.SEE and asked.is_open
        if asked.subject is None or going_on or known.in_care(asked.subject):
            return permit(Reason.CARE)
        return self._emergency(asked, Reason.NO_CARE)

    @staticmethod
    def _emergency(asked: Asked, otherwise: Reason) -> Decision:
        """Open what is closed, where a life is in danger."""
        glass = BREAK_GLASS in asked.actor.roles
        if glass and asked.purpose is Purpose.EMERGENCY:
            return permit(Reason.BREAK_GLASS, review=True)
        return refuse(otherwise)


def _as_resident(asked: Asked, known: Known) -> Decision | None:
    """Decide by what the actor is to the holder; ``None`` if he is nothing to him."""
    who, subject = asked.actor.holder, asked.subject
    if who is None or subject is None:
        return None
    if who == subject:
        return permit(Reason.SELF)
    if who in known.guardians(subject):
        return permit(Reason.GUARDIAN)
    age = known.age(subject)
    guarded = age is not None and (age < ADULT_FROM or bool(known.guardians(subject)))
    granted = _granted(who, asked, subject, known, guarded=guarded)
    if any(asked.classes <= opened for opened in granted):
        return permit(Reason.DELEGATE)
    return refuse(Reason.SENSITIVE) if granted else None


def _granted(
    who: SubjectId, asked: Asked, subject: SubjectId, known: Known, *, guarded: bool
) -> list[frozenset[SensitiveClass]]:
    """Return what each grant in force opens of what is especially sensitive."""
    return [
        EVERY_CLASS if grant.sensitive else frozenset(grant.classes)
        for grant in known.grants(subject)
        if grant.delegate == who
        and _covers(grant, asked)
        and known.now <= grant.until
        and (guarded or not grant.by_guardian)
    ]


def _covers(grant: GrantSeen, asked: Asked) -> bool:
    """Whether a grant is for what is asked; a command's own rules ask for its scope.

    Who books, declares or pays sees that case.
    """
    action = asked.action
    does = action is Action.SEE and DONE_IN.get(asked.service or "") in grant.scopes
    return does or action is Action.ACT or SCOPES.get(action) in grant.scopes
