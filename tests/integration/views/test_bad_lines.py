"""A HIS's database behind a line that breaks: nothing doubled, nothing lost."""

import gc
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ehealthcard import Suite
from ehealthcard.adapters.dbview import Poller, ViewSource
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.services.inpatient_certificate import Discharged
from tests.cutting import cutting
from tests.integration.conftest import build
from tests.integration.test_inpatients import Hospital

from .test_polling import TAKEN_IN, Ward
from .vendor import vendor

CUTS = [1, 40, 400, 800, 1200, 1600, 2000, 2400, 3000, 4000]
"""In the greeting, while logging in, before the rows and among them."""


# psycopg complains of a cursor that was reading when its line broke.  PyMySQL does so
# whenever the process ends, so MariaDB's line is left whole here.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_line_that_breaks_anywhere_doubles_and_loses_nothing(tmp_path: Path) -> None:
    with vendor("postgresql", tmp_path) as his:
        url = make_url(his.url)
        if url.host is None or url.port is None:
            pytest.skip("this server listens on a socket of the file system only")
        ward = Ward(his, Hospital(build(MemoryStorage(), Suite.INTL)))
        card, case = ward.certificate()
        his.tell("入院", JKKH=card.id, **TAKEN_IN)
        for _ in range(20):
            his.tell("巡房")
        his.tell("转科", JKKH=card.id, ZYH="9001", BQDM="10", CWH="1", after=1)
        his.tell("出院", JKKH=card.id, ZYH="9001", after=2)

        with cutting((url.host, url.port), CUTS) as port:
            through = url.set(host="127.0.0.1", port=port)
            failures = polled(ward, through.render_as_string(hide_password=False))

        gc.collect()  # it complains here, not in the next test
        assert failures, "no line was cut"
        assert isinstance(ward.hospital.state(case), Discharged)
        done = ward.events(case)
        assert 0 == ward.poller().run_once().done
        assert done == ward.events(case)
        assert len(done) == len({*done})


def polled(ward: Ward, url: str) -> int:
    """Poll until a round gets to its end; return how many did not."""
    desk, mapping = ward.hospital.house.desk, ward.his.mapping
    poller = Poller(desk, ViewSource.open(url, seconds=5), mapping)
    failures = 0
    while failures <= len(CUTS) and not _ended(poller):
        failures += 1
    return failures


def _ended(poller: Poller) -> bool:
    """Whether a round got to its end; nothing keeps what one left behind."""
    try:
        poller.run_once()
    except OutsideUnavailableError:
        return False
    return True
