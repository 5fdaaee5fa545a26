"""Dialects C to G in the platforms' file (其余方言的配置项)."""

from collections.abc import Mapping
from typing import Literal

import attrs
from pydantic import Field

from .a10xx import A10xxEnvelope, A10xxSettings, a10xx_dialect
from .asking import Declared
from .dialect import Act
from .gansu import (
    GansuAnswers,
    GansuEnvelope,
    GansuPlace,
    GansuSettings,
    gansu_dialect,
)
from .rhc import RhcEnvelope, RhcSettings, rhc_dialect
from .shenzhen import ShenzhenEnvelope, ShenzhenSettings, shenzhen_dialect
from .tables import Coded, one_way
from .trade import TradeEnvelope, TradeSettings, trade_dialect
from .wires import FORM, JSON, JSON_BY_NAME, SOAP_11, Wire

ANOTHER = "0"
"""What is put behind a value to have certainly another."""


class RhcTable(Coded):
    """The table of a platform whose dialect is ``rhc``; the secret is the password."""

    dialect: Literal["rhc"]
    org_id: str = Field(min_length=1)
    user_name: str = Field(min_length=1)
    std_ver_code: str
    create_time: Literal["joined", "spaced"]
    hospital_name: str
    city_code: str
    city_name: str

    def declared(self, secret: str, *, failure: str = "-") -> Declared:
        """Return the dialect as configured.

        Raises:
            PlatformSettingError: A dictionary has a foreign code.

        """
        forms = {"joined": "%Y-%m-%d%H:%M:%S", "spaced": "%Y-%m-%d %H:%M:%S"}
        settings = RhcSettings(
            org_id=self.org_id,
            user_name=self.user_name,
            user_pwd=secret,
            std_ver_code=self.std_ver_code,
            create_time=forms[self.create_time],
            success=self.success,
            failure=failure,
        )
        dialect = rhc_dialect(
            id_types=self.kinds,
            hospital_name=self.hospital_name,
            city_code=self.city_code,
            city_name=self.city_name,
        )
        spoilt = {
            "org_id": attrs.evolve(settings, org_id=self.org_id + ANOTHER),
            "user_name": attrs.evolve(settings, user_name=self.user_name + ANOTHER),
            "secret": attrs.evolve(settings, user_pwd=secret + ANOTHER),
        }
        return Declared(
            dialect,
            RhcEnvelope(settings),
            SOAP_11,
            Act.FIND,
            {name: RhcEnvelope(one) for name, one in spoilt.items()},
        )


class A10xxTable(Coded):
    """The table of a platform whose dialect is ``a10xx``; the secret is its key."""

    dialect: Literal["a10xx"]
    mer_id: str = Field(min_length=1)
    upper: bool
    apply_type: str
    nationalities: dict[str, str]
    """Our code of a document's kind, and their nationality of who has it."""

    def declared(self, secret: str, *, failure: str = "-") -> Declared:
        """See :meth:`RhcTable.declared`."""
        settings = A10xxSettings(
            mer_id=self.mer_id,
            digital_code=secret,
            upper=self.upper,
            success=self.success,
            failure=failure,
        )
        dialect = a10xx_dialect(
            id_types=self.kinds,
            nationalities=one_way("nationalities", self.nationalities),
            apply_type=self.apply_type,
        )
        spoilt = {
            "mer_id": attrs.evolve(settings, mer_id=self.mer_id + ANOTHER),
            "secret or upper": attrs.evolve(settings, digital_code=secret + ANOTHER),
        }
        return Declared(
            dialect,
            A10xxEnvelope(settings),
            FORM,
            Act.CHECK,
            {name: A10xxEnvelope(one) for name, one in spoilt.items()},
        )


