"""What the notices say (通报文本), in Chinese and English, of code values alone.

What a notice of a breach must say is PIPL art. 57: which kinds of data, why and with
what possible harm; what was done and what a person can do; whom to ask. Nothing that
somebody has typed goes in but the institution's own name and telephone number, so a
notice cannot name a person.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import SHANGHAI, Labelled
from ehealthcard.models import Model, Moment

from .model import Addressee, Advice
from .states import Graded

Name = Annotated[str, Field(min_length=1, max_length=60)]


class Contact(Model):
    """Whom to ask (联系方式): an office, not a person."""

    zh: Name
    """The institution's name."""

    en: Name
    phone: Annotated[str, Field(pattern="^[0-9+() -]{3,24}$")]


class NoticeText(Model):
    """A notice, ready to be read before it goes out."""

    to: Addressee
    zh: str
    en: str


def notice_to(to: Addressee, state: Graded, contact: Contact) -> NoticeText:
    """Return the notice about an incident, as far as it is known now."""
    rows = [*_begin(state, to), *_body(state), *_end(state, contact)]
    return NoticeText(
        to=to,
        zh="\n".join(zh for zh, _ in rows),
        en="\n".join(en for _, en in rows),
    )


Row = tuple[str, str]


def _begin(state: Graded, to: Addressee) -> Iterator[Row]:
    """Yield the heading; to persons it does not say how grave the law finds it."""
    yield f"安全事件通报（致{to.zh}）", f"Notice of an incident (to {to.en})"
    yield f"事件编号：{state.incident}", f"Incident: {state.incident}"
    at = _moment(state.discovered_at)
    yield f"发现时间：{at}", f"Known since: {at}"
    if to is not Addressee.PERSONS:
        yield f"事件等级：{state.grade.zh}", f"Grade: {state.grade.en}"
        count = state.facts.persons
        yield f"涉及人数：约{count}人", f"Persons concerned: about {count}"


def _body(state: Graded) -> Iterator[Row]:
    facts = state.facts
    yield _row("事件类型", "What happened", facts.kinds)
    yield _row("涉及信息种类", "Kinds of data", facts.data)
    yield _row("原因", "Cause", (facts.why,))
    yield _row("可能造成的危害", "Possible harm", facts.harms)
    yield _row("已采取的补救措施", "What was done", facts.remedies)


def _end(state: Graded, contact: Contact) -> Iterator[Row]:
    advice = state.facts.advice or (Advice.NOTHING,)
    yield _row("您可以采取的措施", "What you can do", advice)
    yield (
        f"联系方式：{contact.zh} {contact.phone}",
        f"Ask: {contact.en} {contact.phone}",
    )


def _row(zh: str, en: str, values: Iterable[Labelled]) -> Row:
    said = tuple(values)
    chinese = "、".join(v.zh for v in said) or "无"
    english = "; ".join(v.en for v in said) or "none"
    return f"{zh}：{chinese}", f"{en}: {english}"


def _moment(at: Moment) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
