"""Rule packs: what classic says, how packs build on one another, and what is wrong in one."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.core.pack import Level, Pack, parse_pack
from infoview_md.core.rulebook import RULEBOOK, Measure
from infoview_md.errors import ConfigFault
from tests.tools.people import CLASSIC_TEXT, classic

# -- the shipped pack ------------------------------------------------------------------------------

RULES = Path(__file__).resolve().parent.parent / "rules"
CLASSIC = parse_pack("classic", {"classic": CLASSIC_TEXT})


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("R1", 3), ("R2", 7), ("R3", 2), ("R4", 1), ("R5", 5), ("R6", 1), ("R7", 0), ("R8", 1),
        ("R10", 1), ("R11", 7), ("R12", 60), ("R13", 20), ("R14", 1), ("R15", 90), ("R16", 52),
        ("L08", 1), ("L09", 20),
    ],
)  # fmt: skip
def test_classic_numbers(rule: str, value: int) -> None:
    assert CLASSIC.number(rule) == value


@pytest.mark.parametrize(
    ("tier", "weeks"), [("A", 4), ("B", 12), ("C", 26), ("", 26), ("a", 4), ("D", 26)]
)
def test_classic_tiers(tier: str, weeks: int) -> None:
    assert CLASSIC.weeks(tier) == weeks


@pytest.mark.parametrize(
    ("rule", "warn", "error"),
    [
        ("R8", 3, None),
        ("L01", 100, 150),
        ("L02", 7, None),
        ("L08", 3, None),
        ("L09", None, 30),
        ("L15", 60, None),
        ("L03", None, None),
    ],
)
def test_classic_limits(rule: str, warn: int | None, error: int | None) -> None:
    assert (CLASSIC.rules[rule].warn, CLASSIC.rules[rule].error) == (warn, error)


@pytest.mark.parametrize(
    ("level", "rules"),
    [
        ("error", "L02 L03 L04 L05 L06 L07 L08 L09 L10 L12 L13 L14 L17 L20 L21"),
        ("warning", "L01 L11 L15 L16 L18"),
        ("info", "L19"),
    ],
)
def test_classic_levels_of_letters(level: str, rules: str) -> None:
    letters = [rule for rule in CLASSIC.rules.values() if rule.id.startswith("L")]
    assert [rule.id for rule in letters if rule.level == level] == rules.split()


def test_classic_words() -> None:
    words = [CLASSIC.rules[rule].value for rule in ("L06", "L07", "L21")]
    assert words == ["disclaim", "on-request", "friends"]


@pytest.mark.parametrize(
    ("rule", "part", "number"),
    [("L11", "first", 0), ("L11", "least", 2), ("L11", "most", 3), ("L11", "last", None)],
)
def test_classic_parts(rule: str, part: str, number: int | None) -> None:
    assert CLASSIC.rules[rule].part(part) == number


def test_a_rule_of_one_number_has_no_parts() -> None:
    assert CLASSIC.rules["R2"].part("first") is None


def test_classic_has_every_rule_in_order_and_says_who_says_so() -> None:
    assert list(CLASSIC.rules) == [f"R{n}" for n in range(1, 17)] + [
        f"L{n:02}" for n in range(1, 22)
    ]
    for rule in CLASSIC.rules.values():
        known = RULEBOOK[rule.id]
        assert (rule.title, rule.unit, rule.letters) == (known.title, known.unit, known.letters)
        assert rule.source, rule.id
        assert (rule.value is None) is (known.measure is Measure.NOTHING), rule.id


def test_classic_says_who_disagrees() -> None:
    undisputed = [rule.id for rule in CLASSIC.rules.values() if not rule.dissent]
    assert " ".join(undisputed) == "R1 R7 R12 L15 L17"


def test_classic_has_a_title_and_a_description() -> None:
    assert CLASSIC.title == "The classic method"
    assert CLASSIC.description


# -- the other packs that we ship ------------------------------------------------------------------

SHIPPED = {file.stem: file.read_text(encoding="utf-8") for file in RULES.glob("*.toml")}
OTHERS = sorted(name for name in SHIPPED if name != "classic")
WORKS = (
    (RULES.parent / "docs" / "rules.md").read_text(encoding="utf-8").partition("## The works")[2]
)
NOBODY = ("house practice", "common practice", "classic")


def settings_of(name: str) -> dict[str, dict[str, object]]:
    """What a pack sets itself."""
    return cast("dict[str, dict[str, object]]", tomllib.loads(SHIPPED[name])["rule"])


def is_known(name: str) -> bool:
    """True for a work listed in docs/rules.md, and for what is nobody's."""
    return name in NOBODY or f"**{name}**" in WORKS


