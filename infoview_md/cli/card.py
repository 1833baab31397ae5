"""Card: what `show` prints of one note, as a value; drawn on a terminal, plain where piped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from infoview_md.cli.output import as_cell, draw, is_drawn, put, visible

Line = tuple[str, ...]


class Block(NamedTuple):
    """A heading and the lines below it, each of as many cells as the others."""

    heading: str
    lines: tuple[Line, ...]


class Card(NamedTuple):
    """Who or what it is, where it stands, one sentence about it, and blocks of facts."""

    title: str
    standing: str
    subtitle: str
    blocks: tuple[Block, ...]
    path: str


def put_card(card: Card) -> None:
    """Print a card."""
    if is_drawn():
        _draw(card)
    else:
        for line in _plain(card):
            put(line)


def _plain(card: Card) -> Iterator[str]:
    yield "  ".join(filter(None, [card.title, card.standing and f"[{card.standing}]"]))
    if card.subtitle:
        yield card.subtitle
    for block in card.blocks:
        if not block.lines:
            continue
        yield ""
        yield block.heading
        widths = column_widths(block.lines)
        for line in block.lines:
            cells = (f"{as_cell(cell):{width}}" for cell, width in zip(line, widths, strict=True))
            yield f"  {'  '.join(cells)}".rstrip()
    yield ""
    yield card.path


def column_widths(lines: Sequence[Line]) -> list[int]:
    """How wide each column must be; the last is never padded."""
    columns = list(zip(*lines, strict=True))
    return [max(len(as_cell(cell)) for cell in column) for column in columns[:-1]] + [0]


def _draw(card: Card) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    head = Table.grid(expand=True)
    head.add_column(ratio=1)
    head.add_column(justify="right")
    head.add_row(
        Text(visible(card.title), style="bold"), Text(visible(card.standing), style="bold cyan")
    )
    draw(head)
    if card.subtitle:
        draw(Text(visible(card.subtitle)))
    for block in card.blocks:
        if not block.lines:
            continue
        draw(Text(), Text(block.heading, style="bold"))
        grid = Table.grid(padding=(0, 2))
        for number in range(len(block.lines[0])):
            last = number == len(block.lines[0]) - 1
            grid.add_column(overflow="fold", no_wrap=not last, style="" if number else "cyan")
        for line in block.lines:
            grid.add_row(*(Text(visible(as_cell(cell))) for cell in line))
        draw(Padding(grid, (0, 0, 0, 2)))
    draw(Text(), Text(visible(card.path), style="dim"))
