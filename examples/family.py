"""A family's cards: a guardian, a grandmother, growing up, handing over, two deaths."""

from datetime import date, datetime, timedelta
from typing import Any

from _story import WINDOW, Stage, name, told_on

from ehealthcard import Actor, Applicant, Card, Case, Guardian
from ehealthcard.adapters.simulator import document_of, name_of
from ehealthcard.codesets import SHANGHAI, Kinship, Purpose
from ehealthcard.desk import FamilyAccount
from ehealthcard.errors import EHealthCardError
from ehealthcard.rules.access import GrantScope
from ehealthcard.rules.family import ProofKind
from ehealthcard.rules.signals import PersonDied
from ehealthcard.services.foundation.account import Widen, account
from ehealthcard.services.foundation.consent import Give, Given, consent
from ehealthcard.services.foundation.family_bond import (
    Delegate,
    Ended,
    Guard,
    Prove,
    family_bond,
)

BORN = date(2016, 6, 15)
MOTHER, CHILD, GRANDMOTHER, NEIGHBOUR, NIECE, AUNT = range(1, 7)
RESEARCH = Give(purpose=Purpose.RESEARCH, scope=("laboratory",), version="2026-1")


def tell(url: str) -> None:
    """Tell the story on a database."""
    stage = Stage(url)
    mother = stage.person(MOTHER, date(1985, 3, 1))
    child = register(stage, CHILD, mother)
    bond = shown_by_mother(stage, mother, child)
    by_grandmother(stage, mother, child)
    given = fourteen(stage, mother, child, bond)
    eighteen(stage, mother, child, bond, given)
    died(stage, mother, child)
    orphaned(stage)
    stage.settle()
    health = stage.desk.health()
    print(f"undelivered {health.undelivered}, dead letters {health.dead_letters}")
    stage.desk.storage.close()


def register(stage: Stage, seed: int, guardian: Card) -> Card:
    """Register a child with its guardian, at the window."""
    document = document_of(seed, born=BORN)
    parent = Guardian(guardian.id, Kinship.PARENT)
    who = Applicant(name_of(seed), document, guardian=parent)
    return stage.desk.register(who, by=WINDOW)


def app(card: Card, name: str) -> Actor:
    """Return somebody at her own phone."""
    return Actor(f"app-{name}", {"resident"}, holder=card.subject)


def attempt(stage: Stage, card: Card, by: Actor) -> str:
    """Show a card's code, or say why not."""
    try:
        return str(bool(stage.desk.show(card.id, by=by).text))
    except EHealthCardError as error:
        return error.code


def opened(stage: Stage, card: Card, by: Actor) -> FamilyAccount:
    """Return the account of a card's holder."""
    found = stage.desk.accounts.of(card, by=by)
    if found is None:
        raise LookupError
    return found


def shown_by_mother(stage: Stage, mother: Card, child: Card) -> Case[Any]:
    """The child's card is in the mother's account; she shows its code."""
    accounts, herself = stage.desk.accounts, app(mother, "mother")
    mine = opened(stage, mother, herself)
    (held,) = mine.held
    print(
        f"in her account: {len(mine.held)} of {mine.most} cards, "
        "监护中 since she was registered"
    )
    paper = Prove(proof=ProofKind.BIRTH_CERTIFICATE, reference="R330100001")
    proved: Case[Any] = accounts.prove(held.bond, paper, by=WINDOW)
    print(f"the birth certificate was seen: {proved.state.proof.zh}")
    stranger = app(stage.person(NEIGHBOUR), "neighbour")
    print(
        f"shown by her mother: {attempt(stage, child, herself)}, "
        f"by a neighbour: {attempt(stage, child, stranger)}"
    )
    given = stage.desk.start(consent, child, RESEARCH, by=herself)
    (step,) = stage.desk.history(consent, given, by=WINDOW)
    both = (step.behind, given.subject) == (mother.subject, child.subject)
    told = f"the mother behind {step.actor}, for the child"
    print(f"and so it stands in the history: {told if both else 'nobody'}")
    return proved


def by_grandmother(stage: Stage, mother: Card, child: Card) -> None:
    """A grandmother without a phone comes to the window with a signed paper."""
    desk, grandmother = stage.desk, stage.person(GRANDMOTHER, date(1958, 2, 2))
    paper = Delegate(
        carer=grandmother.subject,
        kinship=Kinship.GRANDPARENT,
        scopes=(GrantScope.SHOW,),
        until=stage.clock.now + timedelta(days=180),
        consent="2026-1",
        holder_seen=True,
        proof=ProofKind.DELEGATION,
    )
    caring = desk.accounts.link(child, paper, by=WINDOW)
    hers = opened(stage, grandmother, WINDOW)
    print(
        f"at the window, without a phone: {len(hers.held)} of {hers.most} cards, "
        f"{caring.state.kinship.zh}"
    )
    try:
        desk.all_cases(child, by=app(grandmother, "grandmother"))
        read = "True"
    except EHealthCardError as error:
        read = error.code
    shown = attempt(stage, child, app(grandmother, "grandmother"))
    print(f"the grandmother shows the code: {shown}, and reads no record: {read}")
    desk.execute(account, hers.case, Widen(most=2, reason="trial"), by=WINDOW)
    try:
        second = paper.model_copy(update={"kinship": Kinship.OTHER})
        desk.accounts.link(mother, second, by=WINDOW)
    except EHealthCardError as error:
        print(f"too many: {error.code}")