def names_in(said: str) -> list[str]:
    """Whom a source names before its colons, and a dissent in its brackets."""
    listed = re.findall(r"\(([^)]+)\)", said) or re.findall(r"(?:^|; )([^:;]+):", said)
    firsts = [
        re.split(r" after |,? as | counts?\b|'s |, (?:first|second)", one)[0] for one in listed
    ]
    return [name for first in firsts for name in re.split(r", | and (?=[A-Z])", first)]


def test_we_ship_five_packs() -> None:
    assert OTHERS == ["campus", "executive", "friend", "two-hour"]


@pytest.mark.parametrize("name", OTHERS)
def test_each_other_pack_extends_classic_and_says_what_it_is(name: str) -> None:
    pack = parse_pack(name, SHIPPED)
    assert list(pack.rules) == list(CLASSIC.rules)
    assert tomllib.loads(SHIPPED[name])["extends"] == "classic"
    assert pack.title != name
    assert pack.description


@pytest.mark.parametrize("name", OTHERS)
def test_a_rule_that_a_pack_sets_says_who_says_so_and_who_does_not(name: str) -> None:
    for rule, settings in settings_of(name).items():
        assert settings.get("source"), rule
        assert settings.get("dissent"), rule


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_work_that_a_pack_names_is_listed(name: str) -> None:
    for rule, settings in settings_of(name).items():
        for said in (settings["source"], settings.get("dissent", "")):
            assert [one for one in names_in(str(said)) if not is_known(one)] == [], rule


def test_a_work_that_nobody_lists_would_be_seen() -> None:
    names = names_in("Dalton, first edition: so; Nemo and Carleton: not so") + names_in("so (Nemo)")
    assert names == ["Dalton", "Nemo", "Carleton", "Nemo"]
    assert [name for name in names if not is_known(name)] == ["Nemo", "Nemo"]


@pytest.mark.parametrize(
    ("name", "rule", "value"),
    [
        ("two-hour", "L06", "silent"), ("two-hour", "L09", 20), ("two-hour", "R2", 7),
        ("campus", "R2", 5), ("campus", "R3", 1), ("campus", "L07", "on-request"),
        ("executive", "R13", 20), ("executive", "L07", "never"),
        ("friend", "L21", "everyone"), ("friend", "R13", 30),
    ],
)  # fmt: skip
def test_what_the_other_packs_say(name: str, rule: str, value: int | str) -> None:
    assert parse_pack(name, SHIPPED).rules[rule].value == value


def test_what_the_other_packs_limit() -> None:
    packs = {name: parse_pack(name, SHIPPED) for name in OTHERS}
    limits = {
        name: (pack.rules["L01"].warn, pack.rules["L01"].error) for name, pack in packs.items()
    }
    assert limits == {
        "campus": (100, 150),
        "executive": (125, 150),
        "friend": (150, 200),
        "two-hour": (75, 100),
    }
    assert [name for name, pack in packs.items() if not pack.is_on("R4")] == ["friend"]


# -- packs that build on others --------------------------------------------------------------------


def parse(**texts: str) -> Pack:
    """The pack `mine`, with the others given and classic beside it."""
    return parse_pack("mine", {"classic": CLASSIC_TEXT, **texts})


def test_a_pack_redefines_only_what_differs() -> None:
    mine = parse(mine='title = "Mine"\nextends = "classic"\n[rule.R2]\nvalue = 5\nsource = "me"')
    assert (mine.name, mine.title, mine.description) == ("mine", "Mine", "")
    assert (mine.number("R2"), mine.rules["R2"].source) == (5, "me")
    assert mine.rules["R2"].dissent == CLASSIC.rules["R2"].dissent
    others = {rule for rule in CLASSIC.rules if rule != "R2"}
    assert all(mine.rules[rule] == CLASSIC.rules[rule] for rule in others)


