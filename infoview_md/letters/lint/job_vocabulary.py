"""Job vocabulary: the parts that the scenes are made of: teams, staff, wishes."""

from __future__ import annotations

from infoview_md.letters.lint.clauses import NAME_MARK

NAME = rf"{NAME_MARK}[\w&-]*"
"""A name as `clauses` marks it; of what, nobody says."""
TEAM = (
    r"(?:company|team|firm|group|department|lab|institute|office|organi[sz]ation|staff|unit"
    r"|crew|division|business|practice|start-?up|utility|agency|hospital|clinic|museum|school"
    r"|theatre"
    r"|studio|foundation|bank|paper|magazine|charity|shop|house|ward|chambers|library|gallery"
    r"|newsroom|orchestra|archive|kitchen"
    r"|faculty|section|branch|workshop)(?!'s)"
)
CV = r"(?:résumé|resume|cv|curriculum vitae|portfolio)"
_NO_STAFF = (
    r"(?!(?:others?|numbers?|members?|papers?|letters?|meters?|computers?|answers?|matters?|orders?"
    r"|offers?|readers?|users?|customers?|sensors?|generators?|reactors?|factors?|errors?"
    r"|transformers?|power|water|summer|winter|manner|corner|ever|never|over|under|after|later"
    r"|sooner"
    r"|better|longer|careers?|years?|quarters?|chapters?|newsletters?|weather|whether|together"
    r"|rather"
    r"|further|either|neither|plants?|restaurants?|instants?|want|constant|important|relevant|giant"
    r"|grants?|minor|major|prior|error|for|or|your|their|her|per|earlier|cheaper|larger|higher"
    r"|fewer"
    r"|former|author|posters?|covers?|partner|partners|centers?|towers?|rivers?|dinner|paper)\b)"
)
STAFF = (
    r"(?:interns?|trainees?|apprentices?|juniors?|graduates?|students?|newcomers?|career changers?"
    r"|staff|people|talent|hands|pairs? of hands|nurses?|clerks?|paralegals?|cooks?|employees?"
    r"|someone|somebody"
    rf"|{_NO_STAFF}[a-z]{{3,}}(?:ers?|ors?|ists?|ants?|ians?|ysts?))\b(?! (?:who|that|to|whose)\b)"
)
JOB_NOUN = (
    r"(?:jobs?|roles?|positions?|posts?|postings?|vacanc(?:y|ies)|openings?|internships?"
    r"|traineeships?|placements?|listing|advert(?:isement)?|job ad)"
)
DETERMINERS = (
    r"(?:an? |any |another |some |more |new |extra |good |the |junior |senior |(?!in "
    r"|for |what |to |of )[a-z]+ )"
)
WISH = (
    r"(?:\bi would|\bi'd|\bwould (?:love|like|be)|\bwant|\bhop(?:e|ing)|\bdream|\bwish|\beager"
    r"|\bkeen|\bready|\bhappy|\bglad"
    r"|\bthrilled|\bhonoured|\bdelighted|\bproud|\bprefer|\brather|\blonging|\baim|\bplan"
    r"|\bcould i|\bcan i|\bmay i|\bpossible)"
)
# Between a wish and its verb stands nothing that makes it a wish to learn.
TO = (
    r"(?:(?!\b(?:how|what|why|when|where|whether|learn|understand|know|hear|see|ask|about|people"
    r"|you|they|tell|read)\b)[\w'-]+ ){0,6}?"
)
FIRST_PERSON = r"\b(?:i|i'm|i'd|i'll|i've|im|me|my)\b"