class TradeTable(Coded):
    """The table of a platform whose dialect is ``trade``; the secret is the token."""

    dialect: Literal["trade"]
    paths: dict[Literal["30001", "12001"], str] = Field(min_length=2)
    """The path of each trade, behind ``path``."""

    organization_id: str = Field(min_length=1)
    app_id: str = Field(min_length=1)
    data_sources: str
    operator_code: str
    operator_name: str
    client_ip: str
    client_mac: str
    app_mode: str
    terminal_type: str
    med_type: str
    dep_type: str
    dep_code: str

    def declared(self, secret: str, *, failure: str = "-") -> Declared:
        """See :meth:`RhcTable.declared`."""
        settings = TradeSettings(
            organization_id=self.organization_id,
            app_id=self.app_id,
            data_sources=self.data_sources,
            token=secret,
            operator_code=self.operator_code,
            operator_name=self.operator_name,
            client_ip=self.client_ip,
            client_mac=self.client_mac,
            success=self.success,
            failure=failure,
        )
        dialect = trade_dialect(
            id_types=self.kinds,
            app_mode=self.app_mode,
            terminal_type=self.terminal_type,
            med_type=self.med_type,
            dep_type=self.dep_type,
            dep_code=self.dep_code,
        )
        spoilt = {
            "organization_id": attrs.evolve(
                settings, organization_id=self.organization_id + ANOTHER
            ),
            "app_id": attrs.evolve(settings, app_id=self.app_id + ANOTHER),
            "secret": attrs.evolve(settings, token=secret + ANOTHER),
        }
        return Declared(
            dialect,
            TradeEnvelope(settings),
            Wire(JSON, self._place),
            Act.CHECK,
            {name: TradeEnvelope(one) for name, one in spoilt.items()},
        )

    def _place(self, path: str, method: str) -> str:
        """Return a trade's path; one that is not in the table has none of its own."""
        found = [own for trade, own in self.paths.items() if trade == method]
        return path + "".join(found)


class GansuTable(Coded):
    """The table of a platform whose dialect is ``gansu``, which has no secret."""

    dialect: Literal["gansu"]
    secret: Literal["none"]  # pyright: ignore[reportIncompatibleVariableOverride]  # narrower, and the model is frozen
    org_code: str = Field(min_length=1)
    city_code: str
    operator: str
    apply_type: str
    department: str
    answer_part: str = Field(min_length=1)
    answer_code: str = Field(min_length=1)
    answer_message: str = Field(min_length=1)
    registered: dict[str, str]
    """Our names, and those of the answer after a registration."""

    checked: dict[str, str]
    """The same after a check of a code."""

    def declared(self, secret: str, *, failure: str = "-") -> Declared:
        """See :meth:`RhcTable.declared`."""
        answers = GansuAnswers(
            self.answer_part,
            self.answer_code,
            self.answer_message,
            self.registered,
            self.checked,
        )
        del secret
        settings = GansuSettings(self.org_code, answers, self.success, failure)
        place = GansuPlace(
            self.city_code, self.operator, self.apply_type, self.department
        )
        dialect = gansu_dialect(id_types=self.kinds, settings=settings, place=place)
        wrong = attrs.evolve(settings, org_code=self.org_code + ANOTHER)
        return Declared(
            dialect,
            GansuEnvelope(settings),
            SOAP_11,
            Act.CHECK,
            {"org_code": GansuEnvelope(wrong)},
        )


class ShenzhenTable(Coded):
    """The table of a platform whose dialect is ``shenzhen``, which has no secret."""

    dialect: Literal["shenzhen"]
    secret: Literal["none"]  # pyright: ignore[reportIncompatibleVariableOverride]  # narrower, and the model is frozen
    limit_code_type: Literal["0", "1", "2"]

    def declared(self, secret: str, *, failure: str = "-") -> Declared:
        """See :meth:`RhcTable.declared`."""
        del secret
        settings = ShenzhenSettings(self.success, failure)
        dialect = shenzhen_dialect(
            id_types=self.kinds, limit_code_type=self.limit_code_type
        )
        envelope = ShenzhenEnvelope(settings)
        return Declared(dialect, envelope, JSON_BY_NAME, Act.FIND, {})


DeclaredTable = RhcTable | A10xxTable | TradeTable | GansuTable | ShenzhenTable
DECLARED: Mapping[str, type[DeclaredTable]] = {
    "rhc": RhcTable,
    "a10xx": A10xxTable,
    "trade": TradeTable,
    "gansu": GansuTable,
    "shenzhen": ShenzhenTable,
}
