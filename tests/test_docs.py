"""The documentation holds what the code says, all of it, and its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from infoview_md.core.problem import CODES
from infoview_md.core.rulebook import RULEBOOK
from infoview_md.core.schema import FIELDS
from tests.tools import docs_cli, docs_rules
from tests.tools.docs_blocks import BLOCKS, DOCS, ROOT, find_blocks, replace_blocks

PACKAGE = ROOT / "infoview_md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"\[[^\]\n]*\]\((?:<(?P<angled>[^>\n]+)>|(?P<plain>[^)\s]+))\)")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def read_page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


# -- what is generated ---------------------------------------------------------------------------


@pytest.mark.parametrize("block", BLOCKS)
def test_generated_block_is_up_to_date(block: str, update: bool) -> None:
    name, make = BLOCKS[block]
    expected = make()
    if update:
        page = replace_blocks(read_page(name), {block: expected})
        (DOCS / name).write_text(page, encoding="utf-8")
    assert find_blocks(read_page(name)).get(block) == expected, "run pytest --update"


def test_every_generated_block_has_its_maker() -> None:
    drawn = {(name, page.name) for page in PAGES for name in find_blocks(page.read_text("utf-8"))}
    assert drawn == {(block, name) for block, (name, _) in BLOCKS.items()}


def test_replace_blocks_leaves_the_prose_alone() -> None:
    page = "a\n<!-- generated: x -->\nold\n<!-- /generated -->\nb\n"
    assert replace_blocks(page, {"x": "new\n"}) == page.replace("old", "new")
    assert replace_blocks(page, {"y": "new\n"}) == page


# -- nothing is left out -------------------------------------------------------------------------


def find_undocumented_options(text: str) -> Iterator[str]:
    """Commands without a section, and options that their command's section does not name."""
    sections = {part.partition("\n")[0]: part for part in re.split(r"^#{2,3} ", text, flags=re.M)}
    for name, command in docs_cli.walk_commands():
        title = "Options of every command" if name == "infoview" else f"`{name}`"
        if title not in sections:
            yield name
            continue
        for option in docs_cli.options_of(command):
            for flag in [*option.opts, *option.secondary_opts]:
                if f"`{flag}`" not in sections[title]:
                    yield f"{name} {flag}"


def test_every_command_and_option_is_documented() -> None:
    assert list(find_undocumented_options(read_page("cli.md"))) == []


def test_a_missing_option_is_found() -> None:
    page = read_page("cli.md").replace("`--dry-run`", "", 1)
    assert len(list(find_undocumented_options(page))) == 1
    page = read_page("cli.md").replace("### `infoview why`", "### why")
    assert list(find_undocumented_options(page)) == ["infoview why"]


def test_every_command_has_a_help_and_every_option_a_meaning() -> None:
    for name, command in docs_cli.walk_commands():
        assert command.help, name
        bare = [option.name for option in docs_cli.options_of(command) if not option.help]
        assert bare == [], name


@pytest.mark.parametrize(
    "name", [name for name, _ in docs_cli.walk_commands() if name != "infoview"]
)
def test_every_command_shows_examples_of_itself(name: str) -> None:
    section = read_page("cli.md").partition(f"### `{name}`\n")[2].partition("\n## ")[0]
    examples = section.partition("\n### ")[0].partition("```sh\n")[2].partition("```")[0]
    assert name in examples


@pytest.mark.parametrize("field", [field.key for field in FIELDS])
def test_every_field_is_documented(field: str) -> None:
    assert f"| `{field}` |" in find_blocks(read_page("format.md"))["fields"]


@pytest.mark.parametrize("code", docs_cli.find_exit_codes())
def test_every_exit_code_is_documented(code: int) -> None:
    assert f"| {code} |" in find_blocks(read_page("cli.md"))["exit-codes"]


def test_every_rule_has_an_answer_in_the_classic_pack() -> None:
    assert list(docs_rules.read_shipped_packs()["classic"].rules) == list(RULEBOOK)


# -- problem codes -------------------------------------------------------------------------------


def read_other_sources() -> str:
    """All the source but the table of codes itself."""
    paths = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "core" / "problem.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("code", CODES)
def test_every_problem_code_is_documented_and_told_by_some_code(code: str) -> None:
    assert f"| `{code}` |" in find_blocks(read_page("format.md"))["problems"]
    assert f'"{code}"' in read_other_sources(), f"nothing tells {code}"


# -- links ---------------------------------------------------------------------------------------


def find_dead_links(page: Path, text: str) -> list[str]:
    """Relative links of a page to a file or a heading that is not there."""
    return [link for link in _links_of(text) if not _leads_somewhere(page, text, link)]


def _links_of(text: str) -> Iterator[str]:
    prose = CODE_SPAN.sub("", FENCED.sub("", text))
    for found in LINK.finditer(prose):
        link = found["angled"] or found["plain"]
        if not re.match(r"[a-z][a-z0-9+.-]*:", link):
            yield link


def _leads_somewhere(page: Path, text: str, link: str) -> bool:
    path, _, heading = unquote(link).partition("#")
    target = page.parent / path if path else page
    if path and not target.exists():
        return False
    if not heading:
        return True
    return heading in {_anchor(title) for title in HEADING.findall(_text_of(target, page, text))}


def _text_of(target: Path, page: Path, text: str) -> str:
    return FENCED.sub("", text if target == page else target.read_text(encoding="utf-8"))


def _anchor(title: str) -> str:
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert find_dead_links(page, page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("[a](cli.md)", []),
        ("[a](cli.md#exit-codes)", []),
        ("[a](cli.md#no-such)", ["cli.md#no-such"]),
        ("[a](nowhere.md)", ["nowhere.md"]),
        ("[a](<../no where.md>)", ["../no where.md"]),
        ("# One `two`: three\n[a](#one-two-three)", []),
        ("[a](#missing)", ["#missing"]),
        ("[a](https://example.org/x.md) `[a](b.md)`", []),
        ("```text\n[a](b.md)\n```", []),
    ],
)
def test_find_dead_links(text: str, dead: list[str]) -> None:
    assert find_dead_links(DOCS / "page.md", text) == dead


def find_unlisted_pages(readme: str) -> list[str]:
    """Pages of the documentation that the README's last section does not link to."""
    listed = set(_links_of(readme.partition("\n## More\n")[2]))
    return [page.name for page in sorted(DOCS.glob("*.md")) if f"docs/{page.name}" not in listed]


def test_the_readme_lists_every_page() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert find_unlisted_pages(readme) == []
    assert find_unlisted_pages(readme.replace("](docs/cache.md)", "]()")) == ["cache.md"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_who_uses_or_changes_the_tool_hears_of_the_watcher(name: str) -> None:
    assert "`infoview watch`" in (ROOT / name).read_text(encoding="utf-8")


def test_every_page_that_the_tool_names_is_there() -> None:
    """An error that says “see docs/letters.md” must not lead nowhere."""
    named = set(re.findall(r"docs/[a-z]+\.md", read_other_sources()))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
