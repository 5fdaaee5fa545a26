"""A HIS's database behind a line that breaks: nothing doubled, nothing lost."""

import gc
from pathlib import Path

import pytest
from sqlalchemy import make_url

from ehealthcard import Suite
from ehealthcard.adapters.dbview import Poller, ViewMapping, ViewSource
from ehealthcard.adapters.storage.memory import MemoryStorage
from ehealthcard.errors import OutsideUnavailableError
from ehealthcard.services.inpatient_certificate import Discharged
from tests.cutting import cutting
from tests.integration.conftest import build
from tests.integration.test_inpatients import Hospital

from .test_polling import TAKEN_IN, Ward
from .vendor import KINDS, vendor

CUTS = [1, 40, 400, 800, 1200, 1600, 2000, 2400, 3000, 4000]
"""In the greeting, while logging in, before the rows and among them."""


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_line_that_breaks_anywhere_doubles_and_loses_nothing(
    kind: str, tmp_path: Path
) -> None:
    with vendor(kind, tmp_path) as his:
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


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_line_that_breaks_at_any_byte_leaves_nothing_behind(
    kind: str, tmp_path: Path
) -> None:
    with vendor(kind, tmp_path) as his:
        url = make_url(his.url)
        if url.host is None or url.port is None:
            pytest.skip("this server listens on a socket of the file system only")
        for _ in range(60):
            his.tell("巡房")
        with cutting((url.host, url.port), range(1, 12000, 800)) as port:
            through = url.set(host="127.0.0.1", port=port)
            source = ViewSource.open(through.render_as_string(hide_password=False))
            seen = [read(source, his.mapping) for _ in range(15)]
        gc.collect()
        assert {None, 60} <= {*seen}


def read(source: ViewSource, mapping: ViewMapping) -> int | None:
    """Return how many rows came; ``None`` where the line broke."""
    try:
        return sum(1 for _ in source.since(mapping, None))
    except OutsideUnavailableError:
        return None


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_read_enough_leaves_the_rest(kind: str, tmp_path: Path) -> None:
    with vendor(kind, tmp_path) as his:
        for _ in range(60):
            his.tell("巡房")
        source = ViewSource.open(his.url)
        rows = source.since(his.mapping, None)
        first = next(rows)
        rows.close()
        gc.collect()

        assert ("1",) == first.key
        assert 60 == read(source, his.mapping)
