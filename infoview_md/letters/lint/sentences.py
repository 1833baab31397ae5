"""Sentences: a letter's text taken apart, with the greeting set aside and offsets kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# What a full stop after it does not end: titles, abbreviations and initials.
NEVER_LAST = frozenset({
    "dr", "prof", "mr", "mrs", "ms", "mx", "st", "fr", "hr", "dipl", "ing", "mag", "sen", "rev",
    "vs", "no", "nr", "approx", "ca", "cf", "e.g", "i.e", "z.b", "d.h", "dept", "univ",
})  # fmt: skip
# What a full stop after it ends only before a capital.
SELDOM_LAST = frozenset({"etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "u.s", "u.k"})
LONGEST = 500
"""Characters of a sentence that are read at once; what goes on for longer is no sentence."""
MOST = 20_000
"""Characters of a letter that are read as sentences; L01 has long spoken by then."""
NEAR = 20
"""Characters around a full stop that decide whether it ends a sentence."""
END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s|$)")
PARAGRAPH = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t])")
QUOTED_LINE = re.compile(r"^>.*$", re.MULTILINE)
GREETING = re.compile(
    r"(?:dear|hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|hallo|moin"
    r"|liebe[rs]?|guten (?:tag|morgen)|sehr geehrte[rs]?|kjære|kære|kära|hei|hej|bonjour|cher|chère"
    r"|madame|monsieur|estimad[oa]|hola|caro|cara|beste|geachte)\b"
    r"[^\n,:!]*?(?:[,:!]|[ ][–—-][ ]|$)",
    re.IGNORECASE | re.MULTILINE,
)
SHORT_GREETING = re.compile(r"[^\W\d_][\w.'-]*(?: [\w.'-]+){0,3}[ ]?[,!]$", re.MULTILINE)
# A line that takes leave; what follows is the signature.
CLOSING = re.compile(
    r"^[ \t]*(?:(?:with |my |many |all |and )*(?:(?:very |most )?(?:kind|best|warm|warmest|kindest"
    r"|friendly|cordial|good|many) )?(?:regards|wishes|greetings|thanks|thank you)(?: again)?"
    r"|(?:yours|sincerely|faithfully|truly|cheers|cordially|warmly|gratefully|best|respectfully|love)"
    r"(?: (?:yours|sincerely|faithfully|truly|ever|again|as ever|always))?"
    r"|(?:mit |viele |beste |liebe |herzliche |freundliche[nm]? |schöne )*(?:grüße[n]?|gruß|grüßen)"
    r"|(?:mit (?:\w+ ){0,3}|(?:vielen|herzlichen|besten|lieben|tausend) )dank(?: im voraus)?"
    r"|(?:med )?(?:vennlig|beste|mange|venlig) hilsen(?:er)?|cordialement|saludos|hochachtungsvoll"
    r"|(?:herzlich|dein|deine|ihr|ihre|takk|mvh|vg|lg))[ \t]*[,.!]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Without one: a last line that is a name at most.
LAST_LINE = re.compile(r"(?<=\n\n)[^\W\d_]\S*(?: \S+){0,3}(?<![.?!:,])\s*\Z")
SIGNATURE = 250
"""Characters of a signature, at most, with a postscript."""
LAST = 600
"""Characters at the end of a letter in which it takes leave."""
# One character for another, so that offsets stay: curly apostrophes, and blanks that do not break.
PLAIN = tuple(zip("’‘ʼ\u00a0\u202f\t\r", "'''    ", strict=True))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its offset in the text; line breaks inside it are kept."""

    text: str
    start: int

    @property
    def is_question(self) -> bool:
        """True where it ends with a question mark."""
        return self.text.rstrip("\"”'») ").endswith("?")


# What follows is asked of the same texts by one rule after the other.
@lru_cache(maxsize=64)
def flatten(text: str) -> str:
    """The text with plain apostrophes and blanks and without quoted lines, every offset kept."""
    for odd, plain in PLAIN:
        if odd in text:
            text = text.replace(odd, plain)
    return QUOTED_LINE.sub(lambda line: " " * len(line[0]), text) if ">" in text else text


