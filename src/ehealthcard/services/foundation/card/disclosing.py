"""A card's holder is revealed, or forgotten (还原与删除)."""

from pydantic import Field

from ehealthcard.workflow import Command, Context, Erase

from .states import Active, Cancelled, Erased

REVEALER = "revealer"
ERASER = "eraser"


class Reveal(Command):
    """Turn the card ID back into its document (还原), for a stated reason."""

    reason: str = Field(min_length=1)


class EraseHolder(Command):
    """Destroy all that is known of the holder (删除个人信息, PIPL art. 47)."""


def reveal(state: Active, command: Reveal, ctx: Context) -> Active:
    """Who may and says why, gets the document; the record keeps both."""
    ctx.require(REVEALER)
    return state.model_copy(
        update={"reveals": state.reveals + 1, "last_reveal_reason": command.reason}
    )


def erase_holder(state: Cancelled, command: EraseHolder, ctx: Context) -> Erased:
    """Only of a cancelled card; the desk destroys key and card ID with it."""
    ctx.require(ERASER)
    return Erased(erased_at=ctx.now)


def forget(state: Erased) -> Erase:
    """What the card's earlier events said is destroyed."""
    return Erase()
