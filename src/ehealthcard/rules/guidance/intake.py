"""What a patient has told so far (导诊采集)."""

from typing import Annotated

from pydantic import Field

from ehealthcard.rules.epidemiology import Celsius
from ehealthcard.workflow import PRIVATE, Model

Text = Annotated[str, Field(max_length=2000)]
LONGEST = 8000


class Intake(Model):
    """Symptoms, history and status, each optional; ``None`` is not answered."""

    words: Annotated[Text | None, PRIVATE] = None
    """The complaint in the patient's own words (主诉)."""

    symptoms: Annotated[tuple[str, ...], PRIVATE] = ()
    """Symptoms chosen from the list, by the knowledge base's names."""

    denied: Annotated[tuple[str, ...], PRIVATE] = ()
    """Symptoms that were asked for and are not there."""

    history: Annotated[Text | None, PRIVATE] = None
    """Earlier illnesses, operations, medicines (既往史)."""

    status: Annotated[Text | None, PRIVATE] = None
    """How it is now: since when, how bad, getting worse (当前状况)."""

    temperature: Annotated[Celsius | None, PRIVATE] = None
    pregnant: Annotated[bool | None, PRIVATE] = None
    weeks: Annotated[int | None, Field(ge=0, le=45), PRIVATE] = None
    """Completed weeks of a pregnancy (孕周)."""

    epi_contact: Annotated[bool | None, PRIVATE] = None
    """Contact with infected or feverish people lately (流行病学史)."""

    @property
    def spoken(self) -> str:
        """What was said about the present complaint."""
        return "。".join(t for t in (self.words, self.status) if t)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said that could be a complaint."""
        said = any(c.isalnum() for c in self.spoken)
        return not (said or self.symptoms or self.temperature is not None)

    def plus(self, more: "Intake") -> "Intake":
        """Return this with *more*: texts are added, the newest answer counts."""
        update = {
            name: _joined(getattr(self, name), getattr(more, name))
            for name in ("words", "history", "status")
        } | {
            name: value
            for name in ("temperature", "pregnant", "weeks", "epi_contact")
            if (value := getattr(more, name)) is not None
        }
        if more.weeks is not None and more.pregnant is None:
            update["pregnant"] = True
        symptoms = [s for s in self.symptoms if s not in more.denied]
        denied = [s for s in self.denied if s not in more.symptoms]
        update["symptoms"] = tuple(dict.fromkeys((*symptoms, *more.symptoms)))
        update["denied"] = tuple(dict.fromkeys((*denied, *more.denied)))
        return self.model_copy(update=update)


def _joined(one: str | None, two: str | None) -> str | None:
    if not one or not two:
        return one or two
    return f"{one}。{two}"[-LONGEST:]
