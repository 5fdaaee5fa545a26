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


KINDS = {"ADT^A01^ADT_A01": (Taking,), "ERR": (Refusing,)}

if __name__ == "__main__":
    server = MLLPServer("127.0.0.1", 0, KINDS)
    print(server.server_address[1], flush=True)  # noqa: T201  # it says its port
    server.serve_forever()
