"""The characters that a name may have (通用规范汉字表, 2013: 8105 characters).

Taken from the field ``kTGH`` of the Unicode Han Database, version 15.0, which numbers
them as the table does. The bits of the basic block (U+4E00 to U+9FFF) are packed; the
few characters outside of it are written out as their codes.
"""

import zlib
from base64 import b64decode
from functools import cache

FIRST = 0x4E00
"""The first code of the basic block; bit 0 of the packed table."""

COUNT = 8105

_PACKED = (
    "eNqNVGlYE+cWPjOZhCEGmYQEI3UZwyIgQkBcWCpDiAuLileQSPGyqC2iVSrgAm0ZkGAUkRiUclFrgh"
    "siuEGror2JKGqLCigitrdCxaVaNSpXUCKZRsV7r7f90fd5vmfO88z3ne99z3nPV2DMyq71EC33MM3v"
    "DkEHBVOmyYU9WUvXMcv6uvyHP6pAjWub+quiM8I6f2P8NPP6RxzQuN2/Ls2ddHttb5gxZQocDrx+ax"
    "URt6HFVSiRNlxwc3SCCjuMRxsiMUOqG27AMZCBmM4as0LotMYU4FhT6zC+2TippYzrZlcRqm9cdM6L"
    "n/X9Ia/AtObyfExrj1j/ahs0uFnlHq3kA3I2UfeLT7gcblaef9za0X5Sme6fsGdpCFw4F/SsaA1jDI"
    "jtNf7aaJqQ9b1N/wdxyGO/a30Znn07Hao7uvV3b38yuLY+1851R+uB5lhOIvHs86fzOooENWqoTJH6"
    "xD/J3FGVwLoKl8qkczcoU9V2wpEycaqFMK6lCcCIi0Nca+4qhiAaHmMzU2le9ypNv35S3EuPyx0PJj"
    "RcbK/dx6+STryY6SgrZjunpkoFiaQYpcawxp4PYwEhAQkQilCWWvtZyWGzZkhJYx97NKlwvOl8MeS4"
    "EQujbHZmTJotqzTZcTe7oSuJ4AnklK28F9ujICICnDyD7QXponBPlATUgJOEmh4FJv3n9mOc6rZVZD"
    "PD1nT1EDadPsHIzr/lrxhfKxIwXk2OsiU02sYZfzXeJqBSNwLPG9TnzFJ1REZdvJIU2VkeR42FMiE4"
    "kbxyCvJAK4GEu41fJyzbnBZUn5jr50ukTudgcd81bzS1PSUfzKEGz+QC25DXUVi5/s4u2RAEHupaJx"
    "Q4HLPd8wG6SCtNPnp+QfFS90fZt9P9u4rI0sGuH7ps14fqFeOiqmacGDK0M8JHf9o0jxPe5Z13wxVo"
    "KlpC7vbWAUyXovQ4Wo7Z2AMFJE313yucnF7aaVw+IvSCObRnKMdcOHGopO7Vqp+3ver+8Ul+SNjDrE"
    "LMZWnfKMOmWwYP5fUpwdWr/hEdWb4IBrkodKNLhytCfAmnZ0phKC0hHGvhYxmxQidyTmAHRwHQCIoh"
    "5AXqN7J4RUqEw1agxQV1NZXBPpntDdSd7u7Cn68Hlp+szkx3395/bu6lq/Ja4hZJB6fXAx/8KXTHFe"
    "TAiQrqO3/n+VeXXNm1r7r9qLsuo6r6EctBGb/KWbNNq+to0qKc7VnZMQHAFLSiKWoVXNL5PbFyH8se"
    "Ot9x8oJkW5rvxN+FwZaPQy/Tdq8cV4hpt2KcG8XfjpAcLWB0DqqUJKiBFZ4EqIBPraUQB7DU5i0wy9"
    "oJ2KxfBYC+wsDhpmcEj4sdp12O93PRja6STm1WUdt50enztkdeFHtFJ5mLhxb1Lecyp+xf/t3r0oEv"
    "NPM2zar6dDLzwBh0c0nPVr5vWsD9jibfnKelsu457WUOZHrx7oBKkUicFHsCny40PChHrt3J6/G8XF"
    "nX0GtLoPKC1TD74I+xhgqqRZ7kmyFMA3G5k8KHzeVQrHoLOamAh4NEAJstlCsSWxLnptfgLzYE2LKJ"
    "ky0nDZ6U/f0Yig4B9zi8uTl4mLM6j9g2ik9y8YtSTEdZ3A3EbhB1Hcj3lh/sqXe6XFyF0bC5hTVigT"
    "KJ1b1zeJm8c7XLzeJzQCoBOUxQpWHLmlY9aPp6j/6TlEeee0a/PM/fuLL/CyIb+sx53o1UYyi7RRfD"
    "wRCQz55vaFYR2g1bk/SHZoy6ETkidYtwbZj26t6gF0Fpp0YHhv7Lxk6zRKgryPD0a7GWNkfiKrjfGp"
    "oSFplgTy+8d319gqFkjsYL8qfUdIq2USzesqFwy3s1h94z2a3CYl1FVWbojRiftm/2rz4Svyv9uQt8"
    "DmpV94YdlUi8TLLJW4Dyt3AlBG5ppTSqsen+qz26vOhxG4U2asCXhbu75LTXIYtnrNZMtQZVXSTkag"
    "Ba1gUsuntksTeeA7jszOIK2Kso9An77GdutK4s5sMM6m7sKPIlcS5IgNQTXJeks7mRqrIEbQ6G5LBI"
    "ABLEkwDd+9RXPvhZ+fjbGiSHxF8bSKl6YyUCKPpNQL0z1wDYALjmv37DmXcwWlbM6yCb7UvWKDnT5i"
    "ahUZm3NbRVjVe0tGhBfYHCdLzX7rnVb/sjAoVs4KB0u8P06omPS57Hf2b48qQ+frz8bnwDaKaepoYH"
    "Wem67MxsJRpAIThvhhAlVL5ixSqpqH3sKSb88A+ghNPDbw97lF+TxWxL0zD/vGFSacKyf6oLpE9kTv"
    "wpN/6miaH9EmS8LMS249i+byOPOHKsfGJfoONfsLjjKKp+BNc/i73loxwNmmN/qGRvuPZTAlFbizbk"
    "oWI6CLcyyAhENPMoDWJhw/q1aK6bejYLVCTIEBq1TLthpFyoyGViAl2lpV/FYDcu2zUSSSNDCj+pjv"
    "aUaS7Qc1QsPyp6tYcbTVufcHcK3sjBR0WADOclAwcwgV/qFtTrI2XnSrezhLAql/g4xLcgEPlgDoaN"
    "3STZOBsEQLZSOKjCBups7pjWmlzBpTe/HXEKEHjdHBQ4+Hu9of8npoiBs8aB/pj0DNPPmC2Rul5AYp"
    "wZuNVCewJ5v7vQaR7Y3uHxEnx4Ahqn/a/FtZ95KN76wIssEXZGtCW5HLO1spcfjX5STvMjoRTD4E9g"
    "GEiDD2Ld+jY4wJS+fP3o7IPXH07rTJ3Xpi2y9kiUlttYV46ZdS3bWNdQENhWTfzyIZEbY6NC0aVm5c"
    "Iv23rvaf2teNgdqZzuYRF/vIF4+/BZFvW+Cuo/j+G7gmDUH//jrzn2WyjqzdnMPUY/oHtA/xcWH9Pv"
    "ZX1Tx96vUPmXx59njbtQMuTfkLx/sx2Nhq7s7nECZN0Psu6u6ZHgzA4BiAgbLZj3jcTVHil4OewNFU"
    "NQ8v+X2pLvJ6b3TbH0Z+jXGkhkgJ0UtBZifXpmgRaBP8eTgaFDzoi8FFxkagW44zm8HJw+KzYfEMBf"
    "wBMj0/taP6O3fEbCXwL9dtB7mQ5mpEFpPVNrobtEfUtwYl8+xEJyIcouy03JRVlv946ETew3Ut8e/h"
    "3M+c16"
)
_OUTSIDE = (
    "3447 344a 356e 360e 364d 3658 3666 36c3 36da 36f9 37c3 3807 3813 3918 3944 "
    "39d0 39d1 39df 3af0 3b0a 3b0e 3b1a 3b4e 3b55 3bbe 3c00 3cc7 3cd8 3cda 3d14 "
    "3d50 3db2 3e06 3e0c 3e84 3eec 3f4f 3fe0 4056 40ae 40c5 40ce 415f 4339 4383 "
    "4396 43dd 43e1 43f2 4403 44d6 44db 44e8 44eb 44ec 45d6 45db 45ea 45f4 4723 "
    "4759 48ba 48bc 48d8 497d 4983 4c9f 4ca0 4ca2 4d13 4d14 4d15 4d16 4d17 4d18 "
    "4d19 4dae 20164 20676 20cd0 2139a 21413 235cb 23c97 23c98 23e23 249db 24a7d "
    "24ac9 25532 25562 255a8 25ed7 26221 2648d 26676 2677c 26b5c 26c21 27ff9 "
    "28408 28678 28695 287e0 28b49 28c47 28c4f 28c51 28c54 28e99 29f7e 29f83 "
    "29f8c 2a7dd 2a8fb 2a917 2aa30 2aa36 2aa58 2afa2 2b127 2b128 2b137 2b138 "
    "2b1ed 2b300 2b363 2b36f 2b372 2b37d 2b404 2b410 2b413 2b461 2b4e7 2b4ef "
    "2b4f6 2b4f9 2b50d 2b50e 2b536 2b5ae 2b5af 2b5b3 2b5e7 2b5f4 2b61c 2b61d "
    "2b626 2b627 2b628 2b62a 2b62c 2b695 2b696 2b6ad 2b6ed 2b7a9 2b7c5 2b7e6 "
    "2b7f9 2b7fc 2b806 2b80a 2b81c 2b8b8 2bac7 2bb5f 2bb62 2bb7c 2bb83 2bc1b "
    "2bd77 2bd87 2bdf7 2be29 2c029 2c02a 2c0a9 2c0ca 2c1d5 2c1d9 2c1f9 2c27c "
    "2c288 2c2a4 2c317 2c35b 2c361 2c364 2c488 2c494 2c497 2c542 2c613 2c618 "
    "2c621 2c629 2c62b 2c62c 2c62d 2c62f 2c642 2c64a 2c64b 2c72c 2c72f 2c79f "
    "2c7c1 2c7fd 2c8d9 2c8de 2c8e1 2c8f3 2c907 2c90a 2c91d 2ca02 2ca0e 2ca7d "
    "2caa9 2cb29 2cb2d 2cb2e 2cb31 2cb38 2cb39 2cb3b 2cb3f 2cb41 2cb4a 2cb4e "
    "2cb5a 2cb5b 2cb64 2cb69 2cb6c 2cb6f 2cb73 2cb76 2cb78 2cb7c 2cbb1 2cbbf "
    "2cbc0 2cbce 2cc56 2cc5f 2ccf5 2ccf6 2ccfd 2ccff 2cd02 2cd03 2cd0a 2cd8b "
    "2cd8d 2cd8f 2cd90 2cd9f 2cda0 2cda8 2cdad 2cdae 2cdd5 2ce18 2ce1a 2ce23 "
    "2ce26 2ce2a 2ce7c 2ce88 2ce93"
)


@cache
def standard_characters() -> frozenset[str]:
    """Return all 8105 characters of the table."""
    bits = zlib.decompress(b64decode(_PACKED))
    basic = (
        chr(FIRST + 8 * place + bit)
        for place, byte in enumerate(bits)
        for bit in range(8)
        if byte >> bit & 1
    )
    return frozenset(basic) | {chr(int(code, 16)) for code in _OUTSIDE.split()}
