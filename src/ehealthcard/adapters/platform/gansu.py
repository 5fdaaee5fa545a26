"""Family F, XML of Gansu (甘肃省卡管接口): an operation for each call, one text.

``patientRegiste`` and ``qrcodeVerification`` over SOAP 1.1, each with one part ``text``
that holds ``<root><request>…``. What is asked is that of public programs of 2020 for
this province. No public source shows an answer: what its elements are called is a
setting, :class:`GansuAnswers`, to be filled from the province's own document.

Not here, because their fields are not public: ``qrcodeApplication``, ``deviceActive``,
``patientCancel``, ``personalRegisteRevise``, ``reportQrcodeUse`` and its batch.
``patientSearch`` wants the holder's name, which whoever looks up does not have.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from ehealthcard.codesets import IdKind
from ehealthcard.errors import HipMessageError, Phrase, PlatformRequestError

from . import flaws
from . import plain_xml as xml
from .asking import Asked, answer_of, new_number, refuse, request_of, same
from .dialect import Act, Dialect, Fields
from .dictionaries import SEX_CODES, STEPS, TERMINAL_TYPES, Dictionary

PLATFORM = "gansu"
SPACE = "http://ws.gateway.sdc.gsww.com/"
CHECK = "qrcodeVerification"


@attrs.frozen
class GansuAnswers:
    """What answers are made of; no public source says it.

    Args:
        part: The part of the SOAP answer that holds the XML.
        code: The element with the result's code.
        message: The element with its words.
        registered: Our names, and those of the elements after a registration.
        checked: The same after a check of a code.

    """

    part: str
    code: str
    message: str
    registered: Fields
    checked: Fields


@attrs.frozen
class GansuSettings:
    """What the card manager gave the hospital; nothing has a default.

    Args:
        org_code: The hospital (YLJGDM), all that lets it in: devices are activated by
            a call that is not public.
        answers: What answers are made of.
        success: The code of success.
        failure: The code with which our own server refuses.

    """

    org_code: str
    answers: GansuAnswers
    success: str
    failure: str


@attrs.frozen
class GansuEnvelope:
    """Wraps and unwraps, for either side."""

    settings: GansuSettings
    number: Callable[[], str] = new_number

    def sealed(self, method: str, fields: Mapping[str, Any], at: datetime, /) -> bytes:
        """See :class:`.mapped.Envelope`."""
        del at
        sent = {"YLJGDM": self.settings.org_code, **fields}
        if method == CHECK:
            sent["OUTTRADENO"] = self.number()
        request = xml.element("root", xml.element("request", xml.written(sent)))
        return xml.write_call((SPACE, method), {"text": request})

    def opened(self, method: str, answer: bytes, /) -> dict[str, Any]:
        """See :class:`.mapped.Envelope`."""
        answers = self.settings.answers
        with answer_of(PLATFORM, method):
            told = xml.read_part(answer, (SPACE, f"{method}Response"), answers.part)
            found = xml.leaves_of(xml.root(told, "root"))
            if answers.code not in found:
                raise HipMessageError(reason=flaws.NO_CODE)
        if found[answers.code] != self.settings.success:
            said = found.get(answers.message, "")
            refuse(PLATFORM, method, found[answers.code], said)
        return dict(found)

    def asked(self, method: str, body: bytes, /) -> Asked:
        """See :class:`.asking.DeclaredEnvelope`."""
        del method
        with request_of():
            operation, parts = xml.read_call(body, SPACE)
            if set(parts) != {"text"}:
                raise PlatformRequestError(flaw=Phrase("another part", "部分不符"))
            root = xml.root(parts["text"], "root")
            fields = xml.fields_of(xml.child(root, "request"))
        known = same(self.settings.org_code, fields.get("YLJGDM"))
        return Asked(operation, fields, None, None if known else flaws.UNKNOWN_ORG)

    def answered(self, method: str, fields: Mapping[str, Any], /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        return self._said(method, self.settings.success, "成功", fields)

    def refused(self, method: str, said: str, /) -> bytes:
        """See :class:`.asking.DeclaredEnvelope`."""
        return self._said(method, self.settings.failure, said, {})

    def _said(
        self, method: str, code: str, said: str, fields: Mapping[str, Any]
    ) -> bytes:
        answers = self.settings.answers
        told = {answers.code: code, answers.message: said, **fields}
        response = xml.element("root", xml.written(told))
        names = (SPACE, f"{method or CHECK}Response")
        return xml.write_call(names, {answers.part: response})


@attrs.frozen
class GansuPlace:
    """Where cards are applied for; nothing has a default.

    Args:
        city_code: The city (CITYCODE).
        operator: The member of staff who makes the record (JDYSGH).
        apply_type: How cards are applied for (SQFS).
        department: The standard department where codes are checked (MEDDEPTCODE).

    """

    city_code: str
    operator: str
    apply_type: str
    department: str


def gansu_dialect(
    *, id_types: Dictionary[IdKind], settings: GansuSettings, place: GansuPlace
) -> Dialect:
    """Return family F.

    Args:
        id_types: How it writes kinds of document.
        settings: What the card manager gave the hospital.
        place: Where cards are applied for.

    """
    return Dialect(
        name=PLATFORM,
        methods={Act.REGISTER: "patientRegiste", Act.CHECK: CHECK},
        asks={
            Act.REGISTER: {
                "name": "XM",
                "kind": "ZJLXDM",
                "kind.zh": "ZJLXMC",
                "number": "ZJHM",
                "sex": "XBDM",
                "birth_date": "CSRQ",
                "patient_number": "XTNBH",
                "at": "JDRQ",
            },
            Act.CHECK: {
                "text": "QRCODE",
                "terminal": "TERMID",
                "terminal_type": "TERMCODE",
                "step": "MEDSTEPCODE",
            },
        },
        tells={
            Act.REGISTER: settings.answers.registered,
            Act.CHECK: settings.answers.checked,
        },
        constants={
            Act.REGISTER: {
                "JDJGDM": settings.org_code,
                "CITYCODE": place.city_code,
                "JDYSGH": place.operator,
                "SQFS": place.apply_type,
            },
            Act.CHECK: {"MEDDEPTCODE": place.department},
        },
        codes={
            "kind": id_types,
            "sex": SEX_CODES,
            "step": STEPS,
            "terminal_type": TERMINAL_TYPES,
        },
        day="%Y-%m-%d",
        moment="%Y-%m-%d",
        dynamic="0",
        static="1",
        many=None,
        most=1,
    )
