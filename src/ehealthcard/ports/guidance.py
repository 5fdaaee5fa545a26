"""Who knows where a complaint leads (导诊顾问)."""

from typing import Protocol

from ehealthcard.rules.guidance import Advice, GuidanceKnowledge, GuidanceQuestion


class GuidanceAdvisor(Protocol):
    """Ranks departments; a hospital's own, such as a language model, plugs in here.

    It only advises. Red flags come before it, the safety rules behind it, and what it
    says of departments that the knowledge base does not have is not used. It never
    names a diagnosis, a medicine or a treatment: there is no field for one.
    """

    @property
    def version(self) -> str:
        """Model and version, for the record."""
        ...

    def advise(self, question: GuidanceQuestion, /) -> Advice:
        """Return departments, best first.

        Raises:
            OutsideUnavailableError: No answer in time; a person helps instead.

        """
        ...


class GuidanceDesk(Protocol):
    """A knowledge base and the advisor that works with it."""

    @property
    def knowledge(self) -> GuidanceKnowledge:
        """The base in force."""
        ...

    def advise(self, question: GuidanceQuestion, /) -> Advice:
        """Return the advisor's answer, in a time that somebody who waits can bear.

        Raises:
            OutsideUnavailableError: None, or none that can be used.

        """
        ...
