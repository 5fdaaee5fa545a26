"""What a report says (检验检查报告), and the one way in which it is rendered.

Online shows what the hospital's paper shows (呈现同样的内容, guide §4.3.6). Both
are put into one canonical text, so that their hashes are equal exactly if nothing that
a reader would see differs. The patient's name and the time of printing are on neither
text: they are the frame's affair, and no names are kept outside ``identity``.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from pydantic import Field

from ehealthcard.codesets import SHANGHAI, Labelled
from ehealthcard.crypto import Suite
from ehealthcard.models import PRIVATE, Model, Moment

Named = Annotated[str, Field(min_length=1, max_length=80)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""SM3 or SHA-256 in hexadecimal digits."""


class ReportKind(Labelled):
    """Kinds of reports (报告类别)."""

    LABORATORY = "laboratory", "检验", "laboratory"
    EXAMINATION = "examination", "检查", "examination"
    PATHOLOGY = "pathology", "病理", "pathology"
    CHECK_UP = "check-up", "体检", "check-up"


class Flag(Labelled):
    """How a result lies to its reference range (结果标志); letters as in HL7 0078."""

    NORMAL = "N", "正常", "normal"
    LOW = "L", "偏低", "low"
    HIGH = "H", "偏高", "high"
    ABNORMAL = "A", "异常", "abnormal"
    CRITICAL_LOW = "LL", "危急偏低", "critically low"
    CRITICAL_HIGH = "HH", "危急偏高", "critically high"
    CRITICAL = "AA", "危急", "critical"


CRITICAL_FLAGS = (Flag.CRITICAL_LOW, Flag.CRITICAL_HIGH, Flag.CRITICAL)


class ReportItem(Model):
    """One line of a report (报告项目)."""

    code: Named
    name: Named
    result: Annotated[str, PRIVATE]
    unit: str = ""
    reference: str = ""
    """The reference range (参考范围)."""

    flag: Annotated[Flag, PRIVATE] = Flag.NORMAL
    method: str = ""
    critical_range: str = ""
    """Beyond which a result is critical (危急值范围)."""

    hr_mark: str | None = None
    """The mark of mutual recognition (互认标识 HR, guide §4.5.2)."""


class ReportImage(Model):
    """A study in the picture archive (影像)."""

    dicom_uid: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)+$", max_length=64)]
    modality: str = ""
    hr_mark: str | None = None


class Sample(Model):
    """What was taken (标本)."""

    type: Named
    collected_at: Moment
    received_at: Moment | None = None


class ReportContent(Model):
    """What was found (报告内容)."""

    items: Annotated[tuple[ReportItem, ...], PRIVATE] = ()
    conclusion: Annotated[str, PRIVATE] = ""
    images: Annotated[tuple[ReportImage, ...], PRIVATE] = ()
    critical_finding: Annotated[str, PRIVATE] = ""
    """What makes a report without values critical, such as a tension pneumothorax."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.items or self.conclusion.strip() or self.images)


class ReportSheet(Model):
    """A report as its paper shows it (报告单)."""

    report: Named
    version: int = Field(ge=1)
    kind: ReportKind
    org_name: str
    department: str
    order: str
    test: str
    content: Annotated[ReportContent, PRIVATE]
    sample: Sample | None
    performer: str
    verifiers: tuple[str, ...]


class Rendering(Model):
    """The hashes of a rendered sheet; either one names it."""

    sha256: Digest
    sm3: Digest

    def equals(self, digest: str) -> bool:
        """Whether *digest*, by one of the two algorithms, is of the same text."""
        return digest in (self.sha256, self.sm3)


def render(sheet: ReportSheet) -> str:
    """Return the canonical text of *sheet*: the same content gives the same text."""
    return "\n".join(" | ".join(line) for line in _lines(sheet)) + "\n"


def rendering_of(sheet: ReportSheet) -> Rendering:
    """Return the hashes of the rendered *sheet*."""
    text = render(sheet).encode()
    return Rendering(
        sha256=Suite.INTL.digest(text).hex(), sm3=Suite.GM.digest(text).hex()
    )


def _lines(sheet: ReportSheet) -> Iterator[tuple[str, ...]]:
    yield (sheet.org_name, sheet.department, f"{sheet.kind.zh}报告单")
    yield ("报告编号", sheet.report, f"第{sheet.version}版")
    yield ("申请单", sheet.order, sheet.test)
    if sample := sheet.sample:
        times = (sample.collected_at, sample.received_at)
        yield ("标本", sample.type, *map(_minute, times))
    for item in sheet.content.items:
        yield (
            item.code,
            item.name,
            item.result,
            item.unit,
            item.reference,
            item.flag.zh,
            item.method,
            item.hr_mark or "",
        )
    for image in sheet.content.images:
        yield ("影像", image.modality, image.dicom_uid, image.hr_mark or "")
    yield ("结论", *sheet.content.conclusion.splitlines())
    yield ("检验/检查者", sheet.performer, "审核者", *sheet.verifiers)


def _minute(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""
