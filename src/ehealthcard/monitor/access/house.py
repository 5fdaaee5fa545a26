"""The rules of a house that has none of its own (默认访问策略).

Nobody without a role and without a card reaches anything; a session of a resident who
has none yet can apply for one. A resident sees his own
affairs; the registered guardian a minor's (民法典 art. 17 to 27); whoever has a grant
for records, for its term (PIPL art. 29). Who works here acts as far as the services'
rules let him, and sees a case while care goes on for its holder; the office sees the
rest too. A life in danger opens what is closed, and somebody looks at it afterwards
(民法典 art. 1220). Research and passing on need the holder's consent (PIPL art. 13
and 23). What is especially sensitive opens to nobody by his work alone (PIPL art. 28
and 29): to who took part in it, or by a grant or a consent that names its class.

The division into office and clinicians, and care that goes on as what opens a case,
are inferred; the law asks for the least that is needed (PIPL art. 6).
"""

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

from .asking import Action, Asked, Known
from .deciding import Decision, Reason, permit, refuse

SYSTEM_ROLE = "system"
BREAK_GLASS = "break-glass"
"""The role of who may open what is closed, for the purpose of saving a life."""

WITH_CONSENT = frozenset({Purpose.RESEARCH, Purpose.THIRD_PARTY})
LOOKS = frozenset({Action.SEE, Action.TRACE})
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

    """

    office: frozenset[str] = frozenset({"registrar", "staff", "auditor"})
    clinicians: frozenset[str] = frozenset({"triage", "doctor", "nurse"})
    plain: frozenset[str] = frozenset({"resident", STRONGLY_AUTHENTICATED})
    entrusted: frozenset[str] = frozenset({"auditor", "his"})

    def decide(self, asked: Asked, known: Known, /) -> Decision:
        """Return whether it may be, and why."""
        found = self._plainly(asked, known)
        if not asked.classes or not found.permitted:
            return found
        return self._especially(asked, known, found)

    def _especially(self, asked: Asked, known: Known, found: Decision) -> Decision:
        """Decide about what is especially sensitive, once all else is permitted."""
        if found.reason in UNGRANTED or asked.actor.roles & self.entrusted:
            return found
        subject, own = asked.subject, _as_resident(asked, known)
        if own is not None:
            return own
        if asked.case and known.took_part(asked.actor, asked.case):
            return permit(Reason.PART)
        if subject and asked.classes <= set(known.opened(subject, asked.purpose)):
            return permit(Reason.CONSENT)
        return self._emergency(asked, Reason.SENSITIVE)

    def _plainly(self, asked: Asked, known: Known) -> Decision:
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
    age = known.age(subject)
    minor = age is not None and age < ADULT_FROM
    if minor and known.guardian(subject) == who:
        return permit(Reason.GUARDIAN)
    granted = _granted(who, subject, known, asked.action, minor=minor)
    if any(asked.classes <= opened for opened in granted):
        return permit(Reason.DELEGATE)
    return refuse(Reason.SENSITIVE) if granted else None


def _granted(
    who: SubjectId, subject: SubjectId, known: Known, action: Action, *, minor: bool
) -> list[frozenset[SensitiveClass]]:
    """Return what each grant in force opens of what is especially sensitive."""
    return [
        EVERY_CLASS if grant.sensitive else frozenset(grant.classes)
        for grant in known.grants(subject)
        if grant.delegate == who
        and _covers(grant, action)
        and known.now <= grant.until
        and (minor or not grant.by_guardian)
    ]


def _covers(grant: GrantSeen, action: Action) -> bool:
    """Whether a grant is for *action*; a command asks its own rules for the scope."""
    if action is Action.ACT:
        return True
    return action in LOOKS and GrantScope.RECORDS in grant.scopes
