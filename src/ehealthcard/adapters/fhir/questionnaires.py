"""Declarations, surveys and interviews as QuestionnaireResponses (申报、流调、问诊)."""

from collections.abc import Iterator
from datetime import datetime

from ehealthcard.codesets import Labelled
from ehealthcard.rules.interview import (
    BankVersion,
    Chosen,
    Given,
    Lasted,
    Number,
    OnDay,
    Pictures,
    Value,
    Written,
)
from ehealthcard.rules.questionnaire import Answers

from .datatypes import Attachment, Coding, Identifier, Quantity
from .exports import person
from .resources import FhirAnswer, FhirQuestion, FhirQuestionnaireResponse
from .systems import CASE, QUESTIONNAIRE

EPIDEMIC = f"{QUESTIONNAIRE}epidemic|1"
"""The questions of declaration and survey (流行病学史问卷)."""

NONE = Coding(system=QUESTIONNAIRE + "answer", code="none", display="无")
"""Said: "none" is an answer, and another than no answer."""


def answers_for(
    case: str, card: str, answers: Answers, *, at: datetime
) -> FhirQuestionnaireResponse:
    """Return what a declaration or a survey answers; what has no answer is left out.

    Args:
        case: The case's name.
        card: The holder's subject.
        answers: The questionnaire.
        at: When it was submitted.

    """
    return _response(EPIDEMIC, case, card, at, tuple(_epidemic(answers)))


def interview_for(
    case: str, card: str, bank: BankVersion, given: tuple[Given, ...], *, at: datetime
) -> FhirQuestionnaireResponse:
    """Return what an interview answers; what was passed over is there without answer.

    Args:
        case: The case's name.
        card: The holder's subject.
        bank: The list of questions, by its version.
        given: The answers.
        at: When they were submitted.

    """
    questions = (
        FhirQuestion(link_id=g.question, answer=tuple(_answers(g.value)) or None)
        for g in given
    )
    listed = f"{QUESTIONNAIRE}interview:{bank.department}|{bank.version}"
    return _response(listed, case, card, at, tuple(questions))


def _response(
    listed: str, case: str, card: str, at: datetime, asked: tuple[FhirQuestion, ...]
) -> FhirQuestionnaireResponse:
    return FhirQuestionnaireResponse(
        identifier=Identifier(system=CASE, value=case),
        questionnaire=listed,
        status="completed",
        subject=person(card),
        authored=at.isoformat(),
        item=asked or None,
    )


def _epidemic(told: Answers) -> Iterator[FhirQuestion]:
    if told.temperature is not None:
        degrees = FhirAnswer(value_decimal=float(told.temperature))
        yield FhirQuestion(link_id="temperature", text="体温", answer=(degrees,))
    if told.symptoms is not None:
        yield _listed("symptoms", "症状", told.symptoms)
    if told.exposures is not None:
        kinds = tuple(e.kind for e in told.exposures)
        yield _listed("exposures", "流行病学史", kinds)
        for exposure in told.exposures:
            day = FhirAnswer(value_date=exposure.last_on.isoformat())
            yield FhirQuestion(
                link_id=f"exposures.{exposure.kind.value}.last-on", answer=(day,)
            )
    if told.nucleic is not None:
        result = FhirAnswer(value_string=told.nucleic.result)
        taken = FhirAnswer(value_date_time=told.nucleic.sampled_at.isoformat())
        yield FhirQuestion(link_id="nucleic", text="核酸检测", answer=(result,))
        yield FhirQuestion(link_id="nucleic.sampled-at", answer=(taken,))
    for name in ("address_region", "address_detail"):
        if words := getattr(told, name):
            yield FhirQuestion(
                link_id=name.replace("_", "."), answer=(FhirAnswer(value_string=words),)
            )


def _listed(name: str, text: str, codes: tuple[Labelled, ...]) -> FhirQuestion:
    system = QUESTIONNAIRE + name
    said = [Coding(system=system, code=c.value, display=c.zh) for c in codes]
    answers = tuple(FhirAnswer(value_coding=c) for c in said or [NONE])
    return FhirQuestion(link_id=name, text=text, answer=answers)


def _answers(value: Value | None) -> Iterator[FhirAnswer]:
    match value:
        case None:
            return
        case Chosen(codes=codes):
            system = QUESTIONNAIRE + "choice"
            for code in codes:
                yield FhirAnswer(value_coding=Coding(system=system, code=code))
        case Number(number=number):
            yield FhirAnswer(value_decimal=float(number))
        case OnDay(day=day):
            yield FhirAnswer(value_date=day.isoformat())
        case Lasted(amount=amount, span=span):
            yield FhirAnswer(value_quantity=Quantity(value=amount, unit=span.value))
        case Written(text=text):
            yield FhirAnswer(value_string=text)
        case Pictures(pictures=pictures):
            for picture in pictures:
                kept = Attachment(url=picture.reference)
                yield FhirAnswer(value_attachment=kept)
