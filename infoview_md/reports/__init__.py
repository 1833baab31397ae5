"""Reports: an outlook in, tables as values, text, Markdown and JSON out."""
