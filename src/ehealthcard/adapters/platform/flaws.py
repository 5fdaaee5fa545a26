"""What several dialects find wrong with a message (报文问题)."""

from ehealthcard.errors import Phrase

NO_OBJECT = Phrase("no JSON object", "不是 JSON 对象")
NO_CODE = Phrase("no code", "缺少返回码")
NO_DATA = Phrase("data is no object", "data 不是对象")
NO_FIELD = Phrase("a field is missing", "缺少字段")
NO_NUMBER = Phrase("the timestamp is no number", "时间戳不是数字")
NO_TIME = Phrase("the time cannot be read", "时间无法读取")
SEALED = Phrase("a field cannot be decrypted", "字段无法解密")
TOO_LONG = Phrase("too long", "过长")
OUT_OF_TIME = Phrase(
    "the time is missing, or too far from our clock", "时间缺失或与本机时钟相差过大"
)
UNSIGNED = Phrase("nothing is taken unsigned", "未签名的请求不受理")
UNKNOWN_ORG = Phrase("the organisation is not known", "机构未知")
UNKNOWN_APP = Phrase("the application is not known", "应用未知")
UNKNOWN_USER = Phrase(
    "the user is not known, or the password is wrong", "用户未知或密码错误"
)
BAD_SIGN = Phrase("the sign does not hold", "签名校验不通过")


def misstated(fields: Phrase, of: str = "") -> Phrase:
    """Return that *fields* are missing or of another form, in a part *of* a message."""
    en, zh = f"lacks or misstates {fields.en}", f"缺少或误填 {fields.zh}"
    return Phrase(f"{of} {en}", f"{of} {zh}") if of else Phrase(en, zh)