@lru_cache(maxsize=64)
def find_greeting(body: str) -> tuple[int, int]:
    """Where the greeting begins and ends; twice the same offset where there is none."""
    start = len(body) - len(body.lstrip())
    found = GREETING.match(body, start) or SHORT_GREETING.match(body, start)
    return (start, found.end()) if found else (start, start)


@lru_cache(maxsize=64)
def find_sentences(body: str) -> tuple[Sentence, ...]:
    """The sentences below the greeting, from a text that was flattened."""
    body = body[:MOST]
    sentences: list[Sentence] = []
    start = find_greeting(body)[1]
    for paragraph in (*PARAGRAPH.finditer(body, start), None):
        end = paragraph.start() if paragraph else len(body)
        sentences += split_sentences(body[start:end], start)
        start = paragraph.end() if paragraph else end
    return tuple(sentences)


def split_sentences(text: str, offset: int = 0) -> list[Sentence]:
    """The sentences of one paragraph."""
    return [Sentence(one.text, offset + one.start) for one in _split(text)]


# The letters of a batch share most of their paragraphs.
@lru_cache(maxsize=256)
def _split(text: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    start = 0
    for end in (*(mark.end() for mark in END.finditer(text) if _ends(text, mark)), len(text)):
        for at in range(start, end, LONGEST):
            part = text[at : min(end, at + LONGEST)]
            if any(char.isalnum() for char in part):
                blanks = len(part) - len(part.lstrip())
                sentences.append(Sentence(part.strip(), at + blanks))
        start = end
    return tuple(sentences)


def _ends(text: str, mark: re.Match[str]) -> bool:
    """False for the full stop of an abbreviation, an initial or a number."""
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    words = text[max(mark.start() - NEAR, 0) : mark.start()].split()
    last = words[-1].lstrip("(\"“'").casefold() if words else ""
    if last in NEVER_LAST or (len(last) == 1 and last not in "i"):
        return False
    following = text[mark.end() : mark.end() + NEAR].lstrip()[:1]
    if last in SELDOM_LAST or last.isdigit():
        return not following or following.isupper()
    return True


@lru_cache(maxsize=64)
def find_closing(flat: str, signatures: tuple[str, ...] = ()) -> int:
    """Where the letter takes leave: “Kind regards”, the signature, or a last line; else its end.

    A line that takes leave counts near the end, or right above one of the `signatures`.
    """
    signed = find_signature(flat, signatures)
    start = max(find_greeting(flat)[1], (signed.start() if signed else len(flat)) - LAST)
    for begin, end in _find_leave(flat, start):
        is_above = signed is not None and not flat[end : signed.start()].strip()
        if is_above or len(flat) - end <= SIGNATURE:
            return begin
    last = signed or LAST_LINE.search(flat, start)
    return last.start() if last else len(flat)


def _find_leave(flat: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each line that takes leave begins and ends, from an offset on."""
    begin = start if start == 0 or flat[start - 1 : start] == "\n" else flat.find("\n", start) + 1
    while begin < len(flat) and (begin or not start):
        end = flat.find("\n", begin)
        end = len(flat) if end < 0 else end
        if _takes_leave(flat[begin:end]):
            yield begin, end
        begin = end + 1


# The letters of a batch have most of their lines in common.
@lru_cache(maxsize=256)
def _takes_leave(line: str) -> bool:
    return CLOSING.fullmatch(line) is not None


@lru_cache(maxsize=64)
def find_signature(flat: str, signatures: tuple[str, ...]) -> re.Match[str] | None:
    """The last lines that are one of the signatures and nothing else, wherever they stand."""
    pattern = _compile_signatures(signatures)
    if pattern is None:
        return None
    return max(pattern.finditer(flat, find_greeting(flat)[1]), key=re.Match.end, default=None)


@lru_cache(maxsize=8)
def _compile_signatures(signatures: tuple[str, ...]) -> re.Pattern[str] | None:
    blocks = [r"\s*\n\s*".join(map(re.escape, _lines_of(one))) for one in signatures]
    said = "|".join(sorted(filter(None, blocks), key=len, reverse=True))
    return re.compile(rf"^[ ]*(?:{said})[ ]*$", re.IGNORECASE | re.MULTILINE) if said else None


def _lines_of(signature: str) -> list[str]:
    return [line.strip() for line in flatten(signature).split("\n") if line.strip()]
