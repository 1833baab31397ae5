"""Worn phrases: what letters are full of, and what to say instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Worn:
    """A phrase in many forms, and the advice; `can_go`: a sentence of only this loses nothing.

    `words` are those of which a letter must hold one, to have the phrase (phrase_book.py).
    """

    words: str
    pattern: str
    instead: str
    can_go: bool = False


def _worn(words: str, pattern: str, instead: str, can_go: bool = False) -> Worn:
    """In the pattern one blank stands for one blank or a line's end, and any letter case fits."""
    return Worn(words, rf"\b(?:{pattern})\b", instead, can_go)


_BEGIN = "begin with why you write to them"
_ASK = "ask one question, in your own words"
_SHORT = "leave it out; the sentence is stronger without"

WORN: tuple[Worn, ...] = (
    # -- openers ---------------------------------------------------------------------------------
    _worn(
        "doing health* safe spirits* well*",
        r"i? ?(?:do )?(?:hope|trust) (?:that )?(?:this|my) (?:e-?mail|mail|message|letter|note)?"
        r" ?(?:is )?(?:find(?:s|ing)?|reach(?:es)?|meets) you (?:well|in (?:good|the best)"
        r" (?:health|spirits|of health)|safe and (?:well|sound)|doing well)",
        _BEGIN,
        can_go=True,
    ),
    _worn(
        "fine good great well",
        r"i? ?(?:do )?(?:hope|trust) (?:that )?(?:you(?:'re| are)|all is|everything is|things are)"
        r" (?:doing |going |all )?(?:well|great|fine|good)"
        r"(?: (?:and|with you|at your end|these days|in these times)){0,2}",
        _BEGIN,
        can_go=True,
    ),
    _worn(
        "a an your",
        r"i? ?(?:hope|trust) (?:that )?you(?:'ve| have)? ?(?:had|have|are having|enjoyed)"
        r" (?:an?|your)"
        r" (?:\w+ )?(?:good|great|nice|lovely|wonderful|restful|relaxing)? ?(?:day|week|weekend"
        r"|summer|holidays?|start (?:in|to|of) the (?:day|week|year))(?: so far)?",
        _BEGIN,
        can_go=True,
    ),
    _worn("my", r"my name is \w+(?: \w+)? and i(?: am|'m)", "they see your name below; " + _BEGIN),
    _worn("allow", r"(?:please )?allow me to introduce myself", _BEGIN, can_go=True),
    _worn("introduce", r"let me introduce myself", _BEGIN, can_go=True),
    _worn(
        "contacting getting reaching writing",
        r"i(?: am|'m) (?:writing|reaching out|contacting you|getting in touch) (?:to you )?"
        r"(?:today )?(?:because|to|regarding|in regards? to|about|as|with regard to)",
        "say it straight away",
    ),
    _worn(
        "out",
        r"i(?: just| simply)? (?:wanted|want|thought i(?:'d| would)) (?:to )?reach(?:ing)? out",
        "say what you write for",
    ),
    _worn("reaching", r"(?:i(?: am|'m) )?(?:just )?reaching out", "say what you write for"),
    _worn("concern", r"to whom it may concern", "write to a person, by name"),
    _worn("sir sirs", r"dear sirs?(?: or |/| and )(?:madams?)", "write to a person, by name"),
    _worn("hiring", r"dear hiring (?:manager|team)", "write to a person, by name"),
    _worn(
        "across",
        r"i came across your (?:profile|name|page|contact|linkedin)",
        "say what of their work you know, and where from",
    ),
    _worn(
        "profile",
        r"i (?:found|stumbled (?:up)?on|saw|noticed) your (?:linkedin )?profile",
        "say what of their work you know, and where from",
    ),
    _worn("don", r"you don't know me,? but", _BEGIN),
    _worn(
        "busy",
        r"i know (?:that )?you(?:'re| are) (?:very |extremely |incredibly )?busy",
        "name the minutes instead",
    ),
    _worn(
        "busy",
        r"i(?: am|'m) sure (?:that )?you(?:'re| are) (?:very |extremely )?busy",
        "name the minutes instead",
    ),
    _worn(
        "bother* cold disturb* intrusion* troubl*",
        r"i(?: am|'m)? ?(?:sorry|apologi[sz]e) (?:to|for) (?:bother|disturb|trouble|bothering"
        r"|disturbing|troubling|the (?:intrusion|cold e-?mail))(?: you)?",
        "leave it out; a short letter bothers nobody",
        can_go=True,
    ),
    _worn(
        "apologies sorry",
        r"(?:sorry|apologies) (?:in advance )?for the (?:cold|unsolicited|random) (?:e-?mail|mail"
        r"|message|outreach)",
        "leave it out",
        can_go=True,
    ),
    # -- the ask ---------------------------------------------------------------------------------
    _worn("pick*", r"pick(?:ing)? your brains?", "name what you want to learn"),
    _worn("wisdom", r"(?:a|some|any) (?:words?|pearls?) of wisdom", "name what you want to learn"),
    _worn(
        "coffee",
        r"(?:grab|get|have) (?:a )?(?:virtual )?coffee(?: (?:chat|sometime|some time))",
        "name the minutes and the subject",
    ),
    _worn("virtual", r"(?:a )?virtual coffee", "name the minutes and the subject"),
    _worn(
        "hop hopping",
        r"hop(?:ping)? on (?:a |to a )?(?:quick |short |brief )?(?:call|zoom|chat)",
        "ask for a conversation of so many minutes",
    ),
    _worn(
        "jump*",
        r"jump(?:ing)? on (?:a |to a )?(?:quick |short |brief )?(?:call|zoom|chat)",
        "ask for a conversation of so many minutes",
    ),
    _worn("quick", r"(?:a )?quick (?:chat|call|question|word|catch-?up)", "name the minutes"),
    _worn(
        "advice* feedback* guidance* help* insight* tip*",
        r"(?:any|all) (?:advice|help|insights?|guidance|tips?|feedback) (?:you (?:have|can give"
        r"|may have|might have|could give) )?(?:is|are|would be|will be) (?:very |greatly |much"
        r" |highly )*(?:appreciated|welcome|helpful)",
        _ASK,
    ),
    _worn(
        "appreciate",
        r"i would (?:greatly|really|very much|highly|deeply) appreciate (?:it|any|your)",
        "ask plainly: “Would you have …?”",
    ),
    _worn(
        "earliest",
        r"at your earliest (?:possible )?convenience",
        "write “at a time that suits you”",
    ),
    _worn("journey", r"learn (?:more )?(?:about|from) your (?:career )?journey", _ASK),
    _worn(
        "amazing extensive fascinating impressive incredible inspiring",
        r"(?:your )?(?:amazing|incredible|inspiring|impressive|fascinating|extensive)"
        r" (?:career|journey|profile|background|experience|work)",
        "name one thing they did",
    ),
    _worn(
        "fascinated impressed inspired",
        r"i(?: am|'m) (?:very |really |so |truly )?(?:impressed|inspired|fascinated) by your"
        r" (?:career|journey|profile|background|experience|work)",
        "name one thing they did",
    ),
    _worn("got", r"how you got (?:to )?where you are(?: today)?", _ASK),
    _worn(
        "into",
        r"break(?:ing)? into (?:the|this|your) (?:industry|field|sector|business)",
        "say what you want to understand",
    ),
    _worn("network", r"expand(?:ing)? my (?:professional )?network", "say what you want to learn"),
    _worn("network", r"grow(?:ing)? my (?:professional )?network", "say what you want to learn"),
    _worn(
        "connect link sync touch",
        r"(?:let's|let us|love to|like to) (?:connect|touch base|sync(?: up)?|link up)",
        "say what you would like to talk about",
    ),
    _worn("base", r"touch(?:ing)? base", "say what you write for"),
    # -- reminders -------------------------------------------------------------------------------
    _worn(
        "check*",
        r"(?:i(?: am|'m) |i )?(?:just )?(?:wanted to )?check(?:ing)? in(?= on| with| to|[.,!])",
        "say what is new since the last letter",
    ),
    _worn("just", r"just check(?:ing)? in", "say what is new since the last letter"),
    _worn(
        "up",
        r"(?:i(?: am|'m) )?(?:just )?(?:following|follow) up(?: on (?:my|this|the))?",
        "say what you asked, in one line",
    ),
    _worn("circl*", r"(?:i(?: am|'m) )?circl(?:e|ing) back", "say what you asked, in one line"),
    _worn(
        "bump follow* nudge reminder",
        r"(?:a )?(?:gentle|friendly|quick|kind) (?:reminder|nudge|follow-?up|bump)",
        "say what you asked, in one line",
    ),
    _worn(
        "bump*",
        r"bump(?:ing)? this (?:up|to the top)(?: (?:of|in) your inbox)?",
        "say what you asked, in one line",
    ),
    _worn(
        "buried lost missed slipped",
        r"(?:in case|if) (?:this|my (?:last |previous )?(?:e-?mail|message|mail|letter)) (?:got"
        r" |was |has been )?(?:lost|buried|missed|slipped)(?: (?:in|through|under) [\w ]{1,20})?",
        "say what you asked, in one line",
    ),
    _worn(
        "per",
        r"(?:as )?per my (?:last|previous) (?:e-?mail|message|mail|letter)",
        "say it again, in one line",
    ),
    _worn(
        "did",
        r"did you (?:get|see|receive) my (?:last |previous )?(?:e-?mail|message|mail|letter)",
        "say what you asked, in one line",
    ),
    # -- the end ---------------------------------------------------------------------------------
    _worn(
        "forward",
        r"(?:i )?(?:look|looking) forward to (?:hearing|your (?:reply|answer|response))"
        r"(?: from you)?(?: (?:soon|shortly))?",
        "end with the question",
        can_go=True,
    ),
    _worn(
        "do don",
        r"(?:please )?(?:do not|don't) hesitate to (?:contact|reach out|call|ask|get in touch)"
        r"(?: (?:to )?me)?",
        _SHORT,
    ),
    _worn(
        "feel",
        r"(?:please )?feel free to (?:contact|reach out|call|get in touch)(?: (?:to |with )?me)?",
        _SHORT,
    ),
    _worn(
        "advance anticipation",
        r"thank(?:s| you)(?: so much| very much)? (?:in advance|in anticipation)",
        "thank them once they have answered",
        can_go=True,
    ),
    _worn(
        "consideration",
        r"thank(?:s| you)(?: so much| very much)? for your (?:time and )?consideration",
        "thank them for what they did",
    ),
    _worn(
        "hope hoping",
        r"(?:i )?(?:hope|hoping) to hear (?:back )?from you(?: soon)?",
        "end with the question",
        can_go=True,
    ),
    _worn("touch", r"i(?: would|'d) (?:love|be happy|be glad) to (?:stay|keep) in touch", _SHORT),
    # -- thanks ----------------------------------------------------------------------------------
    _worn(
        "taking",
        r"thank(?:s| you)(?: so much| very much)? for taking the time(?: out of your (?:busy"
        r" )?(?:schedule|day))?",
        "thank them for one thing they said",
    ),
    _worn("busy", r"(?:out of|in|despite) your busy (?:schedule|day|calendar)", _SHORT),
    _worn(
        "was",
        r"it was (?:a pleasure|great|so great|lovely|wonderful|really nice|so nice) (?:to"
        r" (?:meet|talk|speak|chat|connect)|meeting|talking|speaking|chatting|connecting)"
        r"(?: (?:to|with))?(?: you)?",
        "name one thing they said",
    ),
    _worn(
        "helpful informative insightful valuable",
        r"(?:very|so|incredibly|extremely|super) (?:insightful|informative|helpful|valuable)",
        "name one thing they said",
    ),
    # -- words of no kind of letter --------------------------------------------------------------
    _worn("box", r"(?:out-?side|outside of) the box", "say it in your own words"),
    _worn("passionate", r"passionate about", "show it by something you did"),
    _worn(
        "communicator* fast go player* proven result* self*",
        r"(?:a )?(?:proven track record|team player|self-?starter|results?-(?:driven|oriented)"
        r"|go-getter|fast learner|strong communicator)",
        "say what you did",
    ),
    _worn(
        "bandwidth deep hanging leverage* move synerg* value win",
        r"(?:leverage|synerg(?:y|ies)|value-add|low-hanging fruit|move the needle|deep dive"
        r"|win-win|bandwidth to)",
        "use the plain word",
    ),
    _worn(
        "exciting new",
        r"i(?: am|'m) (?:currently )?(?:seeking|looking for) (?:new |exciting )+(?:challenges?"
        r"|opportunities)",
        "say what you want to understand",
    ),
)
"""Phrase, advice, and whether the sentence may go; the openers first, as in a letter."""
