"""Emergency access and its review (紧急访问复核)."""

from datetime import timedelta

import pytest

from ehealthcard.errors import RuleViolationError
from ehealthcard.services.foundation.broken_glass import (
    BreakIn,
    GlassBroken,
    Justified,
    Justify,
    Object,
    ReviewDue,
    ReviewOverdue,
    Unjustified,
    broken_glass,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT
from ehealthcard.workflow import Actor

DOCTOR = Actor("doctor-1", {"doctor", "break-glass"}, org="H1")
AUDITOR = Actor("auditor-1", {"auditor"}, org="H1")
BROKEN = GlassBroken(
    whose=SUBJECT,
    service="report",
    action="trace",
    by="doctor-1",
    org="H1",
    at=NOW,
    review_by=NOW + timedelta(days=3),
)
FINE = Justify(note="unconscious in the emergency room")


class TestContract(WorkflowContract):
    workflow = broken_glass
    examples = (
        BROKEN,
        BROKEN.to(ReviewOverdue),
        BROKEN.to(Justified, reviewed_by="auditor-1", note="seen"),
        BROKEN.to(Unjustified, reviewed_by="auditor-1", note="a neighbour"),
    )
    commands = (
        BreakIn(service="report", action="trace"),
        FINE,
        Object(note="a neighbour"),
        ReviewDue(),
    )


def test_a_look_is_reviewed_within_three_days_by_somebody_else() -> None:
    said = BreakIn(service="report", action="trace")
    assert BROKEN == given(broken_glass, None, by=DOCTOR).when(said)

    reviewed = given(broken_glass, BROKEN, by=AUDITOR).when(FINE)
    assert isinstance(reviewed, Justified)

    himself = Actor("doctor-1", {"auditor"})
    for by, code in ((himself, "REVIEW_OF_OWN_LOOK"), (DOCTOR, "ROLE_REQUIRED")):
        with pytest.raises(RuleViolationError) as caught:
            given(broken_glass, BROKEN, by=by).when(FINE)
        assert code == caught.value.code


def test_a_review_that_comes_late_still_comes() -> None:
    late = BROKEN.to(ReviewOverdue)
    after = given(broken_glass, late, by=AUDITOR).when(Object(note="no emergency"))
    assert isinstance(after, Unjustified)
