"""Draw a code as a picture that scanners read (二维码绘制).

::

    picture = draw(text, colour=RiskColour.GREEN)
    picture.svg()       # for a web page or a mini program
    picture.png()       # for an <img> or a printer driver
    picture.pdf()       # for a label, in millimetres
    picture.terminal()  # for a shell

The symbol follows ISO/IEC 18004 (GB/T 18284 is its Chinese twin). Nothing here
does I/O, and neither the code text nor its modules appear in a ``repr``, a title
or a file's metadata, because who holds them holds a credential.

Importing this package imports segno, which takes about 40 ms; import it where
codes are drawn.
"""

from .picture import Picture, draw
from .risk import RiskColour
from .symbol import ErrorLevel, Mask, Medium

__all__ = ["ErrorLevel", "Mask", "Medium", "Picture", "RiskColour", "draw"]
