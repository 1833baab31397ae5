"""BOMBS: templates that take all the time or memory there is, unless somebody stops them."""

from __future__ import annotations

LOOP = "{% for a in range(100000) %}"
END = "{% endfor %}"


def nest(depth: int, opening: str, closing: str, inside: str = "") -> str:
    """Something within something within something."""
    return opening * depth + inside + closing * depth


def double(times: int) -> str:
    """A variable that doubles, as often as told."""
    return "{% set x = 'ha' %}" + "{% set x = x ~ x %}" * times + "{{ x }}"


def chain(verb: str, count: int, each: int) -> dict[str, str]:
    """Templates that name the next one several times."""
    texts = {f"t{n}": f"{{% {verb} 't{n + 1}' %}}" * each for n in range(count)}
    return {"letter": "{% include 't0' %}", **texts, f"t{count}": "laughter "}


BLOCKS = "".join(
    f"{{% block b{n} %}}{f'{{{{ self.b{n + 1}() }}}}' * 9}{{% endblock %}}" for n in range(20)
)
MACROS = "".join(
    f"{{% macro m{n}() %}}{f'{{{{ m{n + 1}() }}}}' * 9}{{% endmacro %}}" for n in range(20)
)

TEXTS: dict[str, str] = {
    # loops
    "two loops": LOOP * 2 + END * 2,
    "three loops that print": LOOP * 3 + "x" + END * 3,
    "a loop over a long text": "{% for a in 'x' * 10 ** 8 %}{{ a }}{% endfor %}",
    "a loop over a product": "{% for a in [1] * 10 ** 8 %}{% endfor %}",
    "a recursive loop": "{% for a in [[1]] recursive %}{{ loop([[1]]) }}{% endfor %}",
    "a loop that grows": "{% set n = namespace(x='x') %}"
    + LOOP
    + "{% set n.x = n.x ~ n.x %}"
    + END,
    "a list that grows": "{% set n = namespace(x=[1]) %}"
    + LOOP
    + "{% set n.x = n.x + n.x %}"
    + END,
    "a sort in a loop": LOOP + "{{ range(100000) | sort | join | length }}" + END,
    "a range beyond the limit": "{{ range(10 ** 9) | list | length }}",
    "ranges in ranges": "{{ range(100000) | map('string') | batch(1) | list | length }}" * 50,
    # long texts
    "a long text": "{{ 'a' * 10 ** 9 }}",
    "a longer text": "{{ 'a' * 10 ** 15 }}",
    "a text that doubles": double(40),
    "a text that doubles in a macro": "{% macro m(x, n) %}{% if n %}{{ m(x ~ x, n - 1) }}{% else %}"
    "{{ x }}{% endif %}{% endmacro %}{{ m('ha', 60) }}",
    "a wide text": "{{ 'a' | center(10 ** 9) }}",
    "an indented text": "{{ ('a\n' * 10 ** 6) | indent(10 ** 6) }}",
    "a wide number": "{{ '%1000000000d' | format(1) }}",
    "a wide number in braces": "{{ '{:1000000000d}'.format(1) }}",
    "a precise number": "{{ '%.1000000000f' | format(1.5) }}",
    "a text replaced": "{{ ('a' * 10 ** 5) | replace('a', 'b' * 10 ** 5) }}",
    "a text replaced within": "{{ ('a' * 10 ** 5).replace('', 'b' * 10 ** 5) }}",
    "a text joined": "{{ range(100000) | join('a' * 10 ** 5) }}",
    "a text just below the limit": "{{ 'a' * 199000 }}" * 100,
    "a text of zeros": "{{ ''.zfill(10 ** 9) }}",
    "a text of tabs": "{{ ('\t' * 10 ** 6).expandtabs(10 ** 6) }}",
    "a text in lines": "{{ ('a ' * 10 ** 7) | wordwrap(1) }}",
    "a text of links": "{{ ('http://a.example ' * 10 ** 6) | urlize }}",
    "a text without tags": "{{ ('<' * 10 ** 6) | striptags }}",
    "a text as a list": "{{ ('a' * 10 ** 8) | list | length }}",
    "a text cut up": "{{ ('a' * 10 ** 8).split('a') | length }}",
    "a text escaped": "{{ ('&' * 10 ** 8) | e | e | length }}",
    "a title": "{{ ('a ' * 10 ** 7) | title | length }}",
    "words counted": "{{ ('a ' * 10 ** 8) | wordcount }}",
    "a list cut into slices": "{{ range(100000) | slice(10 ** 8) | list | length }}",
    "a list filled up": "{{ [1] | batch(10 ** 9, 'x') | list | length }}",
    "a list in JSON": "{{ ([1] * 10 ** 8) | tojson | length }}",
    "a list as text": "{{ ([1] * 10 ** 8) | string | length }}",
    "a list printed prettily": "{{ ([1] * 10 ** 7) | pprint | length }}",
    "a list that holds itself": "{% set n = namespace(x=[]) %}"
    + "{% set n.x = [n.x, n.x] %}" * 40
    + "{{ n.x | pprint }}",
    # numbers, and what is computed while it is compiled
    "a power": "{{ 10 ** (10 ** 8) }}",
    "a power of powers": "{{ 9 ** 9 ** 9 ** 9 }}",
    "a power in a condition": "{% if 7 ** 10 ** 8 %}x{% endif %}",
    "a power nobody needs": "{% if false %}{{ 7 ** (10 ** 9) }}{% endif %}",
    "a shifted power": "{{ (2 ** 10 ** 8) % 7 }}",
    "a product of texts": "{% set x = 'a' * 10 ** 9 %}",
    "a product of tuples": "{{ (1, 2) * 10 ** 9 }}",
    "a sum of tuples": "{{ ((1,) * 10 ** 7) | sum }}" * 30,
    "a number of many digits": "{{ '9' * 10 ** 7 | int }}{{ ('9' * 4000000) | int }}",
    "a text folded into itself": "{{ " + "'a' * 9999 ~ " * 3000 + "'a' }}",
    # depth
    "many conditions": nest(3000, "{% if 1 %}", "{% endif %}"),
    "many loops": nest(60, "{% for a in [1] %}", "{% endfor %}"),
    "many brackets": "{{ " + nest(12000, "(", ")", "1") + " }}",
    "many lists": "{{ " + nest(12000, "[", "]", "1") + " }}",
    "many filters": "{{ 'a'" + " | upper" * 6000 + " }}",
    "many negations": "{{ " + "not " * 12000 + "1 }}",
    "many minuses": "{{ " + "-" * 30000 + "1 }}",
    "many ands": "{{ " + " and ".join(["1"] * 9000) + " }}",
    "many dots": "{{ greeting" + ".x" * 20000 + " }}",
    "many calls": "{{ greeting" + "()" * 20000 + " }}",
    "many choices": "{{ " + "1 if 0 else " * 5000 + "2 }}",
    "many blocks": "".join(f"{{% block b{n} %}}{{% endblock %}}" for n in range(2000)),
    "many macros": "".join(f"{{% macro m{n}() %}}{{% endmacro %}}" for n in range(1500)),
    "many names": "".join(f"{{% set x{n} = {n} %}}" for n in range(3000)),
    "many prints": "{{ greeting }}" * 4500,
    "an open comment": "{#" * 30000,
    "an open tag": "{%" * 30000,
    "many quotes": "{{ " + "'" * 60000 + " }}",
    "many escapes": "{{ '" + "\\" * 60000 + " }}",
    "blanks in a tag": "{{" + " " * 65000 + "}}",
    "blanks before a tag": " " * 60000 + "{%- if 1 -%}" + " " * 3000 + "{%- endif -%}",
    "a text of digits": "{{ " + "9" * 65000 + " }}",
    "a text over the limit": "x" * 10**6,
    # macros and blocks
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that calls itself twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}"
    "{% endif %}{% endmacro %}{{ m(60) }}",
    "macros that call macros": MACROS + "{% macro m20() %}lol{% endmacro %}{{ m0() }}",
    "blocks that print blocks": BLOCKS + "{% block b20 %}lol{% endblock %}",
    "a block that prints itself": "{% block a %}{{ self.a() }}{% endblock %}",
    "a call within a call": "{% macro m() %}{{ caller() }}{{ caller() }}{% endmacro %}"
    + nest(40, "{% call m() %}", "{% endcall %}", "x"),
    "a filter block": "{% filter center(10 ** 9) %}x{% endfilter %}",
    "a cycle": "{% set c = cycler(*range(100000)) %}" + LOOP * 2 + "{{ c.next() }}" + END * 2,
    "a dictionary": "{{ dict(range(100000) | map('string') | batch(2)) | length }}" * 60,
    "arguments without number": "{{ '{}'.format(*range(10 ** 5)) }}{{ dict(*[[]] * 10 ** 8) }}",
}

BOMBS: dict[str, dict[str, str]] = {
    **{name: {"letter": text} for name, text in TEXTS.items()},
    "a template that includes itself": {"letter": "{% include 'letter' %}"},
    "a template that includes itself twice": {"letter": "x{% include 'letter' %}" * 2},
    "a template that imports itself": {"letter": "{% import 'letter' as x with context %}"},
    "a template that extends itself": {"letter": "{% extends 'letter' %}"},
    "templates that extend each other": {
        "letter": "{% extends 'other' %}",
        "other": "{% extends 'letter' %}",
    },
    "a line of parents": {
        "letter": "{% extends 't0' %}",
        **{f"t{n}": f"{{% extends 't{n + 1}' %}}" for n in range(3000)},
        "t3000": "x",
    },
    "includes that double": chain("include", 40, 2),
    "includes that multiply": chain("include", 12, 10),
    "a vault full of parts": {
        "letter": "".join(f"{{% include 't{n}' %}}" for n in range(1500)),
        **{f"t{n}": "{{ greeting | upper }}" * 40 for n in range(1500)},
    },
}
"""The texts of each bomb by its name; “letter” is the one that is made."""
