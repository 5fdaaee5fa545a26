"""What a hospital does not have is done by hand, and the case is told so."""

import ast
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from typer.testing import CliRunner

import ehealthcard.services
from ehealthcard import OutboxRelay, Ports, Suite
from ehealthcard.adapters.receivers import SchedulingPort
from ehealthcard.adapters.simulator import SimulatedHospital
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.adapters.storage.sql import SqlStorage
from ehealthcard.cli.app import app
from ehealthcard.errors import (
    CapabilityUnavailableError,
    DefinitionError,
    OutsideUnavailableError,
    RuleViolationError,
)
from ehealthcard.ports import (
    ASKED,
    KNOWN,
    TOLD,
    Accepted,
    Answer,
    Capabilities,
    Message,
    Unclear,
)
from ehealthcard.rules.birth.newborn import Place
from ehealthcard.services.appointment import Refused, Request, appointment
from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.workflow import Outgoing
from tests.actors import AUDITOR, WINDOW

from .conftest import build
from .payment import Doubtful, Failed, GiveBack, Settled, payment
from .shop import PAID, Shop

CODE = CapabilityUnavailableError.code
