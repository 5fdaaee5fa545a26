"""A survey before the consultation: taken over, reviewed, led away (流行病学调查)."""

from decimal import Decimal

from ehealthcard import (
    Actor,
    Applicant,
    IdDocument,
    IdKind,
    KeyRing,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.rules.calendar import day_of
from ehealthcard.services import health_declaration as declaring
from ehealthcard.services.epi_survey import (
    Dispose,
    Require,
    ReuseDeclaration,
    Review,
    Submitted,
    epi_survey,
)

desk = ServiceDesk(storage=MemoryStorage(), keys=KeyRing.generate(Suite.GM))
window = Actor("window-3", {"registrar"}, org="330100000001")
nurse = Actor("nurse-7", {"nurse"}, org="330100000001")

document = IdDocument(IdKind.RESIDENT_ID, "11010519491231002X")
card = desk.register(Applicant("张三", document), by=window)

answers = declaring.Answers(temperature=Decimal("37.8"), symptoms=(), exposures=())
declared = desk.start(
    declaring.health_declaration,
    card,
    declaring.Submit(answers=answers, consent="2026-1", commitment="2026-1"),
    by=window,
)
print("declared:", type(declared.state).__name__)

require = Require(
    org="330100000001", org_name="市第一医院", visit_on=day_of(desk.clock())
)
survey = desk.start(epi_survey, card, require, by=window)
survey = desk.execute(epi_survey, survey, ReuseDeclaration(), by=window)
if isinstance(survey.state, Submitted):
    print("taken over from the declaration, findings:", *survey.state.reasons)

survey = desk.execute(epi_survey, survey, Review(), by=nurse)
print("after the nurse looked:", type(survey.state).__name__)
survey = desk.execute(epi_survey, survey, Dispose(to="fever-clinic"), by=nurse)
print("led to the fever clinic, and cared for there:", type(survey.state).__name__)
