"""The workflow engine. It is pure, synchronous and knows no service."""

from ehealthcard.errors.workflow import Rule
from ehealthcard.models import PRIVATE, Model, Upcaster

from .actors import SYSTEM, Actor, Terminal
from .builds import AppName, AppVersion, BuildClaim, Digest
from .catalogue import CARD, Catalogue
from .definition import AnyContext, Title, Workflow
from .diagram import cascades, mermaid, transition_table
from .effects import (
    Ask,
    Claim,
    Erase,
    KnownBy,
    Manner,
    Order,
    Outgoing,
    Query,
    Tell,
    Until,
)
from .events import Event, event_id, read_payload, restore
from .policy import Policy, Timeline
from .signatures import Edge, Effect, FactSource, Reaction
from .vocabulary import (
    Command,
    Context,
    Facts,
    Link,
    Notice,
    Signal,
    State,
    link_fields,
    links,
)

__all__ = [
    "CARD",
    "PRIVATE",
    "SYSTEM",
    "Actor",
    "AnyContext",
    "AppName",
    "AppVersion",
    "Ask",
    "BuildClaim",
    "Catalogue",
    "Claim",
    "Command",
    "Context",
    "Digest",
    "Edge",
    "Effect",
    "Erase",
    "Event",
    "FactSource",
    "Facts",
    "KnownBy",
    "Link",
    "Manner",
    "Model",
    "Notice",
    "Order",
    "Outgoing",
    "Policy",
    "Query",
    "Reaction",
    "Rule",
    "Signal",
    "State",
    "Tell",
    "Terminal",
    "Timeline",
    "Title",
    "Until",
    "Upcaster",
    "Workflow",
    "cascades",
    "event_id",
    "link_fields",
    "links",
    "mermaid",
    "read_payload",
    "restore",
    "transition_table",
]
