"""Desk: questions of the parent → answers of the child, both plain JSON."""

from __future__ import annotations

from typing import Any

from infoview_md.letters.environment import LetterEnvironment, Permit
from infoview_md.letters.filling import Fault, fill
from infoview_md.letters.inspection import inspect_template


class Desk:
    """What the child knows from one letter to the next: the texts, and the templates compiled."""

    def __init__(self, permit: Permit) -> None:
        self._permit = permit
        self._texts: dict[str, str] = {}
        self._environment: LetterEnvironment | None = None

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer to one question; a fault of a template is an answer, too."""
        if "texts" in question:
            self._texts, self._environment = question["texts"], None
            return {"ready": True}
        template, slots = question["template"], question["slots"]
        environment = self._prepare(frozenset(slots))
        environment.texts.set_subject(template, *question["subject"])
        try:
            if question["do"] == "inspect":
                return {"problems": [*inspect_template(environment, template, slots)]}
            filled = fill(environment, template, slots, question["gaps"])
        except Fault as fault:
            return {"fault": [fault.template, fault.line, fault.sentence]}
        return {"subject": filled.subject, "body": filled.body, "blanks": filled.blanks}

    def _prepare(self, slots: frozenset[str]) -> LetterEnvironment:
        if self._environment is None or self._environment.slots != slots:
            self._environment = LetterEnvironment(self._texts, slots, self._permit)
        return self._environment
