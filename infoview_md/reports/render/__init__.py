"""Render: a report as plain text, as Markdown, and as JSON."""

from __future__ import annotations

from infoview_md.reports.render.data import as_json
from infoview_md.reports.render.markdown import as_markdown
from infoview_md.reports.render.text import as_text

__all__ = ["as_json", "as_markdown", "as_text"]
