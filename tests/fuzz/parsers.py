"""Every parser there is."""

from . import bundles, codes, documents, events, keyfiles, messages, sm2s
from .run import Parser

PARSERS: dict[str, Parser] = {
    parser.name: parser
    for room in (documents, codes, bundles, sm2s, keyfiles, events, messages)
    for parser in room.PARSERS
}
