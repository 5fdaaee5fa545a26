"""A server of hl7apy: it closes after each message; prints its port first."""

from hl7apy.core import Message  # type: ignore[import-untyped]
from hl7apy.mllp import (  # type: ignore[import-untyped]
    AbstractErrorHandler,
    AbstractHandler,
    MLLPServer,
)
from hl7apy.parser import parse_message  # type: ignore[import-untyped]


class Taking(AbstractHandler):  # type: ignore[misc]
    def reply(self) -> str:
        return acknowledged(self.incoming_message, "AA")


class Refusing(AbstractErrorHandler):  # type: ignore[misc]
    def reply(self) -> str:
        return acknowledged(self.incoming_message, "AR")


def acknowledged(text: str, code: str) -> str:
    asked = parse_message(text, find_groups=False)
    answer = Message("ACK", version="2.5.1")
    name = asked.msh.msh_10.value
    answer.msa.msa_1 = "AR" if name.startswith("NO") else code
    answer.msa.msa_2 = name
    return str(answer.to_mllp())


class Finding(AbstractHandler):  # type: ignore[misc]
    """A patient index: C-1 has three numbers, nobody else has any."""

    def reply(self) -> str:
        asked = parse_message(self.incoming_message, find_groups=False)
        answer = Message("RSP_K23", version="2.5.1")
        answer.msh.msh_9 = "RSP^K23^RSP_K23"
        answer.msa.msa_1, answer.msa.msa_2 = "AA", asked.msh.msh_10.value
        is_known = asked.qpd.qpd_3.value.startswith("C-1^")
        answer.qak.qak_1 = asked.qpd.qpd_2.value
        answer.qak.qak_2 = "OK" if is_known else "NF"
        answer.qpd = asked.qpd.value
        if is_known:
            found = answer.add_group("RSP_K23_QUERY_RESPONSE")
            pid = found.add_segment("PID")
            for number in ("P1^^^H-ONE^MR", "P2^^^H-TWO^MR", "X9^^^ELSEWHERE^MR"):
                pid.add_field("PID_3").value = number
            pid.pid_5 = ""
        return str(answer.to_mllp())


TAKEN = (
    *(f"ADT^{e}^ADT_{s}" for e, s in (("A01", "A01"), ("A02", "A02"), ("A03", "A03"))),
    *(f"ADT^{e}^ADT_{s}" for e, s in (("A11", "A09"), ("A16", "A16"))),
    *(f"ADT^{e}^ADT_A21" for e in ("A21", "A22")),
    *(f"SIU^{event}^SIU_S12" for event in ("S14", "S15")),
    "DFT^P03^DFT_P03",
)
KINDS = {
    **dict.fromkeys(TAKEN, (Taking,)),
    "QBP^Q23^QBP_Q21": (Finding,),
    "ERR": (Refusing,),
}

if __name__ == "__main__":
    server = MLLPServer("127.0.0.1", 0, KINDS)
    print(server.server_address[1], flush=True)  # noqa: T201  # it says its port
    server.serve_forever()
