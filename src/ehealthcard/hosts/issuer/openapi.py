"""What the issuing side answers, as an OpenAPI document (接口说明)."""

from typing import Any

from ehealthcard import __version__
from ehealthcard.ports import CodeQuestion, ForeignIdentity, ForeignRefusal
from ehealthcard.qr.exchange import NONCE, SENDER, SIGNATURE, TIME

VERIFY, BUNDLE, INTERFACE = "/v1/verify", "/v1/bundle", "/openapi.json"

_HEADERS = {
    SENDER: ("Issuer code of who asks.", "^[0-9A-Za-z]{1,22}$"),
    TIME: ("When it was signed: seconds since 1970.", "^[0-9]{1,10}$"),
    NONCE: ("16 random bytes, never used before.", "^[0-9a-f]{32}$"),
    SIGNATURE: ("Of the request, by the sender's trust key.", "^[0-9a-f]{128}$"),
}
_PROBLEMS = {
    "400": "Not a signed request of a card manager.",
    "401": "The signature is not the sender's, or not fresh.",
    "403": "The sender is not trusted to ask.",
    "409": "This very request came before.",
    "413": "Longer than any question.",
    "422": "Not a question.",
    "429": "Asked too often; Retry-After says when to come back.",
    "500": "What is stored cannot be read.",
    "503": "No trust list in force, no storage, or busy (with Retry-After).",
}


def interface() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the issuing side."""
    schemas = {
        model.__name__: model.model_json_schema()
        for model in (CodeQuestion, ForeignIdentity, ForeignRefusal)
    }
    text = {"type": "string"}
    schemas["Problem"] = {
        "type": "object",
        "properties": {"code": text, "english": text, "chinese": text},
        "required": ["code", "english", "chinese"],
        "additionalProperties": False,
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Cross-domain authentication (跨域认证)",
            "version": __version__,
        },
        "paths": {VERIFY: {"post": _verify()}, BUNDLE: {"post": _bundle()}},
        "components": {"schemas": schemas},
    }


def _verify() -> dict[str, Any]:
    either = [_ref("ForeignIdentity"), _ref("ForeignRefusal")]
    return {
        "operationId": "verify",
        "summary": "Whose code is it; a good code is used up (跨域扫码核验).",
        "parameters": _parameters(),
        "requestBody": {"required": True, "content": _json(_ref("CodeQuestion"))},
        "responses": {"200": _answer({"oneOf": either}), **_problems()},
    }


def _bundle() -> dict[str, Any]:
    binary = {"application/octet-stream": {"schema": {"type": "string"}}}
    good = {
        "description": "The trust bundle.",
        "content": binary,
        "headers": _signature(),
    }
    return {
        "operationId": "bundle",
        "summary": "Which cards are no longer good, as a trust bundle (吊销列表).",
        "parameters": _parameters(),
        "responses": {"200": good, **_problems()},
    }


def _parameters() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "header",
            "required": True,
            "description": said,
            "schema": {"type": "string", "pattern": pattern},
        }
        for name, (said, pattern) in _HEADERS.items()
    ]


def _problems() -> dict[str, Any]:
    return {
        status: {"description": said, "content": _json(_ref("Problem"))}
        for status, said in _PROBLEMS.items()
    }


def _answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": "What the issuer says, signed.",
        "content": _json(schema),
        "headers": _signature(),
    }


def _signature() -> dict[str, Any]:
    said = "Of the answer, by the issuer's trust key."
    return {SIGNATURE: {"description": said, "schema": {"type": "string"}}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