def fourteen(stage: Stage, mother: Card, child: Card, bond: Case[Any]) -> Case[Any]:
    """On the 14th birthday nobody else consents for her."""
    stage.clock.now = datetime(2030, 6, 14, 23, 59, tzinfo=SHANGHAI)
    stage.settle()
    (given,) = stage.desk.cases(consent, child, by=app(mother, "mother"))
    by_mother = isinstance(given.state, Given) and given.state.by_guardian
    print(f"13 years old, the mother consents: {by_mother}")
    stage.turn(minutes=2)
    after = stage.now(consent, given)
    print(f"14: {name(stage.now(family_bond, bond))}, her consent: {name(after)}")
    anew = stage.desk.start(consent, child, RESEARCH, by=app(child, "child"))
    hers = isinstance(anew.state, Given) and not anew.state.by_guardian
    print(f"she is asked herself: {hers}")
    return anew


def eighteen(
    stage: Stage, mother: Card, child: Card, bond: Case[Any], given: Case[Any]
) -> None:
    """On the 18th birthday the guardianship ends; she takes her card over."""
    stage.clock.now = datetime(2034, 6, 15, 0, 1, tzinfo=SHANGHAI)
    stage.settle()
    shown = attempt(stage, child, app(mother, "mother"))
    state = stage.now(family_bond, bond)
    print(f"18: {name(state)}, her mother shows the code: {shown}")
    newest = stage.desk.case(family_bond, bond.id, by=WINDOW)
    done = stage.desk.accounts.hand_over(newest, by=app(child, "child"))
    own = done.account.subject == child.subject
    with_own = "with an account of her own" if own else "with none"
    print(f"taken over: {name(done.bond.state)}, {with_own}")
    steps = stage.desk.history(family_bond, done.bond, by=WINDOW)
    print(" > ".join(step.command for step in steps))
    print(f"what she consented to herself: {name(stage.now(consent, given))}")


def died(stage: Stage, mother: Card, child: Card) -> None:
    """She cares for her mother now; then the mother dies."""
    letting = Delegate(
        carer=child.subject,
        kinship=Kinship.DAUGHTER,
        scopes=(GrantScope.SHOW, GrantScope.RECORDS),
        until=stage.clock.now + timedelta(days=300),
        consent="2026-1",
    )
    caring = stage.desk.accounts.link(mother, letting, by=app(mother, "mother"))
    print(f"the mother lets her daughter: {name(caring.state)}")
    stage.desk.announce(PersonDied(card=mother.subject))
    ended = stage.now(family_bond, caring)
    why = ended.reason.zh if isinstance(ended, Ended) else "-"
    (closed,) = stage.desk.cases(account, mother, by=WINDOW)
    print(
        f"the mother has died: {name(ended)}, {why}; her account: {name(closed.state)}"
    )


def orphaned(stage: Stage) -> None:
    """A guardian dies, and the child is not forgotten."""
    desk, neighbour = stage.desk, stage.person(NEIGHBOUR)
    who = Applicant(
        name_of(NIECE),
        document_of(NIECE, born=date(2028, 1, 1)),
        guardian=Guardian(neighbour.id, Kinship.PARENT),
    )
    niece = desk.register(who, by=WINDOW)
    (bond,) = desk.accounts.carers_of(niece, by=WINDOW)
    desk.announce(PersonDied(card=neighbour.subject))
    waiting = desk.accounts.vacancies(by=WINDOW)
    vacant = stage.now(family_bond, bond)
    print(f"a guardian died: {name(vacant)}; on the list: {len(waiting)}")
    aunt = stage.person(AUNT, date(1990, 5, 5))
    order = Guard(
        carer=aunt.subject,
        kinship=Kinship.OTHER,
        proof=ProofKind.APPOINTMENT,
        reference="2034-7",
    )
    entered = desk.accounts.link(niece, order, by=WINDOW)
    waiting = desk.accounts.vacancies(by=WINDOW)
    print(f"the aunt is entered: {name(entered.state)}; on the list: {len(waiting)}")


if __name__ == "__main__":
    told_on(tell)
