"""Stage: the words for where a contact stands."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where things stand with one person, in the order of the pipeline."""

    IDENTIFIED = "identified"
    READY = "ready"
    REQUESTED = "requested"
    SCHEDULING = "scheduling"
    SCHEDULED = "scheduled"
    MET = "met"
    IN_TOUCH = "in-touch"
    DEFERRED = "deferred"
    REDIRECTED = "redirected"
    DECLINED = "declined"
    SILENT = "silent"
    OFF_LIMITS = "off-limits"


LIVE = frozenset({Stage.REQUESTED, Stage.SCHEDULING, Stage.SCHEDULED, Stage.MET})
"""The stages in which a thread is live: an answer, a talk or a thank-you is owed."""
