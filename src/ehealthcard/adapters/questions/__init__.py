"""The question bank in files (科室-症状问题库).

:data:`PACKAGED` holds the lists that come with the SDK: written by its authors and by
no clinician, and marked 未经临床审核 wherever they are used. A hospital reads them,
changes what it wants into versions of its own, and signs a version
(:mod:`ehealthcard.adapters.content_review`)::

    bank = FileQuestions.open(PACKAGED, own_folder, trusted={"市第一医院": key})

Needs the extra ``knowledge``.
"""

from .folder import PACKAGED, FileQuestions

__all__ = ["PACKAGED", "FileQuestions"]