def test_a_chain_of_packs() -> None:
    mine = parse(
        mine='extends = "middle"\n[rule.L01]\nwarn = 75',
        middle='extends = "classic"\n[rule.L01]\nwarn = 80\nerror = 120\nlevel = "error"',
    )
    rule = mine.rules["L01"]
    assert (rule.warn, rule.error, rule.level) == (75, 120, Level.ERROR)
    assert rule.source == CLASSIC.rules["L01"].source


def test_tiers_merge_one_by_one() -> None:
    mine = parse(mine='extends = "classic"\n[rule.R9]\nvalue = {A = 3}')
    assert mine.rules["R9"].value == {"A": 3, "B": 12, "C": 26}
    assert CLASSIC.rules["R9"].value == {"A": 4, "B": 12, "C": 26}


def test_a_rule_may_be_switched_off() -> None:
    mine = parse(mine='extends = "classic"\n[rule.R4]\nlevel = "off"')
    assert [mine.is_on(rule) for rule in ("R4", "R5")] == [False, True]


def test_a_pack_without_a_title_is_called_by_its_name() -> None:
    assert parse(mine='extends = "classic"').title == "mine"


def test_the_values_of_a_pack_that_extends_nothing_are_its_own() -> None:
    mine = parse(mine="[rule.R2]\nvalue = 5")
    assert (list(mine.rules), mine.number("R2")) == (["R2"], 5)
    with pytest.raises(ConfigFault, match=r'rules/mine.toml: rule R1 has no value; .*"classic"'):
        mine.number("R1")
    with pytest.raises(ConfigFault, match=r"rule R9 has no value"):
        mine.weeks("A")


def test_a_rule_without_a_number_has_none() -> None:
    for rule in ("L03", "L06", "R9"):
        with pytest.raises(ConfigFault, match=f"rule {rule} has no value"):
            CLASSIC.number(rule)


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    assert parse(mine="\ufeff[rule.R2]\r\nvalue = 5\r\n").number("R2") == 5


# -- faults ----------------------------------------------------------------------------------------

FAULTS = [
    ("[rule.R22]\nvalue = 1", "mine.toml:1: there is no rule R22; did you mean `R2`?"),
    ("[rule.r2]\nvalue = 1", "mine.toml:1: there is no rule r2; did you mean `R2`?"),
    (
        "[rule.R2]\n# seven\nvaleu = 7",
        "mine.toml:3: `valeu` is no key of rule R2; did you mean `value`?",
    ),
    (
        "[rule.R2]\nwarn = 7",
        "mine.toml:2: `warn` is no key of rule R2; write one of value, level, source, dissent",
    ),
    ("[rule.L03]\nvalue = 7", "mine.toml:2: `value` is no key of rule L03; write one of level"),
    (
        "[rule.R2]\nvalue = '7'",
        'mine.toml:2: `value` of rule R2 cannot be "7"; write a whole number of business days',
    ),
    (
        "[rule.R2]\nvalue = 7.5",
        "mine.toml:2: `value` of rule R2 cannot be 7.5; write a whole number",
    ),
    ("[rule.R2]\nvalue = true", "mine.toml:2: `value` of rule R2 cannot be True; write a whole"),
    ("[rule.R2]\nvalue = -1", "mine.toml:2: `value` of rule R2 cannot be -1; write a whole number"),
    ("[rule.R2]\nvalue = 10000", "mine.toml:2: `value` of rule R2 cannot be 10000; write a whole"),
    (
        "[rule.L08]\nwarn = ''",
        'mine.toml:2: `warn` of rule L08 cannot be ""; write a whole number of q',
    ),
    ("[rule.R9]\nvalue = 4", "mine.toml:2: `value` of rule R9 cannot be 4; write {A = 4, B = 12}"),
    (
        "[rule.L11]\nvalue = {frist = 0}",
        "mine.toml:2: rule L11 has no number `frist`; did you mean `first`?",
    ),
    ("[rule.L11]\nvalue = 0", "mine.toml:2: `value` of rule L11 cannot be 0; write {first = 4, l"),
    ("[rule.R9]\nvalue = {D = 4}", "mine.toml:2: rule R9 has no tier `D`; write one of A, B, C"),
    ("[rule.R9]\nvalue = {a = 4}", "mine.toml:2: rule R9 has no tier `a`; did you mean `A`?"),
    ("[rule.R9]\nvalue = {A = ''}", 'mine.toml:2: `value` of rule R9 cannot be ""; write a whole'),
    (
        "[rule.L06]\nvalue = 'disclam'",
        'mine.toml:2: `value` of rule L06 cannot be "disclam"; did you mean `disclaim`?',
    ),
    (
        "[rule.L06]\nvalue = 6",
        "mine.toml:2: `value` of rule L06 cannot be 6; write one of disclaim",
    ),
    (
        "[rule.R2]\nvalue = 7\nlevel = 'warn'",
        'mine.toml:3: `level` of rule R2 cannot be "warn"; did you mean `warning`?',
    ),
    ("[rule.R2]\nsource = 7", 'mine.toml:2: `source` must be text; write source = "…"'),
    ("title = 7", 'mine.toml:1: `title` must be text; write title = "…"'),
    ("extends = ['classic']", "mine.toml:1: `extends` must be text"),
    ("\ntittle = 'Mine'", "mine.toml:2: `tittle` is no key of a rule pack; did you mean `title`?"),
    ("[rules.R2]\nvalue = 7", "mine.toml: `rules` is no key of a rule pack; did you mean `rule`?"),
    ("rule = 7", "mine.toml:1: `rule` must be a table; write [rule.R2] on a line of its own"),
    ("[rule]\nR2 = 7", "mine.toml:2: rule R2 is not a table; write [rule.R2] and `value = …`"),
    ("rule.R2.valu = 7", "mine.toml: `valu` is no key of rule R2; did you mean `value`?"),
    ("[rule.R2", "mine.toml is not TOML: "),
    ("[rule.R2]\n[rule.R2]", "mine.toml is not TOML: "),
    ("a = " + "[" * 5000, "mine.toml is not TOML: "),
    ("a = " + "9" * 5000, "mine.toml is not TOML: "),
    ("extends = 'clasic'", "mine.toml: there is no rule pack `clasic`; did you mean `classic`?"),
    ("extends = 'mine'", "mine.toml: mine extends mine; take `extends` out of one of them"),
]


