"""Whether a FHIR server keeps what its changes rest on."""

from ehealthcard.errors import FhirConflictError

from .client import FhirClient
from .datatypes import Json

NEVER = "999999999"
"""A version that no resource has."""


def heeds_versions(client: FhirClient, raw: Json, /) -> bool:
    """Say whether a server refuses to write over another version than the one named.

    It is asked by writing *raw* back as it was read, under a version that never was: a
    server that keeps to ``If-Match`` changes nothing. One that does not writes what is
    there already, so take a resource that nobody is using. On such a server two
    bookings can take one slot.

    Raises:
        InvalidInputError: *raw* was not read from a server.
        OutsideUnavailableError: It certainly did not arrive.
        FhirError: The server refused for another reason, or did not say.

    """
    try:
        client.replace({**raw, "meta": {**raw.get("meta", {}), "versionId": NEVER}})
    except FhirConflictError:
        return True
    return False
