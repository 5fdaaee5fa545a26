"""What can be wrong with a knowledge base or a file of test sentences."""

from .base import EHealthCardError

__all__ = ["EvaluationFileError", "KnowledgeError", "KnowledgeReviewError"]


class KnowledgeError(EHealthCardError):
    """A knowledge base contradicts itself or cannot be read."""

    code = "KNOWLEDGE_INVALID"
    status_hint = 500
    en = "The knowledge base cannot be used: {problem}; correct the file."
    zh = "知识库无法使用：{problem}，请修正文件。"


class KnowledgeReviewError(EHealthCardError):
    """A review does not belong to the knowledge base, or not to the hospital's key."""

    code = "KNOWLEDGE_REVIEW"
    status_hint = 500
    en = "The review is not of these files or not by this key; have them reviewed anew."
    zh = "审核签名与知识库文件或医院密钥不符，请重新审核并签名。"


class EvaluationFileError(EHealthCardError):
    """A file of labelled sentences cannot be used."""

    code = "EVALUATION_FILE"
    en = "The file cannot be evaluated: {problem}; it needs columns department, text."
    zh = "评测文件无法使用：{problem}，须有 department 与 text 两列。"
