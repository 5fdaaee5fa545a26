"""What is wrong with a question bank."""

from .base import EHealthCardError

__all__ = [
    "QuestionBankError",
]


class QuestionBankError(EHealthCardError):
    """A file of a question bank contradicts itself, is unsigned or unreadable."""

    code = "QUESTION_BANK_INVALID"
    status_hint = 500
    en = "Question file {file}, at {where}: {flaw}; correct the file."
    zh = "题库文件 {file} 的 {where} 处有误（{flaw}），请修正文件。"
