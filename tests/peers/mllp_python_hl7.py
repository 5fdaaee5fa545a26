"""A server and a client of python-hl7 (the package ``hl7``).

``serve`` prints its port first; ``send PORT`` sends what it reads, one message after
another on one connection, and prints MSA-1 and MSA-2 of each answer.
"""

import asyncio
import sys
from typing import Any

import hl7  # type: ignore[import-untyped]
from hl7.mllp import (  # type: ignore[import-untyped]
    open_hl7_connection,
    start_hl7_server,
)


async def take(reader: Any, writer: Any) -> None:
    while not writer.is_closing():
        try:
            message = await reader.readmessage()
        except asyncio.IncompleteReadError:
            break
        refused = str(message.segment("MSH")[10]).startswith("NO")
        writer.writemessage(message.create_ack("AR" if refused else "AA"))
        await writer.drain()
    writer.close()


async def serve() -> None:
    async with await start_hl7_server(take, "127.0.0.1", 0, encoding="utf-8") as server:
        print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  # it says its port
        await server.serve_forever()


async def send(port: int) -> None:
    reader, writer = await open_hl7_connection("127.0.0.1", port, encoding="utf-8")
    for text in sys.stdin.read().split("\f"):
        writer.writemessage(hl7.parse(text.replace("\n", "\r")))
        await writer.drain()
        answer = await reader.readmessage()
        print(answer.segment("MSA")[1], answer.segment("MSA")[2])  # noqa: T201  # the test reads it
    writer.close()


if __name__ == "__main__":
    asyncio.run(serve() if sys.argv[1] == "serve" else send(int(sys.argv[2])))
