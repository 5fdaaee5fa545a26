"""What whoever makes files must do.

Inherit, provide ``documents`` and say how a file is ``read``; pytest does the rest.
"""

import pytest

from ehealthcard.ports import Documents
from ehealthcard.rules.documents import DocumentContent, DocumentTable

CONTENT = DocumentContent(
    title="就医记录",
    lines=("查询目的：转院 <b>&</b>", "生僻字：𠮷㼆"),
    tables=(
        DocumentTable(
            heading="门诊记录列表",
            columns=("机构", "科室"),
            rows=tuple((f"一院{n}", "骨科\n二诊区") for n in range(120)),
            note="合计：10.00元",
        ),
        DocumentTable(heading="住院记录列表", columns=("机构",)),
    ),
)
MARK = "仅供本人查阅 追溯码0A1B2C3D4E"


class DocumentsContract:
    """Everything that exports ask of a maker of files."""

    @pytest.fixture
    def documents(self) -> Documents:
        """Return the adapter."""
        raise pytest.UsageError("Provide a documents fixture.")

    def read(self, data: bytes, password: str | None) -> list[str] | None:
        """Return the text of each page; ``None`` if *password* does not open it."""
        del data, password
        raise pytest.UsageError("Say how a file is read.")

    def test_all_that_is_said_is_in_it(self, documents: Documents) -> None:
        """Title, lines, cells and notes, also on later pages."""
        made = documents.make(CONTENT, watermark=MARK)
        pages = self.read(made.data, None)

        assert pages is not None
        assert made.pages == len(pages)
        assert made.pages > 1
        text = _joined("".join(pages))
        for said in ("就医记录", "<b>&</b>", "一院119", "二诊区", "合计：10.00元"):
            assert said in text

    def test_the_watermark_is_on_each_page(self, documents: Documents) -> None:
        """Whoever passes a page on can be found."""
        made = documents.make(CONTENT, watermark=MARK)

        for page in self.read(made.data, None) or ():
            assert _joined(MARK) in _joined(page)

    def test_equal_content_makes_equal_files(self, documents: Documents) -> None:
        """What is not sealed is the same, byte for byte."""
        one, two = (documents.make(CONTENT, watermark=MARK) for _ in range(2))

        assert one == two

    def test_a_sealed_file_opens_with_its_password_alone(
        self, documents: Documents
    ) -> None:
        """Neither without it nor with another."""
        made = documents.make(CONTENT, watermark=MARK, password="K7M2-9QXR")  # noqa: S106  # of this test

        assert self.read(made.data, None) is None
        assert self.read(made.data, "k7m2-9qxr") is None
        pages = self.read(made.data, "K7M2-9QXR")
        assert pages is not None
        assert "就医记录" in _joined(pages[0])
        assert "就医记录".encode("utf-16-be") not in made.data


def _joined(text: str) -> str:
    return "".join(text.split())
