"""A code is drawn, read back by a program that is not ours, and scanned."""

from pathlib import Path

from ehealthcard.extras import needs
from ehealthcard.qr.drawing import RiskColour, draw

with needs("demo"):
    import zxingcpp
    from PIL import Image

from .hospital import GATE, PHONE, Hospital, People
from .stage import Stage


def draw_and_scan(stage: Stage, hospital: Hospital, people: People, out: Path) -> None:
    """Draw the mother's code, read it and scan it.

    Raises:
        RuntimeError: The picture does not read back: the demonstration has failed.

    """
    stage.scene("A dynamic code", "动态二维码")
    shown = hospital.desk.show(people.mother.id, by=PHONE)
    picture = draw(shown.text, colour=RiskColour.GREEN, caption="ehealthcard")
    (out / "code.svg").write_text(picture.svg(), encoding="utf-8")
    (out / "code.png").write_bytes(picture.png())
    stage.say(
        f"{len(shown.text)} characters, QR version {picture.version}, for 60 seconds",
        f"{len(shown.text)} 个字符，60 秒内有效，已存为 SVG 与 PNG",
    )
    stage.show(picture)
    with Image.open(out / "code.png") as image:
        read = [found.text for found in zxingcpp.read_barcodes(image)]
    if read != [shown.text]:
        raise RuntimeError("zxing-cpp did not read the code back")
    stage.say(
        "zxing-cpp read the PNG back to the letter", "独立解码器读出的内容完全一致"
    )
    scan = hospital.desk.scan(read[0], by=GATE)
    stage.say(
        f"verified and used up: card {scan.card.id[:8]}…, {scan.tier.value} tier",
        "验证通过，该码已用，并写入用卡记录",
    )
