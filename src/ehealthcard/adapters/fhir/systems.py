"""Under which systems numbers and codes are written (标识体系).

The OIDs of documents are those of HL7 China's Connectathon guide (``2.16.840.1.
113883.2.23.1.19``, R5) and of WS/T 846's samples (``2.16.156.10011.1.3``); both are
read, and which one is written is chosen. They are taken from public guides, not from
the standards' printed texts.
"""

CARD = "urn:ehealthcard:subject"
"""The holder's subject: the name under which the SDK keeps a person."""

RESIDENT_ID = "urn:oid:2.16.840.1.113883.2.23.1.19.1"
"""身份证号 in HL7 China's guide."""

SOCIAL_SECURITY_CARD = "urn:oid:2.16.840.1.113883.2.23.1.19.2"
"""社保卡号 in HL7 China's guide."""

RESIDENT_ID_WST = "urn:oid:2.16.156.10011.1.3"
"""身份证号 as WS/T 846's samples write it."""

HEALTH_CARD = "urn:oid:2.16.156.10011.1.19"
"""The electronic health card's ID (电子健康卡号); assumed: agree it with the server."""

BOOKING = "urn:ehealthcard:booking"
"""The idempotency key of a booking, on the appointment and on the slot it holds."""

REPORT = "urn:ehealthcard:report"
"""A report's number (报告编号)."""

DEPARTMENT = "urn:ehealthcard:department"
"""A department's code (科室代码), where the server has no system of its own."""

VISIT_KIND = "urn:ehealthcard:visit-kind"
STAFF = "urn:ehealthcard:staff"
ORDER = "urn:ehealthcard:order"
RECORD_KIND = "urn:ehealthcard:record-kind"
REPORT_KIND = "urn:ehealthcard:report-kind"
RESULT = "urn:ehealthcard:result"
FLAG = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

BILL = "urn:ehealthcard:bill"
"""A bill's number (账单号)."""

BILL_ITEM = "urn:ehealthcard:bill-item"
CATALOGUE = "urn:ehealthcard:insurance-catalogue"
"""An item's code in the insurance catalogue (医保目录编码)."""

BILL_ACT = "urn:ehealthcard:bill-act"
"""The idempotency key of an act on a bill; an invoice keeps all that were done."""

E_INVOICE = "urn:ehealthcard:e-invoice"
"""The electronic invoice's number (电子票据号), where the HIS puts it."""

FINANCE_TASK = "urn:ehealthcard:finance-task"
COVERAGE = "urn:ehealthcard:coverage"
COMMAND = "urn:ehealthcard:command"
PURPOSE = "urn:ehealthcard:purpose"
"""What data may be looked at for (处理目的)."""

MESSAGE_KIND = "urn:ehealthcard:message-kind"
INSURANCE_KIND = "urn:ehealthcard:insurance-kind"
"""险种类型 (insutype) of the national interface."""

QUESTIONNAIRE = "urn:ehealthcard:questionnaire:"
"""What the addresses of the SDK's own questionnaires begin with."""

DOCUMENT = "urn:ehealthcard:document"
CASE = "urn:ehealthcard:case"
"""A case's name."""

PROBE = "urn:ehealthcard:probe"
"""On what the SDK keeps on a server to find out how that behaves."""

EXTENSION = "urn:ehealthcard:fhir:"
"""What the addresses of the SDK's own extensions begin with."""
