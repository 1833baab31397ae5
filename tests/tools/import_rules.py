"""Rules about what a module may import or call; each takes a package's folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.tools.source import Module, dotted_name, read_package

# Where a library may be imported: a folder with its slash, or one file.
HOMES: dict[str, tuple[str, ...]] = {
    "click": ("cli/",),
    "frontmatter": ("core/frontmatter_reader.py",),
    "holidays": ("vault/holidays.py",),
    # Where it is imported, it must be in the child: these run nowhere else.
    "jinja2": (
        *("letters/blank.py", "letters/environment.py", "letters/filling.py"),
        *("letters/grammar.py", "letters/inspection.py", "web/"),
    ),
    "imaplib": ("mail/",),
    "keyring": ("mail/password.py",),
    "platformdirs": ("vault/", "cli/"),
    "rich": ("cli/",),
    "tomllib": ("vault/config.py", "vault/shipped.py", "core/pack.py"),
    "tzlocal": ("vault/", "cli/"),
    "watchdog": ("vault/watchdog_bell.py",),
    "yaml": ("core/front_matter.py", "core/yaml_events.py"),
}

# Values in, values out: no disk, no clock, no terminal. All but these may touch the world.
WORLDLY = ("vault/", "cli/", "lsp/", "web/", "mail/", "__init__.py", "__main__.py")

# The forked child that renders letters has to limit itself with what the system offers.
FENCED_CHILD = ("letters/sandbox.py", "letters/child.py")

WORLD_IMPORTS = (
    "glob",
    "io",
    "os",
    "pathlib",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
)
PURE_IMPORTS = ("pathlib.PurePath", "pathlib.PurePosixPath")
WORLD_BUILTINS = {"breakpoint", "input", "open", "print"}
CLOCK_CALLS = {
    "date.today",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "dt.date.today",
    "dt.datetime.now",
    "time.localtime",
    "time.monotonic",
    "time.perf_counter",
    "time.time",
    "time.time_ns",
}
CLOCK_HOME = "cli/app.py"
FACES = ("cli/", "lsp/", "web/")
CLOCK_IMPORTS = ("time.time", "time.time_ns", "time.localtime")

# The only files that may write to the disk.
WRITERS = (
    "vault/files.py",
    "vault/cache_files.py",
    "vault/cache_update.py",
    "vault/cache_writing.py",
    "vault/journal.py",
    "vault/probe.py",
    "vault/workers.py",  # to a pipe
    "cli/output.py",
)
WRITING_IMPORTS = ("shutil", "tempfile")
WRITING_METHODS = {
    "hardlink_to",
    "mkdir",
    "rmdir",
    "symlink_to",
    "touch",
    "unlink",
    "write_bytes",
    "write_text",
}
WRITING_OS_CALLS = {
    "os.chmod",
    "os.ftruncate",
    "os.link",
    "os.makedirs",
    "os.mkdir",
    "os.mkfifo",
    "os.remove",
    "os.removedirs",
    "os.rename",
    "os.renames",
    "os.replace",
    "os.rmdir",
    "os.symlink",
    "os.truncate",
    "os.unlink",
    "os.utime",
    "os.write",
}
WRITING_FLAGS = {"O_APPEND", "O_CREAT", "O_RDWR", "O_TRUNC", "O_WRONLY"}


def find_homeless_imports(folder: Path) -> list[str]:
    """Libraries imported away from home: the fewer files know one, the easier it is replaced."""
    return [
        f"{module.place(found.line)} imports {found.target}, which lives in {', '.join(homes)}"
        for module in read_package(folder)
        for found in module.imports
        for library, homes in HOMES.items()
        if found.is_below(library) and not module.path.startswith(homes)
    ]


def find_worldly_acts(folder: Path) -> list[str]:
    """Disk, clock or terminal in the core or a room, which get values and return values."""
    pure = [module for module in read_package(folder) if not module.path.startswith(WORLDLY)]
    return [
        violation
        for module in pure
        if module.path not in FENCED_CHILD
        for violation in (*_worldly_imports(module), *_worldly_calls(module))
    ]


def _worldly_imports(module: Module) -> Iterator[str]:
    for found in module.imports:
        is_worldly = any(map(found.is_below, WORLD_IMPORTS)) and found.target not in PURE_IMPORTS
        if is_worldly or found.target in CLOCK_IMPORTS:
            yield f"{module.place(found.line)} imports {found.target}"


def _worldly_calls(module: Module) -> Iterator[str]:
    for call in _calls(module):
        name = dotted_name(call.func)
        if name in WORLD_BUILTINS or name in CLOCK_CALLS:
            yield f"{module.place(call.lineno)} calls {name}()"


def find_second_clocks(folder: Path) -> list[str]:
    """Today asked for elsewhere: with two clocks, `--today` would move only one of them."""
    return [
        f"{module.place(call.lineno)} calls {name}(), which {CLOCK_HOME} alone may"
        for module in read_package(folder)
        if module.path != CLOCK_HOME
        for call in _calls(module)
        if (name := dotted_name(call.func)) in CLOCK_CALLS and "date" in name
    ]


def find_environment_reads(folder: Path) -> list[str]:
    """The environment read below the faces, where nobody would look for a setting."""
    # The child may, in order to forget it; where folders lie, platformdirs would ask it as well.
    faces = (*FACES, *FENCED_CHILD, "vault/folders.py")
    below = [module for module in read_package(folder) if not module.path.startswith(faces)]
    return [
        f"{module.place(node.lineno)} reads {name}"
        for module in below
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and (name := dotted_name(node)) in {"os.environ", "os.environb", "os.getenv"}
    ]


def find_disk_writes(folder: Path) -> list[str]:
    """Writes to the disk outside the few files that know how to write without losing a note."""
    others = [module for module in read_package(folder) if module.path not in WRITERS]
    return [
        violation
        for module in others
        for violation in (*_writing_imports(module), *_writing_calls(module))
    ]


def _writing_imports(module: Module) -> Iterator[str]:
    for found in module.imports:
        is_harmless = found.target == "shutil.which"
        is_writer = any(map(found.is_below, WRITING_IMPORTS)) and not is_harmless
        if is_writer or found.target in WRITING_OS_CALLS:
            yield f"{module.place(found.line)} imports {found.target}"


def _writing_calls(module: Module) -> Iterator[str]:
    for call in _calls(module):
        name = dotted_name(call.func)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name == "os.write" and module.path in FENCED_CHILD:
            continue  # into the pipe between the two
        if name in WRITING_OS_CALLS or method in WRITING_METHODS or _opens_for_writing(call):
            yield f"{module.place(call.lineno)} writes with {name or method}()"


def _opens_for_writing(call: ast.Call) -> bool:
    opener = call.func.attr if isinstance(call.func, ast.Attribute) else dotted_name(call.func)
    if opener not in {"open", "fdopen"}:
        return False
    mode = call.args[:2] + [word.value for word in call.keywords if word.arg == "mode"]
    flags = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    return bool(flags & WRITING_FLAGS) or any(map(_is_writing_mode, mode))


def _is_writing_mode(argument: ast.expr) -> bool:
    text = argument.value if isinstance(argument, ast.Constant) else None
    return isinstance(text, str) and set(text) <= set("rwaxbt+") and bool(set(text) & set("wax+"))


FITS_A_LIBRARY = (
    "core/front_matter.py",
    "core/frontmatter_reader.py",
    "core/yaml_events.py",
)


def find_any_in_core(folder: Path) -> list[str]:
    """`Any` in the core, but for the files that fit a library's signatures."""
    return [
        f"{module.place(found.line)} imports {found.target}"
        for module in read_package(folder)
        if module.path.startswith("core/") and module.path not in FITS_A_LIBRARY
        for found in module.imports
        if found.target == "typing.Any"
    ]


def find_import_cycles(folder: Path) -> list[str]:
    """A ring of modules that import each other, at the top or inside functions."""
    modules = {module.name: module for module in read_package(folder)}
    graph = {
        name: {_module_of(found.target, modules) for found in module.imports} - {name, ""}
        for name, module in modules.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" > ".join(reversed(error.args[1]))]
    return []


def _module_of(target: str, modules: dict[str, Module]) -> str:
    if target in modules:
        return target
    parent = target.rpartition(".")[0]
    return parent if parent in modules else ""


def _calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
