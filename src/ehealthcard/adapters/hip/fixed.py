"""Attributes that an element of HL7 V3 has whatever it says (固定属性).

Those of persons, encounters and places are seen in vendors' templates, the others are
recalled from the RIM.
"""

_ITEMS = "DSET_EN"
_BY_PLACE = {
    ("encounterEvent", "subject"): {"typeCode": "SBJ"},
    ("assignedPerson", "assignedPerson"): {
        "classCode": "PSN",
        "determinerCode": "INSTANCE",
    },
    ("serviceDeliveryLocation", "location"): {
        "classCode": "PLC",
        "determinerCode": "INSTANCE",
    },
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
    "component2": {"typeCode": "COMP"},
    "observationRequest": {"classCode": "OBS", "moodCode": "RQO"},
    "componentOf1": {"typeCode": "COMP"},
    "encounter": {"classCode": "ENC", "moodCode": "EVN"},
}


def fixed_of(parent: str, name: str) -> dict[str, str]:
    """Return a copy of the attributes of *name* below *parent*."""
    return dict(_BY_PLACE.get((parent, name)) or _BY_NAME.get(name) or {})
