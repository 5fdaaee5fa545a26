"""Attributes that an element of HL7 V3 has whatever it says (固定属性).

All are seen in vendors' templates but those of an organisation that a person has, and
of an order's status, which are recalled from the RIM.
"""

_ITEMS = "DSET_EN"
_A_PLACE = {"classCode": "PLC", "determinerCode": "INSTANCE"}
_A_PERSON = {"classCode": "PSN", "determinerCode": "INSTANCE"}
_BY_PLACE: dict[tuple[str, str], dict[str, str]] = {
    ("encounterEvent", "subject"): {"typeCode": "SBJ"},
    ("encounterAppointment", "subject"): {},
    ("encounter", "subject"): {"typeCode": "SBJ"},
    ("assignedPerson", "assignedPerson"): _A_PERSON,
    ("serviceDeliveryLocation", "location"): _A_PLACE,
    ("locatedEntity", "location"): _A_PLACE,
    ("assignedEntity", "assignedPerson"): _A_PERSON,
    ("substanceAdministrationRequest", "effectiveTime"): {"xsi:type": "QSC_TS"},
    ("observationRequest", "effectiveTime"): {"xsi:type": "IVL_TS"},
    ("location1", "time"): {"xsi:type": "IVL_TS"},
    ("location2", "time"): {"xsi:type": "IVL_TS"},
    ("specimen", "specimen"): {"classCode": "SPEC"},
    ("observationRequest", "specimen"): {},
}
_BY_NAME = {
    "subject": {"typeCode": "SUBJ"},
    "registrationRequest": {"classCode": "REG", "moodCode": "RQO"},
    "registrationEvent": {"classCode": "REG", "moodCode": "EVN"},
    "subject1": {"typeCode": "SBJ"},
    "patient": {"classCode": "PAT"},
    "patientPerson": {"classCode": "PSN", "determinerCode": "INSTANCE"},
    "providerOrganization": {"classCode": "ORG", "determinerCode": "INSTANCE"},
    "encounterEvent": {"classCode": "ENC", "moodCode": "EVN"},
    "name": {"xsi:type": _ITEMS},
    "admitter": {"typeCode": "ADM"},
    "assignedPerson": {"classCode": "ASSIGNED"},
    "location": {"typeCode": "LOC"},
    "serviceDeliveryLocation": {"classCode": "SDLOC"},
    "locatedEntityHasParts": {"classCode": "LOCE"},
    "locatedPlace": {"classCode": "PLC", "determinerCode": "INSTANCE"},
    "serviceProviderOrganization": {"classCode": "ORG", "determinerCode": "INSTANCE"},
    "placerGroup": {"classCode": "GROUPER", "moodCode": "RQO"},
    "observationRequest": {"classCode": "OBS", "moodCode": "RQO"},
    "substanceAdministrationRequest": {"classCode": "SBADM", "moodCode": "RQO"},
    "componentOf1": {"contextConductionInd": "false", "typeCode": "COMP"},
    "encounter": {"classCode": "ENC", "moodCode": "EVN"},
    "schedule": {"classCode": "SCH", "moodCode": "EVN"},
    "resourceSlot": {"classCode": "SLOT", "moodCode": "EVN"},
    "directTarget": {"typeCode": "DIR"},
    "identifiedEntity": {"classCode": "CONS"},
    "person": _A_PERSON,
    "performer": {"typeCode": "PRF"},
    "assignedDevice": {"classCode": "ASSIGNED"},
    "transportationIntent": {"moodCode": "PRP"},
    "author": {"typeCode": "AUT"},
    "assignedEntity": {"classCode": "ASSIGNED"},
    "representedOrganization": {"classCode": "ORG", "determinerCode": "INSTANCE"},
    "asOtherIDs": {"classCode": "ROL"},
    "assignedOrganization": {"classCode": "ASSIGNED"},
    "discharger": {"typeCode": "DIS"},
    "locatedEntity": {"classCode": "LOCE"},
    "location1": {"typeCode": "DST"},
    "location2": {"typeCode": "LOC"},
}


def fixed_of(parent: str, name: str) -> dict[str, str]:
    """Return a copy of the attributes of *name* below *parent*."""
    found = _BY_PLACE.get((parent, name))
    return dict(_BY_NAME.get(name, {}) if found is None else found)
