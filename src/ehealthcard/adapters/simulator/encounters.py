"""A HIS's visits and records, and an index of patients (模拟就医记录)."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from threading import Event

import attrs

from ehealthcard.codesets import SHANGHAI
from ehealthcard.identity import SubjectId
from ehealthcard.ports import PatientNumber
from ehealthcard.rules.encounters import (
    CostItem,
    Record,
    RecordKind,
    RecordsFound,
    RecordsWanted,
    Setting,
    Visit,
)

from .departments import DEPARTMENTS
from .faults import Faults

TITLES = {
    RecordKind.CHECK_UP: "年度体检",
    RecordKind.EXAMINATION: "胸部X线检查",
    RecordKind.LABORATORY: "血常规",
    RecordKind.CONSULTATION: "门诊问诊",
    RecordKind.APPOINTMENT: "门诊预约",
}


@attrs.define
class SimulatedEncounters:
    """See :class:`ehealthcard.ports.Encounters`: holds what is put into it.

    A slow one keeps its caller waiting until :meth:`wake_up`. Where answers come
    halved, their second half is missing, and the total tells.
    """

    org: str
    faults: Faults = attrs.field(factory=Faults)
    visits: list[Visit] = attrs.field(factory=list[Visit], init=False)
    records_kept: list[Record] = attrs.field(factory=list[Record], init=False)
    asked: list[RecordsWanted] = attrs.field(
        factory=list[RecordsWanted], init=False, repr=False
    )
    _awake: Event = attrs.field(factory=Event, init=False, repr=False)

    def wake_up(self) -> None:
        """Let everything that waits here go on, and fail."""
        self._awake.set()

    def add(self, *entries: Visit | Record) -> None:
        """Write visits and records down."""
        for entry in entries:
            if isinstance(entry, Visit):
                self.visits.append(entry)
            else:
                self.records_kept.append(entry)

    def records(self, wanted: RecordsWanted, /) -> RecordsFound:
        """See :class:`ehealthcard.ports.Encounters`."""
        self.asked.append(wanted)
        if self.faults.is_slow:
            self._awake.wait(timeout=30)
        return self.faults.read(lambda: self._found(wanted))

    def _found(self, wanted: RecordsWanted) -> RecordsFound:
        mine = wanted.patients or (wanted.card,)
        visits = [
            v
            for v in self.visits
            if v.patient in mine and v.lies_in(wanted.first, wanted.last)
        ]
        records = [
            r for r in self.records_kept if r.patient in mine and r.kind in wanted.kinds
        ]
        return RecordsFound(
            visits=tuple(visits),
            records=tuple(self.faults.shorten(records)),
            total=len(visits) + len(records),
        )


@attrs.define
class SimulatedIndex:
    """See :class:`ehealthcard.ports.PatientIndex`."""

    faults: Faults = attrs.field(factory=Faults)
    known: dict[SubjectId, tuple[PatientNumber, ...]] = attrs.field(
        factory=dict[SubjectId, tuple[PatientNumber, ...]], init=False
    )

    def link(self, subject: SubjectId, org: str, number: str) -> None:
        """Say that a number is the subject's; several of one HIS are merged (合并)."""
        self.known[subject] = (*self.numbers(subject), PatientNumber(org, number))

    def split(self, subject: SubjectId, number: str) -> None:
        """Say that a number is not the subject's after all (拆分)."""
        kept = (n for n in self.numbers(subject) if n.number != number)
        self.known[subject] = tuple(kept)

    def numbers(self, subject: SubjectId, /) -> tuple[PatientNumber, ...]:
        """See :class:`ehealthcard.ports.PatientIndex`."""
        return self.faults.read(lambda: self.known.get(subject, ()))


def visit_of(
    org: str, patient: str, day: date, seed: int, setting: Setting = Setting.OUTPATIENT
) -> tuple[Visit, tuple[Record, ...]]:
    """Return a made-up visit with a record of each kind; the same seed, the same."""
    random = Random(f"{org}-{patient}-{seed}")  # noqa: S311  # made-up people need no secrecy
    starts = datetime.combine(day, time(9), SHANGHAI)
    stay = timedelta(days=4) if setting is Setting.INPATIENT else timedelta(hours=2)
    name = f"{setting.value[:1].upper()}{day:%Y%m%d}-{seed}"
    visit = Visit(
        id=name,
        org=org,
        patient=patient,
        setting=setting,
        department=random.choice(list(DEPARTMENTS.values())),
        started_at=starts,
        ended_at=starts + stay,
        costs=(
            _cost("诊察费", "诊查费", "1", "9.00"),
            _cost("血常规", "检验费", "1", "20.00"),
            _cost("阿司匹林肠溶片", "西药费", str(random.randrange(1, 4)), "15.80"),
        ),
    )
    records = tuple(
        Record(
            id=f"{name}-{kind.value}",
            org=org,
            patient=patient,
            kind=kind,
            visit=name,
            at=starts + timedelta(minutes=10 * place),
            title=title,
            text="未见明显异常",
        )
        for place, (kind, title) in enumerate(TITLES.items())
    )
    return visit, records


def _cost(name: str, category: str, quantity: str, price: str) -> CostItem:
    return CostItem(
        name=name,
        category=category,
        quantity=Decimal(quantity),
        unit="次" if category != "西药费" else "盒",
        unit_price=Decimal(price),
        amount=Decimal(quantity) * Decimal(price),
    )
