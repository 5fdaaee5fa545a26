"""The description of the operation in a dialect (WSDL 1.1)."""

from ehealthcard.adapters.hip import Dialect
from ehealthcard.adapters.hip.xml import node

_WSDL = "http://schemas.xmlsoap.org/wsdl/"
_SOAP = "http://schemas.xmlsoap.org/wsdl/soap12/"
_XSD = "http://www.w3.org/2001/XMLSchema"
_HTTP = "http://schemas.xmlsoap.org/soap/http"


def wsdl_of(dialect: Dialect, location: str) -> bytes:
    """Return the WSDL of *dialect*, served at *location*."""
    types = [_types(dialect)] if dialect.style == "document" else []
    whole = node(
        "wsdl:definitions",
        {
            "xmlns:wsdl": _WSDL,
            "xmlns:soap12": _SOAP,
            "xmlns:xsd": _XSD,
            "xmlns:tns": dialect.namespace,
            "targetNamespace": dialect.namespace,
            "name": "HIPService",
        },
        *types,
        *_messages(dialect),
        node("wsdl:portType", {"name": "HIPPortType"}, _abstract(dialect)),
        node(
            "wsdl:binding",
            {"name": "HIPSoap12", "type": "tns:HIPPortType"},
            node("soap12:binding", {"transport": _HTTP, "style": dialect.style}),
            _concrete(dialect),
        ),
        _service(location),
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>{whole}'.encode()


def _types(dialect: Dialect) -> str:
    schema = {"targetNamespace": dialect.namespace, "elementFormDefault": "qualified"}
    call = _element(dialect.operation, dialect.action, dialect.message)
    answer = _element(dialect.response, dialect.result)
    return node("wsdl:types", None, node("xsd:schema", schema, call, answer))


def _element(name: str, *parts: str) -> str:
    inside = [node("xsd:element", {"name": p, "type": "xsd:string"}) for p in parts]
    sequence = node("xsd:sequence", None, *inside)
    return node("xsd:element", {"name": name}, node("xsd:complexType", None, sequence))


def _messages(dialect: Dialect) -> list[str]:
    if dialect.style == "document":
        call = [_part("parameters", {"element": f"tns:{dialect.operation}"})]
        answer = [_part("parameters", {"element": f"tns:{dialect.response}"})]
    else:
        plain = {"type": "xsd:string"}
        call = [_part(dialect.action, plain), _part(dialect.message, plain)]
        answer = [_part(dialect.result, plain)]
    return [
        node("wsdl:message", {"name": "in"}, *call),
        node("wsdl:message", {"name": "out"}, *answer),
    ]


def _part(name: str, what: dict[str, str]) -> str:
    return node("wsdl:part", {"name": name, **what})


def _abstract(dialect: Dialect) -> str:
    return node(
        "wsdl:operation",
        {"name": dialect.operation},
        node("wsdl:input", {"message": "tns:in"}),
        node("wsdl:output", {"message": "tns:out"}),
    )


def _concrete(dialect: Dialect) -> str:
    own = {} if dialect.style == "document" else {"namespace": dialect.namespace}
    body = node("soap12:body", {"use": "literal", **own})
    return node(
        "wsdl:operation",
        {"name": dialect.operation},
        node("soap12:operation", {"soapAction": dialect.soap_action}),
        node("wsdl:input", None, body),
        node("wsdl:output", None, body),
    )


def _service(location: str) -> str:
    port = {"name": "HIPServiceSoap12", "binding": "tns:HIPSoap12"}
    address = node("soap12:address", {"location": location})
    return node(
        "wsdl:service", {"name": "HIPService"}, node("wsdl:port", port, address)
    )