@pytest.mark.parametrize(("text", "sentence"), FAULTS, ids=[text[:40] for text, _ in FAULTS])
def test_faults_name_the_place_and_the_next_step(text: str, sentence: str) -> None:
    with pytest.raises(ConfigFault) as raised:
        parse(mine=text)
    assert raised.value.message.startswith(f"rules/{sentence}")
    assert raised.value.exit_code == 8


def test_a_fault_further_up_the_chain_names_its_own_file() -> None:
    with pytest.raises(ConfigFault, match=r"^rules/middle.toml:2: there is no rule R99"):
        parse(mine='extends = "middle"', middle='extends = "classic"\n[rule.R99]')


def test_a_circle_of_packs() -> None:
    with pytest.raises(ConfigFault, match=r"^rules/b.toml: a extends b extends a; take"):
        parse(mine='extends = "a"', a='extends = "b"', b='extends = "a"')


def test_an_unknown_pack() -> None:
    with pytest.raises(
        ConfigFault, match=r"^there is no rule pack `clasic`; did you mean `classic`"
    ):
        parse_pack("clasic", {"classic": CLASSIC_TEXT})
    with pytest.raises(ConfigFault, match=r"write one of classic, other"):
        parse_pack("zzz", {"classic": CLASSIC_TEXT, "other": ""})


SCRAPS = st.sampled_from(
    [
        "title",
        "extends",
        "rule",
        "R2",
        "value",
        "level",
        "=",
        ".",
        "[",
        "]",
        "{",
        "}",
        '"',
        "\n",
        "7",
    ]
)


def parse_or_fault(text: str) -> str:
    """The pack's name, or the sentence that says what is wrong with it."""
    try:
        return parse(mine=text).name
    except ConfigFault as fault:
        return fault.message


@given(st.lists(SCRAPS, max_size=12).map("".join))
def test_any_text_is_a_pack_or_a_config_fault(text: str) -> None:
    assert parse_or_fault(text).startswith(("mine", "rules/mine.toml"))


@given(
    st.sampled_from([r.id for r in RULEBOOK.values() if r.measure is Measure.NUMBER]),
    st.integers(0, 9999),
)
def test_every_whole_number_is_taken(rule: str, value: int) -> None:
    assert classic(f"[rule.{rule}]\nvalue = {value}").number(rule) == value
