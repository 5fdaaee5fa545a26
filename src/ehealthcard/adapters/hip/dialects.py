"""How platforms differ in the same operation (厂商方言): names, namespaces, style.

Everything here is data: a hospital's own platform is ``attrs.evolve`` of the nearest.
"""

from collections.abc import Mapping
from typing import Literal

import attrs

from ehealthcard.errors import HipActionError

from .services import HipService

V3 = "urn:hl7-org:v3"
_NAMES = {service: service.value for service in HipService}


@attrs.frozen
class Dialect:
    """One platform's way to spell ``HIPMessageServer(action, message)``.

    Args:
        name: What it is called here.
        namespace: Of the wrapper; of its parts too in document style.
        soap_action: The operation's action, a parameter of the content type.
        style: ``document``: the wrapper's parts are in its namespace; ``rpc``: in none.
        operation: The wrapper of a call.
        action: The part that names the service.
        message: The part that holds the payload.
        response: The wrapper of an answer.
        result: The part of the answer.
        actions: What each service is called; those left out are not there.
        roots: Interactions that differ from those of ``HipService.facts``.
        not_found: Words in a refusal that only mean that nobody was found.

    """

    name: str
    namespace: str = V3
    soap_action: str = f"{V3}:HIPMessageServer"
    style: Literal["document", "rpc"] = "document"
    operation: str = "HIPMessageServer"
    action: str = "action"
    message: str = "message"
    response: str = "HIPMessageServerResponse"
    result: str = "payload"
    actions: Mapping[HipService, str] = attrs.field(factory=lambda: dict(_NAMES))
    roots: Mapping[HipService, str] = attrs.field(factory=dict[HipService, str])
    not_found: tuple[str, ...] = ("不存在",)

    def action_of(self, service: HipService) -> str:
        """Return what *service* is called.

        Raises:
            HipActionError: The platform does not have it.

        """
        found = self.actions.get(service)
        if found is None:
            raise HipActionError
        return found

    def root_of(self, service: HipService) -> str:
        """Return the interaction of *service*, which is its payload's root."""
        return self.roots.get(service, service.facts.root)

    def service_of(self, action: str, root: str) -> HipService:
        """Return the service that a call means: by its name, else by its payload.

        Where one name stands for several services, the first with the payload's root
        is meant; an encounter says itself whether it is an outpatient's.

        Raises:
            HipActionError: None of this platform's.

        """
        named = [s for s, name in self.actions.items() if name == action]
        if len(named) > 1:
            named = [s for s in named if self.root_of(s) == root][:1]
        if not named:
            raise HipActionError
        return named[0]


STANDARD = Dialect("standard")
"""Namespace and names that the code of several vendors agrees on."""

S_CODES = Dialect("s-codes", actions={s: s.facts.code for s in HipService})
"""The same with counted services: S0026 入院, S0032 出院, S0035 医嘱新增."""

EVENT = Dialect("event", actions=dict.fromkeys(HipService, "EVENT"))
"""One name for all; the payload's root says what is meant."""

DHCC = Dialect(
    "dhcc",
    namespace="http://www.dhcc.com.cn",
    soap_action="http://www.dhcc.com.cn/DHC.Published.PUB0013.BS.PUB0013.HIPMessageServer",
    style="rpc",
    action="input1",
    message="input2",
    result="HIPMessageServerResult",
)
"""A vendor's namespace in RPC style. ``input2`` and the result's name are recalled; the
number in the action is one site's and is to be replaced."""

TEMPURI = Dialect(
    "tempuri",
    namespace="http://tempuri.org/",
    soap_action="http://tempuri.org/HIPMessageServer",
    result="HIPMessageServerResult",
)
"""Services made with ASP.NET, which keep its default namespace; the result's name is
what ASP.NET gives (recalled)."""

DIALECTS = {d.name: d for d in (STANDARD, S_CODES, EVENT, DHCC, TEMPURI)}
