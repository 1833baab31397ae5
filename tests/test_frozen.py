"""Our frozen classes do what those of the standard library do; only quicker."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from infoview_md.core import frozen
from infoview_md.core.frozen import make_frozen
from infoview_md.core.model import Company, Contact, Kind
from infoview_md.core.written import Value

ROOT = Path(__file__).resolve().parent.parent
VALUE = Value("Acme", 3, 10, 20, 24)


class Ours:
    """Frozen by us; beside it the same, frozen by the standard library."""

    @frozen.dataclass(frozen=True, slots=True)
    class Pair:
        """Two, and what is said of them."""

        one: int
        other: str = "b"
        said: Mapping[str, int] = frozen.field(default_factory=dict)

        @property
        def both(self) -> str:
            """Both."""
            return f"{self.one}{self.other}"


class Theirs:
    """As `Ours`."""

    @dataclasses.dataclass(frozen=True, slots=True)
    class Pair:
        """Two, and what is said of them."""

        one: int
        other: str = "b"
        said: Mapping[str, int] = dataclasses.field(default_factory=dict)

        @property
        def both(self) -> str:
            """Both."""
            return f"{self.one}{self.other}"


def test_the_library_makes_the_same() -> None:
    ours, theirs = Ours.Pair(1, said={"x": 1}), Theirs.Pair(1, said={"x": 1})
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert ours.both == theirs.both == "1b"
    assert Ours.Pair.__doc__ == Theirs.Pair.__doc__
    assert Ours.Pair.__match_args__ == Theirs.Pair.__match_args__
    assert list(inspect.signature(Ours.Pair).parameters) == ["one", "other", "said"]


def test_values_are_equal_by_their_fields_and_class() -> None:
    assert Ours.Pair(1) == Ours.Pair(1, "b", {})
    assert Ours.Pair(1) != Ours.Pair(2)
    other: object = Theirs.Pair(1)
    assert Ours.Pair(1) != other
    assert hash(VALUE) == hash(dataclasses.replace(VALUE)) != hash(frozen.replace(VALUE, line=4))


def test_a_default_is_made_anew_for_every_value() -> None:
    assert Ours.Pair(1).said is not Ours.Pair(1).said


@pytest.mark.parametrize("name", ["raw", "unknown", "__class__"])
def test_nothing_can_be_changed(name: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(VALUE, name, "other")
    with pytest.raises(dataclasses.FrozenInstanceError):
        delattr(VALUE, name)
    assert type(VALUE) is Value
    assert not hasattr(VALUE, "__dict__")


@pytest.mark.parametrize("replace", [frozen.replace, dataclasses.replace])
def test_replace_changes_a_copy(replace: object) -> None:
    assert callable(replace)
    changed = replace(VALUE, line=4)
    assert (changed.line, VALUE.line) == (4, 3)
    assert [one.name for one in dataclasses.fields(VALUE)] == list(Value.__match_args__)


def _pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, _pickled])
def test_copies_are_equal(copied: object) -> None:
    assert callable(copied)
    assert copied(VALUE) == VALUE


def test_a_record_inherits_fields_and_takes_them_by_name() -> None:
    known = {one.name for one in dataclasses.fields(Company)}
    assert {"path", "name", "areas", "status"} <= known
    assert "is_broken" in {one.name for one in dataclasses.fields(Contact)}
    with pytest.raises(TypeError):
        Company(PurePosixPath("companies/Acme.md"), "Acme")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [Value, Contact, Ours.Pair])
def test_fields_are_shown_as_the_library_shows_them(kind: type) -> None:
    theirs = [(one.name, str(one.type), one.default) for one in dataclasses.fields(kind)]
    ours = [(one.name, str(one.type), one.default) for one in frozen.fields(kind)]
    needed = [(n, t, frozen.NEEDED if d is dataclasses.MISSING else d) for n, t, d in theirs]
    assert ours == needed
    assert repr(frozen.NEEDED) == "needed", "no address, which would differ from run to run"


def test_what_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="raw"):
        Value(line=1, column=1, start=0, end=0)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="rows"):
        Value("a", 1, 1, 0, 0, rows=1)  # type: ignore[call-arg]


def test_only_values_are_made() -> None:
    with pytest.raises(TypeError, match="frozen"):
        frozen.dataclass(frozen=False, slots=True)(Kind)


def test_values_are_made_behind_the_fence_of_templates() -> None:
    """The child that fills templates may neither compile nor change what a value is."""
    code = """
import sys
from infoview_md.core.written import Value
events = []
sys.addaudithook(lambda event, _: events.append(event))
Value("a", 1, 1, 0, 1)
print(events)
exec("")
print(events)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    without, control = done.stdout.splitlines()
    assert without == "[]"
    assert "exec" in control, "the control: events are seen"


def test_make_frozen_leaves_the_class_it_is_given() -> None:
    plain = type("Plain", (), {"__annotations__": {"one": "int"}, "__doc__": "One."})
    made = make_frozen(plain, kw_only=False)
    assert made.__name__ == "Plain"
    assert made is not plain
    assert made(1) == made(one=1)
