"""Files of what residents take along (文档生成, extra ``pdf``)."""

from .pdf import PdfDocuments

__all__ = ["PdfDocuments"]
