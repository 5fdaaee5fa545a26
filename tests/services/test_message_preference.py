"""What messages are welcome (消息偏好)."""

from ehealthcard.rules.declaring import Signature
from ehealthcard.rules.messages import MessageKind
from ehealthcard.services.message_preference import (
    Grant,
    Granted,
    Withdraw,
    Withdrawn,
    message_preference,
)
from ehealthcard.testing import WorkflowContract, given
from ehealthcard.testing.workflow import NOW, SUBJECT

GRANTED = Granted(card=SUBJECT, consent=Signature(version="1", accepted_at=NOW))
WITHDRAWN = Withdrawn(card=SUBJECT)


class TestContract(WorkflowContract):
    workflow = message_preference
    examples = (GRANTED, WITHDRAWN)
    commands = (
        Grant(consent="1", without=(MessageKind.SURVEY,), channels=("SMS",)),
        Withdraw(),
    )


def test_a_holder_agrees_changes_his_mind_and_comes_back() -> None:
    granted = given(message_preference).when(Grant(consent="1"))
    changed = given(message_preference, granted).when(
        Grant(consent="1", without=(MessageKind.SURVEY,))
    )

    assert isinstance(changed, Granted)
    assert (MessageKind.SURVEY,) == changed.without
    withdrawn = given(message_preference, changed).when(Withdraw())
    assert WITHDRAWN == withdrawn
    assert isinstance(
        given(message_preference, withdrawn).when(Grant(consent="2")), Granted
    )
