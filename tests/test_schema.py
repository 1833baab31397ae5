"""The field table: laws that hold for every row, and what the contract says of single ones."""

from __future__ import annotations

from dataclasses import fields

import pytest

from infoview_md.core.model import Company, Contact, Interview, Kind, Letter
from infoview_md.core.schema import FIELDS, FOLDERS, SAME_AS, FieldSpec, FieldType, fields_of

RECORDS = {
    Kind.COMPANY: Company,
    Kind.CONTACT: Contact,
    Kind.INTERVIEW: Interview,
    Kind.LETTER: Letter,
}
DERIVED = {"path", "is_broken", "stage_line", "events", "promises", "channels", "has_debrief"}


def test_a_key_stands_once_and_so_has_one_type():
    keys = [spec.key for spec in FIELDS]
    assert len(keys) == len(set(keys))
    assert "title" not in keys


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_of_note_has_a_row_for_each_part_of_its_record(kind: Kind):
    rows = {spec.key for spec in fields_of(kind)} - {"type"}
    assert rows == {part.name for part in fields(RECORDS[kind])} - DERIVED - {"body"}


@pytest.mark.parametrize("spec", FIELDS, ids=lambda spec: spec.key)
def test_a_row_is_whole(spec: FieldSpec):
    assert spec.help.endswith(".")
    assert spec.key == spec.key.lower()
    assert bool(spec.words) is (spec.type is FieldType.ENUM)
    assert [spec.read(word) for word in spec.words] == list(spec.words)
    assert spec.many or spec.type not in (FieldType.LIST, FieldType.LINKS)
    assert not spec.stop or spec.type is FieldType.CHECKBOX


def test_every_folder_and_every_other_name_is_known():
    assert sorted(FOLDERS.values()) == sorted(Kind)
    assert set(SAME_AS.values()) <= {spec.key for spec in FIELDS}
