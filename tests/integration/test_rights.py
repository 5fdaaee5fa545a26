"""A copy of everything about oneself (个人信息副本)."""

import json
from hashlib import sha256
from io import BytesIO

import attrs
import pytest
from pypdf import PdfReader

from ehealthcard import Actor, Ports
from ehealthcard.adapters.documents import PdfDocuments
from ehealthcard.desk import PersonalData
from ehealthcard.errors import AccessDeniedError
from ehealthcard.services.foundation.rights_request import Fulfilled, rights_request

from .conftest import GATE, WINDOW, House, applicant
from .visits import declare, text


def test_a_holder_takes_everything_along_and_that_is_on_record(house: House) -> None:
    card = house.card()
    declare(house, card)
    house.desk.scan(text(house), by=GATE)
    holder = Actor("app-1", {"resident"}, holder=card.subject)

    taken = PersonalData(house.desk).copy(card, by=holder)

    told = json.loads(taken.data)
    person = applicant(1)
    assert (person.name, person.document.number) == (
        told["person"]["name"],
        told["person"]["number"],
    )
    services = {case["service"] for case in told["cases"]}
    assert {"card", "health-declaration", "rights-request"} == services
    (declared,) = (c for c in told["cases"] if c["service"] == "health-declaration")
    assert "36.5" == declared["events"][0]["content"]["answers"]["temperature"]
    assert {"OK"} == {use["outcome"] for use in told["uses"]}
    assert told["kept_by_law"]
    (kept,) = house.desk.cases(rights_request, card, by=holder)
    assert isinstance(kept.state, Fulfilled)
    assert sha256(taken.data).hexdigest() == kept.state.digest


def test_a_copy_can_be_read_on_paper(house: House) -> None:
    ports = attrs.evolve(house.desk.ports, documents=PdfDocuments())
    desk = attrs.evolve(house.desk, ports=ports)
    card = house.card()
    declare(house, card)

    taken = PersonalData(desk).copy(
        card, by=WINDOW, password="opens-it"
    )  # of this test

    assert taken.document is not None
    assert applicant(1).document.number.encode() not in taken.document.data
    reader = PdfReader(BytesIO(taken.document.data), password="opens-it")
    assert len(reader.pages) == taken.document.pages
    assert isinstance(ports, Ports)


def test_neither_a_doctor_nor_a_stranger_takes_a_copy(house: House) -> None:
    card, other = house.card(), house.card(2)
    declare(house, card)
    for by in (
        Actor("doctor-1", {"doctor", "break-glass"}),
        Actor("app-2", {"resident"}, holder=other.subject),
    ):
        with pytest.raises(AccessDeniedError):
            PersonalData(house.desk).copy(card, by=by)
