"""Doors that hand a letter to the person: printed, copied, as a link, as a draft in a file."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, unquote, urlsplit

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infoview_md.cli import door_clipboard
from infoview_md.cli.app import App
from infoview_md.cli.doors import DOORS, Handed, Handing, find_door, refuse_target
from infoview_md.core.links import Link
from infoview_md.core.model import Contact, Letter
from infoview_md.errors import Refused, ServiceMissing, UsageError
from infoview_md.letters.mailto import LINK_LIMIT, make_mailto
from tests.tools.hostile_mail import WHOLE

PLAIN = replace(WHOLE, attachments=(), in_reply_to="", references=())
OLE = Link("contacts/Ole Berg")
SENT = 'send it, then: infoview letter "Ingrid Solheim" request --sent'


@pytest.fixture
def handing() -> Handing:
    """A finished letter to Ingrid."""
    path = PurePosixPath("letters/2026-11-24 Ingrid Solheim request.md")
    return Handing(
        contact=Contact(path=PurePosixPath("contacts/Ingrid Solheim.md"), name="Ingrid Solheim"),
        letter=Letter(path=path, name=path.stem, kind="request", template="request"),
        envelope=PLAIN,
    )


@pytest.fixture
def hand_over() -> Callable[[str, Handing], Handed]:
    """`hand_over(door, handing)`, where nobody is there to ask."""
    app = App()
    app.no_input = True
    return lambda door, handing: find_door(door)(app, handing)


HandOver = Callable[[str, Handing], Handed]


@pytest.mark.parametrize("door", ["text", "mailto", "eml"])
def test_these_doors_never_say_that_a_letter_has_left(
    door: str, handing: Handing, hand_over: HandOver
) -> None:
    handed = hand_over(door, handing)
    assert not handed.has_left
    assert handed.sentence.endswith(SENT)


def test_the_command_names_the_letter_by_the_word_for_it(handing: Handing) -> None:
    made = replace(
        handing, letter=replace(handing.letter, kind="intro", template="intro-made", about=(OLE,))
    )
    own = replace(handing, letter=replace(handing.letter, kind="postcard", template="postcard"))
    assert made.when_sent.endswith('letter "Ingrid Solheim" intro-made --about "Ole Berg" --sent')
    assert own.when_sent.endswith('infoview letter "Ingrid Solheim" postcard --sent')


def test_an_unknown_door_names_those_there_are():
    with pytest.raises(UsageError, match="there is no door “fax”; there are text, clipboard"):
        find_door("fax")
    assert "eml" in DOORS


@pytest.mark.parametrize("door", [door for door in DOORS if door != "eml"])
def test_a_target_that_would_be_passed_over_is_refused(door: str) -> None:
    refuse_target(door, "")
    with pytest.raises(UsageError, match=f"{door} takes nothing after it"):
        refuse_target(door, "here")


# -- text ----------------------------------------------------------------------------------------


def test_text_prints_address_subject_and_letter(
    handing: Handing, hand_over: HandOver, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_over("text", handing)
    assert capsys.readouterr().out == (
        "To: Ingrid Solheim <ingrid@fjordlys.example>\nSubject: Twenty minutes on storms?\n\n"
        f"{PLAIN.body}\n"
    )


def test_text_shows_what_a_terminal_would_obey(
    handing: Handing, hand_over: HandOver, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = replace(PLAIN, to_name="Ann", to="", body="Hi\x1b[2J\u202e")
    hand_over("text", replace(handing, envelope=odd))
    head = f"To: Ann\nSubject: {PLAIN.subject}"
    assert capsys.readouterr().out == f"{head}\n\nHi\\x1b[2J\\u202e\n"


@pytest.mark.parametrize("part", ["to_name", "subject"])
def test_text_refuses_a_head_that_no_mail_can_have(
    handing: Handing, hand_over: HandOver, part: str
) -> None:
    odd = replace(PLAIN, **{part: "Ann\r\nBcc: x@evil.example"})  # type: ignore[arg-type]
    with pytest.raises(Refused, match="has a line break or another control character"):
        hand_over("text", replace(handing, envelope=odd))


# -- clipboard -----------------------------------------------------------------------------------


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """`tools(name, …, script=)`: fake tools, alone in PATH, that keep what they read."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    def make(*names: str, script: str = '/bin/cat > "$0.copied"; echo "$@" > "$0.args"') -> Path:
        for name in names:
            tool = folder / name
            tool.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
        return folder

    return make


