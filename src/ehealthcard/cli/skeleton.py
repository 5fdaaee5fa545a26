"""Source text of a new HIS adapter, read off the ports themselves (适配器骨架)."""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType

import attrs

from ehealthcard import ports

LONGEST_LINE = 88
_BUILT_IN = {"bool", "bytes", "dict", "float", "int", "list", "str", "tuple"}
ORG = "the institution's code; an attribute of the class, no fixture"
STANDARD = {"Any": "typing", "date": "datetime", "datetime": "datetime"}


@attrs.frozen
class PortKind:
    """A port that a HIS may have, and what its contract suite wants to be given."""

    protocol: type
    contract: str
    fixture: str
    given: Mapping[str, str]
    """The suite's other fixtures, and what each must return."""

    @property
    def name(self) -> str:
        """The protocol's name."""
        return self.protocol.__name__


PORTS: Mapping[str, PortKind] = {
    "scheduling": PortKind(
        ports.Scheduling,
        "SchedulingContract",
        "scheduling",
        {
            "slots": "two free slots",
            "card": "the subject of a patient there, if the HIS books for no others",
        },
    ),
    "results": PortKind(
        ports.Results,
        "ResultsContract",
        "results",
        {"sheet": "a sheet whose first version is printed", "org": ORG},
    ),
    "encounters": PortKind(
        ports.Encounters,
        "EncountersContract",
        "encounters",
        {
            "patients": "the numbers of two patients with records",
            "days": "a first and a last day between which both have records",
            "org": ORG,
        },
    ),
    "billing": PortKind(
        ports.Billing,
        "BillingContract",
        "billing",
        {
            "unpaid": "an unpaid bill",
            "dispensed": "an unpaid bill of which something was dispensed",
        },
    ),
    "patients": PortKind(
        ports.PatientIndex,
        "PatientIndexContract",
        "patient_index",
        {
            "knows": "a subject with numbers there, and all these numbers",
            "stranger": "a subject without a number there",
        },
    ),
}


def adapter(package: str, kind: PortKind) -> str:
    """Return the module with the port's methods, to be filled in."""
    methods = list(_methods(kind.protocol))
    home = sys.modules[kind.protocol.__module__]
    wanted = sorted({n for m in methods for n in _names(m)})
    imports = _imports(home, [*wanted])
    bodies = "\n\n".join(_unwritten(m, kind.name) for m in methods)
    return f'''"""{kind.name} of the HIS behind ``{package}``."""

{imports}

class {package.title().replace("_", "")}{kind.name}:
    """See :class:`ehealthcard.ports.{kind.name}`."""

{bodies}
'''


def contract(package: str, port: str, kind: PortKind) -> str:
    """Return the test module that runs the port's contract suite."""
    made = f"{package.title().replace('_', '')}{kind.name}"
    wanted = "\n".join(f"    {n}: {what}." for n, what in kind.given.items())
    return f'''"""The contract of {kind.name}: it fails until the adapter keeps it."""

import pytest
from {package}.{port} import {made}

from ehealthcard.testing import {kind.contract}


class Test{made}({kind.contract}):
    """The suite asks for these too; write them beside the first fixture.

{wanted}
    """

    @pytest.fixture
    def {kind.fixture}(self) -> {made}:
        """Return an adapter of the HIS's test system, as new."""
        return {made}()
'''


def project(package: str) -> str:
    """Return the package's ``pyproject.toml``."""
    return f"""[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"

[project]
name = "{package.replace("_", "-")}"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["ehealthcard"]

[project.optional-dependencies]
test = ["ehealthcard[testing]"]

[tool.hatch.build.targets.wheel]
packages = ["src/{package}"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src"]
"""


def readme(package: str, kinds: Mapping[str, PortKind]) -> str:
    """Return the package's README."""
    table = "\n".join(
        f"| `src/{package}/{port}.py` | `{kind.name}` | `{kind.contract}` |"
        for port, kind in kinds.items()
    )
    return f"""# {package}

An adapter of `ehealthcard` for one HIS (医院信息系统适配器).

| File | Port | Contract suite |
| --- | --- | --- |
{table}

Each method says what it must do in the port's own documentation
(`python -c "from ehealthcard import ports; help(ports)"`). What all of them keep to:

* A changing call takes a key; the same key again has the effect of once.
* It answers `Accepted`, `Rejected(code=...)`, or `Unclear` where the HIS may have done
  it and did not say so.
* It raises `OutsideUnavailableError` only where nothing was done, within a
  time-out.
* Times have a zone; a HIS without one means Asia/Shanghai.
* No name and no number of a person in a log or an error.

    pip install -e '.[test]'
    pytest

Every test runs the contract and fails until the adapter keeps it. Delete the files of
ports that this HIS does not have: a desk without a port offers the step by hand.
"""


def _methods(protocol: type) -> Iterator[ast.FunctionDef]:
    (tree,) = ast.parse(inspect.getsource(protocol)).body
    if isinstance(tree, ast.ClassDef):
        yield from (n for n in tree.body if isinstance(n, ast.FunctionDef))


def _names(method: ast.FunctionDef) -> Iterator[str]:
    arguments = method.args
    told = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    for part in (method.returns, *(a.annotation for a in told)):
        if part is not None:
            yield from (n.id for n in ast.walk(part) if isinstance(n, ast.Name))


def _imports(home: ModuleType, names: list[str]) -> str:
    found: dict[str, list[str]] = {}
    for name in names:
        if name in _BUILT_IN:
            continue
        origin = "ehealthcard.ports"
        if name not in ports.__all__:
            origin = STANDARD.get(name) or getattr(home, name).__module__
        found.setdefault(origin, []).append(name)
    lines = [_import(module, sorted(some)) for module, some in found.items()]
    own = [line for line in lines if line.startswith("from ehealthcard")]
    others = [line for line in lines if line not in own]
    groups = ["\n".join(sorted(group)) for group in (others, own) if group]
    return "\n\n".join(groups) + "\n"


def _import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= LONGEST_LINE:
        return line
    inside = "".join(f"    {name},\n" for name in names)
    return f"from {module} import (\n{inside})"


def _unwritten(method: ast.FunctionDef, port: str) -> str:
    returns = f" -> {ast.unparse(method.returns)}" if method.returns else ""
    told = ast.unparse(method.args)
    signature = f"    def {method.name}({told}){returns}:"
    if len(signature) > LONGEST_LINE:
        signature = f"    def {method.name}(\n        {told}\n    ){returns}:"
    said = (ast.get_docstring(method) or "").partition("\n")[0]
    return f'''{signature}
        """{said}"""
        raise NotImplementedError("{port}.{method.name}")'''
