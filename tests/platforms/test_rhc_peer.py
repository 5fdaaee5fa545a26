"""A foreign SOAP client, made from the interface's WSDL, speaks to our server."""

import subprocess
import sys
from pathlib import Path

from ehealthcard.adapters.platform import plain_xml as xml

from .declared import SECRET, TABLES, server
from .serving import NOW, application, house, person, served

WSDL = Path(__file__).parent / "rhc.wsdl"
"""Written anew from what is public of the province's interface."""

ZEEP = """
import sys, warnings
warnings.simplefilter("ignore")
import zeep
wsdl, url, head, body = sys.argv[1:]
client = zeep.Client(wsdl)
service = client.create_service("{http://webservice.ehc.cdxt.com/}Binding", url)
print(service.RHCMessageServer(arg0=head, arg1=body))
"""


def test_zeep_finds_a_holder_at_our_server() -> None:
    mine = house()
    made = mine.register(application(1))
    head = {
        "msgGuid": "0" * 32,
        "msgType": "1",
        "bussinessCode": "RHC_E0005",
        "msgCreateTime": "2026-03-0209:00:00",
        "orgId": TABLES["rhc"]["org_id"],
        "userName": TABLES["rhc"]["user_name"],
        "userPwd": SECRET,
        "stdVerCode": "V1.0",
    }
    body = {"id_card": person(1).number}
    parts = [xml.element("request", xml.written(part)) for part in (head, body)]
    assert 1 == NOW.hour, "nine in the morning in China"

    with served(server("rhc", mine).app()) as base:
        command = [sys.executable, "-c", ZEEP, str(WSDL), f"{base}/ehc", *parts]
        said = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603  # ours

    response = xml.root(said.stdout.strip(), "response")
    found = xml.fields_of(xml.child(response, "ehc_cardinfo"))
    assert "0" == response.findtext("resultCode")
    assert (made.card_id, person(1).name) == (found["ecardId"], found["name"])
