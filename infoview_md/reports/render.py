"""A report as plain text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from infoview_md.reports.columns import fill, width_of, wrap
from infoview_md.reports.funnel import FunnelStep
from infoview_md.reports.intervals import Share
from infoview_md.reports.pipeline import Report
from infoview_md.reports.sections import Section, make_sections

GAP = "  "


def as_text(report: Report, width: int = 80) -> str:
    """The report as plain text; the last column is wrapped, and no line is wider than `width`."""
    lines = [f"Pipeline on {report.today:%A} {report.today.isoformat()}"]
    for section in make_sections(report):
        lines += ["", section.heading, *_text_lines(section, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _text_lines(section: Section, width: int) -> Iterator[str]:
    if section.sentence:
        yield GAP + section.sentence
    if not section.rows:
        return
    widths = _column_widths(section, width)
    for row in (section.titles, *section.rows):
        yield from _text_row(row, widths, section.right)


def _column_widths(section: Section, width: int) -> list[int]:
    """As wide as the longest cell; names, then the last column, give way to the line's width."""
    columns = list(zip(section.titles, *section.rows, strict=True))
    *widths, last = (max(map(width_of, column)) for column in columns)
    room = width - len(GAP) * len(columns)
    over = sum(widths) + min(last, 24) - room
    if over > 0:
        widest = widths.index(max(widths))
        widths[widest] = max(12, widths[widest] - over)
    return [*widths, min(last, max(12, room - sum(widths)))]


def _text_row(row: tuple[str, ...], widths: list[int], right: frozenset[int]) -> Iterator[str]:
    """One row; cells that do not fit go on below."""
    cells = [wrap(cell, room) for cell, room in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (
            fill(part, room, right=column in right)
            for column, (part, room) in enumerate(zip(parts, widths, strict=True))
        )
        yield GAP + GAP.join(padded)


def as_markdown(report: Report) -> str:
    """The report as Markdown, with tables."""
    lines = [f"# Pipeline on {report.today.isoformat()}"]
    for section in make_sections(report):
        lines += ["", f"## {section.heading}"]
        if section.sentence:
            lines += ["", section.sentence]
        if section.rows:
            lines += ["", *_markdown_table(section)]
    return "\n".join(lines) + "\n"


def _markdown_table(section: Section) -> Iterator[str]:
    yield f"| {' | '.join(section.titles)} |"
    rules = ("--:" if column in section.right else "---" for column in range(len(section.titles)))
    yield f"| {' | '.join(rules)} |"
    for row in section.rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def as_json(report: Report) -> dict[str, object]:
    """The report as JSON shows it; docs/json.md lists the keys."""
    return {
        "today": report.today.isoformat(),
        "since": report.since.isoformat() if report.since else None,
        "stages": {str(stage): count for stage, count in report.stages.items()},
        "badges": dict(report.badges),
        "funnel": [_step_dict(step) for step in report.funnel.steps],
        "median_days_to_answer": report.funnel.median_days,
        "answers_timed": report.funnel.answers_timed,
        "targets": [
            {
                "name": target.name,
                "path": str(target.path),
                "state": str(target.state),
                "people": target.people,
                "booster": target.booster or None,
                "next_best": target.next_best or None,
                "ask_next": target.ask_next.isoformat() if target.ask_next else None,
                "uncovered": target.is_uncovered,
            }
            for target in report.targets
        ],
        "promises": [
            {
                "who": debt.who,
                "theirs": debt.theirs,
                "text": debt.text,
                "due": debt.due.isoformat(),
                "late": debt.late,
                "path": str(debt.path),
                "line": debt.line,
            }
            for debt in report.debts
        ],
        "changes": [
            {"event": change.kind, "count": change.count, "people": list(change.people)}
            for change in report.changes
        ],
        "problems": {str(severity): count for severity, count in report.problems.items()},
    }


def _step_dict(step: FunnelStep) -> dict[str, object]:
    return {
        "step": str(step.milestone),
        "count": step.count,
        "of_previous": _share_dict(step.of_previous),
        "of_asked": _share_dict(step.of_asked),
    }


def _share_dict(share: Share) -> dict[str, object]:
    return {
        "count": share.count,
        "total": share.total,
        "ratio": None if share.ratio is None else round(share.ratio, 4),
        "low": round(share.low, 4),
        "high": round(share.high, 4),
    }
