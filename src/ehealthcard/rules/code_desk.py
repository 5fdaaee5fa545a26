"""What the cases about codes have in common (码绑定公共约定)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.models import PRIVATE

CODE_DESK = "code-desk"
"""The role of the desk's own room for codes: it has recognised the code and knows who
vouches for it. Nobody else should be given it."""

Name = Annotated[str, Field(min_length=1, max_length=64)]
"""A name of a case, a kind or an issuer."""

Value = Annotated[str, PRIVATE, Field(min_length=1, max_length=128)]
"""A code in its one spelling."""
