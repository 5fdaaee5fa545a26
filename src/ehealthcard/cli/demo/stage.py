"""How the story is told: English first, Chinese below."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ehealthcard.errors import EHealthCardError
from ehealthcard.qr.drawing import Picture

from .hospital import Hospital


class Stage:
    """Where the story appears."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._scenes = 0

    def open(self, hospital: Hospital, db: Path, *, is_new: bool) -> None:
        """Say where we are."""
        suite = hospital.desk.keys.suite.name
        start = "a new hospital" if is_new else "going on"
        start_zh = "新建医院" if is_new else "继续上次运行"
        lines = (
            f"ehealthcard 电子健康卡 · suite {suite} · {start} ({start_zh})",
            f"state 数据：{db}",
            "All people are made up. 所有人物均为虚构。",
        )
        self._console.print(Panel(escape("\n".join(lines)), expand=False))

    def scene(self, en: str, zh: str) -> None:
        """Begin a scene."""
        self._scenes += 1
        title = f"{self._scenes}  {en}  {zh}"
        self._console.print()
        self._console.rule(Text(title, style="bold cyan"), align="left")

    def say(self, en: str, zh: str) -> None:
        """Say what happened."""
        self._console.print(Text.assemble(("✓ ", "green"), en))
        self._console.print(Text(f"  {zh}", style="dim"))

    def refuse(self, what: str, zh: str, error: EHealthCardError) -> None:
        """Say what was refused, and with which sentences."""
        self._console.print(Text.assemble(("✗ ", "red"), f"{what}  {zh}"))
        code = Text.assemble("  ", (error.code, "bold red"))
        self._console.print(code)
        self._console.print(Text(f"  {error.english}\n  {error.chinese}", style="dim"))

    def table(self, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
        """Show a table."""
        table = Table(*head)
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def show(self, picture: Picture) -> None:
        """Show a code as the terminal can."""
        if self._console.width < picture.columns:
            self.say("the terminal is too narrow for the code", "终端太窄，无法显示")
        elif self._console.is_terminal:
            self._console.file.write(picture.terminal())
        else:
            self.say("no terminal here: the code is in the files", "见图片文件")

    def close(self, db: Path, out: Path) -> None:
        """Say where to look and how to go on."""
        lines = f"files 文件：{out}\ngo on 继续: ehealthcard demo --db {db} --out {out}"
        self._console.print()
        self._console.print(Panel(escape(lines), expand=False))
