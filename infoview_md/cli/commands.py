"""COMMANDS: the lazy table of commands: where each lives, and what it is for."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """Where a command lives and what it is for, so that `--help` need not import it."""

    name: str
    group: str
    help: str
    module: str = ""

    @property
    def home(self) -> str:
        """The module that holds the command."""
        return f"infoview_md.cli.{self.module or self.name}"

    @property
    def function(self) -> str:
        """What the command is called in its module."""
        return f"{self.name.replace('-', '_')}_command"


COMMANDS: tuple[Entry, ...] = (
    Entry("init", "Begin", "Make a vault, or copy the example."),
    Entry("new", "Begin", "Make a note for a company, a contact or a conversation."),
    Entry("edit", "Begin", "Open a note in your editor."),
    Entry("today", "Every day", "What is due, and the command that does it."),
    Entry("letter", "Every day", "Write a letter: request, answer, thanks and all others."),
    Entry("letters", "Every day", "Draft, approve and hand over many letters."),
    Entry("lint", "Every day", "What letters break of the rules, with who says so."),
    Entry("outbox", "Every day", "Letters of which nobody knows whether they left."),
    Entry("mail", "Every day", "Read replies to letters, and try your mail accounts."),
    Entry("log", "Every day", "Note what happened, as one line in a contact's log."),
    Entry("tick", "Every day", "Tick a promise that was kept, or drop it."),
    Entry("snooze", "Every day", "Let nothing be due to somebody before a day."),
    Entry("set", "Change", "Set a field of a note.", "fields"),
    Entry("unset", "Change", "Take fields of a note away.", "fields"),
    Entry("add", "Change", "Add values to a list in a note.", "fields"),
    Entry("remove", "Change", "Take values out of a list in a note.", "fields"),
    Entry("list", "Look", "List companies, contacts, interviews or letters.", "listing"),
    Entry("show", "Look", "A card of one company, contact, interview or letter."),
    Entry("search", "Look", "Find words in all notes."),
    Entry("why", "Look", "Why someone stands where they stand."),
    Entry("report", "Look", "The state of the whole pipeline."),
    Entry("undo", "Care", "Take back what the last command wrote."),
    Entry("watch", "Care", "Keep the index fresh, and log ticks of Today.md at once."),
    Entry("index", "Care", "Read the vault: what is there, and what is wrong.", "indexing"),
    Entry("check", "Care", "Every fault in the notes, with its place."),
    Entry("doctor", "Care", "What this disk can do, and what a crash left behind."),
    Entry("rules", "Care", "The rules in force, who says so and who disagrees."),
    Entry("templates", "Care", "The templates of letters: list, show, make your own, check."),
    Entry("mv", "Care", "Rename or move a note, and every link to it."),
    Entry("merge-contact", "Care", "Make one note of two about one person.", "merge_contact"),
    Entry("forget", "Care", "Take a person out of the vault, for good."),
    Entry("export-person", "Care", "Everything held on one person.", "export_person"),
    Entry("completion", "Care", "Print the completion script of a shell."),
)
