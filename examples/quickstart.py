"""From a document to a scanned code, and why the same code does not work twice."""

from ehealthcard import Actor, Applicant, IdDocument, KeyRing, ServiceDesk, Terminal
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.crypto import Suite
from ehealthcard.errors import ReplayedCodeError

desk = ServiceDesk(storage=MemoryStorage(), keys=KeyRing.generate(Suite.GM))
window = Actor("window-3", {"registrar"})
gate = Terminal("gate-1", {"terminal"}, org="330100000001", place="East gate")

document = IdDocument("01", "11010519491231002X")
card = desk.register(Applicant("张三", document), by=window)
print(f"{document.masked} has card {card.id[:8]}..., {card.status.value}")

shown = desk.show(card.id, by=window)
print(f"a code of {len(shown.text)} characters, good until {shown.expires_at:%H:%M:%S}")

scan = desk.scan(shown.text, by=gate)
print(f"scanned: {scan.card.id[:8]}... by {scan.tier.value} code")
try:
    desk.scan(shown.text, by=gate)
except ReplayedCodeError as error:
    print(f"again: {error}\n       {error.chinese}")
