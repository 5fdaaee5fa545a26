"""The OpenAPI document of what is served (接口描述)."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from ehealthcard.adapters.platform.tencent.operations import Operation

COMMON_IN = {
    "type": "object",
    "required": ["requestId", "hospitalId", "timestamp", "sign"],
    "properties": {
        "appToken": {"type": "string"},
        "requestId": {"type": "string", "minLength": 1, "maxLength": 64},
        "hospitalId": {"type": "string"},
        "timestamp": {"type": "string", "pattern": "^[0-9]{1,12}$"},
        "channelNum": {"type": "integer"},
        "sign": {"type": "string"},
        "relateAppId": {"type": "string"},
        "relateOpenId": {"type": "string"},
    },
}
COMMON_OUT = {
    "type": "object",
    "required": ["requestId", "resultCode", "errMsg"],
    "properties": {
        "requestId": {"type": "string"},
        "resultCode": {"type": "integer"},
        "errMsg": {"type": "string"},
    },
}


def describe(operations: Iterable[Operation[Any, Any]]) -> dict[str, Any]:
    """Return the OpenAPI document of *operations*."""
    served = tuple(operations)
    kinds = {op.request for op in served}
    _, defined = models_json_schema(
        [(kind, "validation") for kind in sorted(kinds, key=lambda k: k.__name__)],
        by_alias=True,
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.0.3",
        "info": {"title": "电子健康卡开放平台接口", "version": "1"},
        "paths": {op.path: {"post": _call(op)} for op in served},
        "components": {"schemas": defined.get("$defs", {})},
    }


def _call(operation: Operation[Any, Any]) -> dict[str, Any]:
    asked = {
        "type": "object",
        "required": ["commonIn", "req"],
        "properties": {
            "commonIn": COMMON_IN,
            "req": {"$ref": f"#/components/schemas/{operation.request.__name__}"},
        },
    }
    told = {
        "type": "object",
        "required": ["commonOut", "rsp"],
        "properties": {"commonOut": COMMON_OUT, "rsp": {"type": "object"}},
    }
    answer = {"content": {"application/json": {"schema": told}}}
    return {
        "operationId": operation.name,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": asked}},
        },
        "responses": {
            "200": {"description": "the envelope", **answer},
            "400": {"description": "no such JSON", **answer},
            "413": {"description": "too long"},
            "503": {"description": "busy, Retry-After", **answer},
        },
    }