@pytest.mark.parametrize(
    ("display", "names", "chosen", "arguments", "encoding"),
    [
        ("WAYLAND_DISPLAY", ("xclip", "wl-copy"), "wl-copy", "", "utf-8"),
        ("DISPLAY", ("wl-copy", "xsel", "xclip"), "xclip", "-selection clipboard", "utf-8"),
        ("DISPLAY", ("xsel", "clip.exe"), "xsel", "--clipboard --input", "utf-8"),
        ("", ("xclip", "pbcopy"), "pbcopy", "", "utf-8"),
        ("", ("wl-copy", "clip.exe"), "clip.exe", "", "utf-16-le"),
    ],
)
def test_clipboard_takes_the_tool_that_fits_the_session(
    display: str, names: tuple[str, ...], chosen: str, arguments: str, encoding: str,
    handing: Handing, hand_over: HandOver, tools: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder = tools(*names)
    if display:
        monkeypatch.setenv(display, "0")
    handed = hand_over("clipboard", handing)
    assert (folder / f"{chosen}.copied").read_bytes() == f"{PLAIN.body}\n".encode(encoding)
    assert (folder / f"{chosen}.args").read_text(encoding="utf-8").strip() == arguments
    assert sorted(path.stem for path in folder.glob("*.copied")) == [chosen]
    assert handed == Handed(
        False,
        "the text is on the clipboard; it goes to ingrid@fjordlys.example, the subject "
        f"“Twenty minutes on storms?”; paste it, {SENT}",
    )


def test_clipboard_tries_the_next_tool_where_one_fails(
    handing: Handing,
    hand_over: HandOver,
    tools: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tools("xclip", script="exit 1")
    folder = tools("xsel")
    monkeypatch.setenv("DISPLAY", ":0")
    hand_over("clipboard", handing)
    assert (folder / "xsel.copied").exists()


@pytest.mark.parametrize("script", ["exit 1", "/bin/sleep 60", None])
def test_clipboard_without_a_tool_that_works_is_one_sentence(
    script: str | None,
    handing: Handing,
    hand_over: HandOver,
    tools: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door_clipboard, "PATIENCE", 0.2)
    if script:
        tools("pbcopy", script=script)
    with pytest.raises(ServiceMissing, match=r"no clipboard tool works here .*use --via text"):
        hand_over("clipboard", handing)


def test_clipboard_does_not_wait_for_a_tool_that_stays_behind(
    handing: Handing, hand_over: HandOver, tools: Callable[..., Path]
) -> None:
    tools("pbcopy", script="/bin/cat >/dev/null; (/bin/sleep 120; echo late) & echo early")
    assert "on the clipboard" in hand_over("clipboard", handing).sentence


# -- mailto --------------------------------------------------------------------------------------


def test_mailto_is_printed_and_read_back(
    handing: Handing, hand_over: HandOver, capsys: pytest.CaptureFixture[str]
) -> None:
    hand_over("mailto", handing)
    link = capsys.readouterr().out
    assert link == (
        "mailto:ingrid@fjordlys.example?subject=Twenty%20minutes%20on%20storms%3F&body="
        "Dear%20Ingrid%2C%0D%0A%0D%0AWould%20you%20have%2020%20minutes%3F%0D%0A%0D%0A"
        "Kind%20regards%2C%0D%0AJ%C3%BCrgen\n"
    )


@given(
    subject=st.text("aé&+?#=%;,/ '\"<>", max_size=60), body=st.text("aé&+?#=%;\n\t ", max_size=60)
)
def test_what_a_link_says_reads_back(subject: str, body: str) -> None:
    envelope = replace(
        PLAIN, to="ann+a&b?c%d@bücher.example", subject=subject.replace("=?", ""), body=body
    )
    link = make_mailto(envelope)
    assert link.isascii()
    assert not set(link) & set(" +\"'<>#\r\n")
    parts = urlsplit(link)
    found = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    assert unquote(parts.path) == "ann+a&b?c%d@xn--bcher-kva.example"
    assert set(found) <= {"subject", "body"}
    assert found.get("body", [""]) == [body.rstrip("\n").replace("\n", "\r\n")]
    wanted = " ".join(part for part in envelope.subject.split(" ") if part)
    assert found.get("subject", [""]) == [wanted]


def test_mailto_threads_under_the_letter_it_answers():
    link = make_mailto(replace(PLAIN, in_reply_to="<a&b@c>"))
    assert "&in-reply-to=%3Ca%26b%40c%3E&" in link


@pytest.mark.parametrize(
    ("envelope", "words"),
    [
        (replace(PLAIN, body="Grüße " * 400), "characters.*use --via eml"),
        (replace(PLAIN, to="a@b.example\nBcc: c@d.example"), "^the contact's address"),
        (replace(PLAIN, subject="a\r\nBcc: c@d.example"), "^the subject"),
        (replace(PLAIN, body="a\x00"), "^the letter, line 1"),
        (WHOLE, "attachments"),
    ],
)
def test_mailto_refuses_what_no_link_can_carry(envelope: object, words: str) -> None:
    with pytest.raises(Refused, match=words):
        make_mailto(envelope)  # type: ignore[arg-type]


def test_the_longest_link_just_fits():
    empty = len(make_mailto(replace(PLAIN, body="")))
    room = LINK_LIMIT - empty - len("&body=")
    assert len(make_mailto(replace(PLAIN, body="x" * room))) == LINK_LIMIT
    with pytest.raises(Refused, match="1,801 characters"):
        make_mailto(replace(PLAIN, body="x" * (room + 1)))


@pytest.mark.parametrize(
    ("answer", "failure", "opened", "words"),
    [
        (False, 0, 0, "open the link"),
        (True, 0, 1, "opened in your mail program"),
        (True, 3, 1, "no mail program opened"),
    ],
)
def test_mailto_opens_only_where_the_person_says_so(
    answer: bool, failure: int, opened: int, words: str,
    handing: Handing, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    launched: list[str] = []
    monkeypatch.setattr(App, "may_ask", True)
    monkeypatch.setattr(click, "confirm", lambda *_, **__: answer)

    def launch(link: str) -> int:
        launched.append(link)
        return failure

    monkeypatch.setattr(click, "launch", launch)
    handed = find_door("mailto")(App(), handing)
    assert launched == [make_mailto(PLAIN)] * opened
    assert handed.sentence.startswith(words)


# -- eml -----------------------------------------------------------------------------------------


def test_eml_is_a_draft_named_like_the_letter(
    handing: Handing, hand_over: HandOver, machine: Path
) -> None:
    handed = hand_over("eml", handing)
    name = "2026-11-24 Ingrid Solheim request.eml"
    data = (machine / name).read_bytes()
    mail = message_from_bytes(data, policy=default)
    assert handed.sentence == f"{name}: open it in your mail program, {SENT}"
    assert mail["X-Unsent"] == "1"
    assert mail["To"].addresses[0].addr_spec == PLAIN.to
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_eml_goes_where_it_is_told(handing: Handing, hand_over: HandOver, machine: Path) -> None:
    hand_over("eml", replace(handing, target="out/ingrid.eml"))
    hand_over("eml", replace(handing, target="~/home.eml"))
    assert (machine / "out" / "ingrid.eml").read_bytes() == (machine / "home.eml").read_bytes()


def test_eml_writes_over_a_file_only_with_force(
    handing: Handing, hand_over: HandOver, machine: Path
) -> None:
    file = machine / "ingrid.eml"
    file.write_text("mine, and longer than nothing\n" * 99, encoding="utf-8")
    with pytest.raises(Refused, match="there already"):
        hand_over("eml", replace(handing, target="ingrid.eml"))
    assert file.read_text(encoding="utf-8").startswith("mine")
    hand_over("eml", replace(handing, target="ingrid.eml", force=True))
    assert file.read_bytes().startswith(b"From: ")
    assert b"mine" not in file.read_bytes()


def test_eml_to_the_output_is_the_bytes(
    handing: Handing, hand_over: HandOver, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hand_over("eml", replace(handing, target="-"))
    data = capfdbinary.readouterr().out
    assert message_from_bytes(data, policy=default)["X-Unsent"] == "1"
    assert data.count(b"\r\n") == data.count(b"\n")


@pytest.mark.parametrize("to", ["https://www.linkedin.com/in/ann", "+47 22 33 44 55", ""])
def test_a_letter_without_an_address_becomes_no_mail(
    to: str, handing: Handing, hand_over: HandOver, machine: Path
) -> None:
    with pytest.raises(Refused, match=r"no e-mail address|is missing"):
        hand_over("eml", replace(handing, envelope=replace(PLAIN, to=to)))
    assert os.listdir(machine) == []
