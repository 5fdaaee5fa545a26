"""What ``ehealthcard guidance`` prints."""

from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from ehealthcard.adapters.knowledge import NgramAdvisor, load_knowledge
from ehealthcard.adapters.knowledge.evaluation import Tally, evaluate, read_sentences

WIDTH = 100


def show(file: Path, folder: Path | None) -> None:
    """Evaluate the sentences of a file and print the outcome."""
    sentences = read_sentences(file)
    knowledge = load_knowledge(folder)
    report = evaluate(knowledge, NgramAdvisor(knowledge), sentences)
    table = Table(
        "department 科室", "sentences", "top-1", "top-3", title=knowledge.label
    )
    for label, tally in sorted(report.departments.items(), key=lambda r: -r[1].total):
        table.add_row(label, str(tally.total), *_shares(tally))
    Console(width=WIDTH).print(table)
    _line("overall 总体", report.overall)
    _line("among all departments 全部科室", report.open)
    if report.unknown:
        names = "、".join(report.unknown)
        typer.echo(
            f"unknown departments, counted as wrong 未识别科室: {names}", err=True
        )


def describe(folder: Path | None) -> None:
    """Print what a knowledge base holds."""
    base = load_knowledge(folder)
    typer.echo(f"version 版本: {base.label}")
    typer.echo(f"digest 摘要: {base.digest}")
    for name, number in (
        ("departments 科室", len(base.departments)),
        ("symptoms 症状", len(base.symptoms)),
        ("topics 话题", len(base.topics)),
        ("red flags 危急征象", len(base.flags)),
        ("articles 科普文章", len(base.articles)),
    ):
        typer.echo(f"{name}: {number}")


def _line(name: str, tally: Tally) -> None:
    first, among = _shares(tally)
    typer.echo(f"{name}: top-1 {first}, top-3 {among}, {tally.total} sentences")


def _shares(tally: Tally) -> tuple[str, str]:
    return f"{tally.first / tally.total:.1%}", f"{tally.among / tally.total:.1%}"
