"""Dialects C to G as configured, and our own servers of them."""

from typing import Any

from ehealthcard.adapters.platform.asking import Declared
from ehealthcard.adapters.platform.declared_tables import DECLARED, DeclaredTable
from ehealthcard.codesets import Channel
from ehealthcard.hosts.platform import DeclaredServer, HousePlatform
from ehealthcard.ports import Clock

from .serving import MINUTE
from .serving import now as clock

SECRET = "not-a-secret-1"
KINDS = {"01": "01", "03": "03"}
PERSON = {
    "name": "XM",
    "kind": "ZJLXDM",
    "number": "ZJHM",
    "sex": "XBDM",
    "birth_date": "CSRQ",
    "card_id": "DZJKKID",
    "master_index": "ZSYID",
}
COMMON: dict[str, Any] = {
    "timeout_seconds": 5,
    "attempts": 1,
    "secret": "env:PLATFORM",
    "path": "/ehc",
    "success": "0",
    "id_types": KINDS,
}
TABLES: dict[str, dict[str, Any]] = {
    "rhc": {
        "org_id": "ORG-1",
        "user_name": "his",
        "std_ver_code": "V1.0",
        "create_time": "joined",
        "hospital_name": "一院",
        "city_code": "630100",
        "city_name": "西宁市",
    },
    "a10xx": {
        "mer_id": "MER-1",
        "upper": False,
        "apply_type": "3",
        "nationalities": {"01": "01", "03": "04"},
    },
    "trade": {
        "paths": {"30001": "/apply", "12001": "/verify"},
        "organization_id": "ORG-1",
        "app_id": "APP-1",
        "data_sources": "1",
        "operator_code": "K-1",
        "operator_name": "自助机",
        "client_ip": "192.0.2.1",
        "client_mac": "00-00-5E-00-53-01",
        "app_mode": "2",
        "terminal_type": "02",
        "med_type": "O",
        "dep_type": "1",
        "dep_code": "5500",
    },
    "gansu": {
        "secret": "none",
        "org_code": "ORG-1",
        "city_code": "620100",
        "operator": "0",
        "apply_type": "3",
        "department": "5600",
        "answer_part": "return",
        "answer_code": "CODE",
        "answer_message": "MESSAGE",
        "registered": {"card_id": "DZJKKID"},
        "checked": PERSON,
    },
    "shenzhen": {"secret": "none", "path": "/ehc/", "limit_code_type": "2"},
}
"""What the answers of Gansu are called is made up: no public source says it."""


def table(name: str, **changed: Any) -> DeclaredTable:
    found = {**COMMON, "base": "http://127.0.0.1:1", **TABLES[name], **changed}
    return DECLARED[name].from_data({"dialect": name, **found})


def declared(name: str, **changed: Any) -> Declared:
    return table(name, **changed).declared(SECRET, failure="1")


def server(
    name: str, platform: HousePlatform, clock: Clock = clock, **changed: Any
) -> DeclaredServer:
    return DeclaredServer(
        declared(name, **changed),
        table(name).path,
        platform,
        Channel.WINDOW,
        "10086",
        clock,
        5 * MINUTE,
    )
