"""Arrow coverage: a drawn arrow that no test has travelled fails the whole run."""

from typing import Any

import pytest
from hypothesis import settings

from ehealthcard.services.catalogue import CATALOGUE
from ehealthcard.testing.workflow import TRAVELLED, arrows

settings.register_profile("here", deadline=None)  # these machines are shared
settings.load_profile("here")


def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(Gatherer())


class Gatherer:
    """Brings what the worker processes travelled home."""

    def pytest_testnodedown(self, node: Any) -> None:
        TRAVELLED.update(map(tuple, node.workeroutput.get("travelled", ())))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    output = getattr(config, "workeroutput", None)
    if output is not None:
        output["travelled"] = sorted(TRAVELLED)
        return
    whole = (
        not config.option.keyword
        and config.option.markexpr == "not soak"
        and config.args_source is pytest.Config.ArgsSource.TESTPATHS
    )
    missing = sorted(arrows(CATALOGUE) - TRAVELLED)
    if whole and session.exitstatus == pytest.ExitCode.OK and missing:
        print("\n\nArrows without a test:")  # noqa: T201  # for whoever runs the tests
        for workflow, state, command, target in missing:
            print(f"  {workflow}: {state} --{command}--> {target}")  # noqa: T201
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
