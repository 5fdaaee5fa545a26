"""A report is ready; the phone says so and nothing else (信息推送)."""

from ehealthcard import (
    Actor,
    Applicant,
    IdDocument,
    IdKind,
    KeyRing,
    ServiceDesk,
    Suite,
)
from ehealthcard.adapters.simulator import SimulatedMessenger
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.desk import OutboxRelay
from ehealthcard.errors import ClaimTakenError, RuleViolationError
from ehealthcard.rules.messages import MessageKind, MessageWanted, Variables
from ehealthcard.rules.signals import HappeningRecalled
from ehealthcard.services.message_preference import Grant, message_preference
from ehealthcard.services.notification import Raise, Template, notification

desk = ServiceDesk(storage=MemoryStorage(), keys=KeyRing.generate(Suite.GM))
window = Actor("window-3", {"registrar", "staff"}, org="330100000001")
messenger = SimulatedMessenger(desk.clock)
relay = OutboxRelay(desk, {"messenger": messenger})

document = IdDocument(IdKind.RESIDENT_ID, "11010519491231002X")
card = desk.register(Applicant("张三", document), by=window)
desk.start(message_preference, card, Grant(consent="2026-1"), by=window)

wanted = MessageWanted(
    card=card.subject,
    kind=MessageKind.SUSPENSION,  # urgent: it does not wait for the morning
    event="clinic:2026-03-02:0301",
    variables=Variables(org="市第一医院", day=desk.clock().date()),
)
desk.start(notification, card, Raise(wanted=wanted), by=window)
try:
    desk.start(notification, card, Raise(wanted=wanted), by=window)
except ClaimTakenError as error:
    print("the same happening again:", error.code)

relay.run_once()
print("the phone shows:", len(messenger.to(card.subject)), "message")

desk.announce(HappeningRecalled(event="clinic:2026-03-02:0301"))
relay.run_once()
print("it took place after all:", len(messenger.corrections), "correction")

try:
    Template(name="bad", kind=MessageKind.REPORT, text="您的血糖为 7.8 mmol/L")
except RuleViolationError as error:
    print("a template with a value:", error.code)
