"""Code sets about people."""

from .labelled import Labelled


class Sex(Labelled):
    """Sex (性别代码, GB/T 2261.1)."""

    UNKNOWN = "0", "未知的性别", "unknown"
    MALE = "1", "男性", "male"
    FEMALE = "2", "女性", "female"
    UNSTATED = "9", "未说明的性别", "not stated"


class Kinship(Labelled):
    """Family relation (家庭关系代码, GB/T 4761, one-digit form).

    It says what the declaring person is *to the card holder*. The zero is recalled,
    not re-read.
    """

    SELF = "0", "本人", "self"
    SPOUSE = "1", "配偶", "spouse"
    SON = "2", "子", "son"
    DAUGHTER = "3", "女", "daughter"
    GRANDCHILD = "4", "孙子、孙女或外孙子、外孙女", "grandchild"
    PARENT = "5", "父母", "parent"
    GRANDPARENT = "6", "祖父母或外祖父母", "grandparent"
    SIBLING = "7", "兄、弟、姐、妹", "sibling"
    OTHER = "8", "其他", "other"
