"""dataclass: frozen classes, as the standard library's, that are quicker to import and to fill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, NoReturn

__all__ = ["dataclass", "field", "fields", "replace"]

# To read a note makes some fifty values. The standard library fills a frozen one with calls of
# `object.__setattr__`, which look every field up again, and compiles six functions a class while it
# is imported. Here one is compiled, and calls what sets each field by itself.


class Needed:
    """The default of a field that has none."""

    def __repr__(self) -> str:
        return "needed"


NEEDED = Needed()


class Factory:
    """A default that is made anew for every value."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


class Slot:
    """A field as `fields` shows it: its name, its type as written, and its default."""

    def __init__(self, name: str, type: object, default: object) -> None:
        self.name, self.type, self.default = name, type, default


def make_frozen(cls: type, kw_only: bool) -> type:
    """The class anew: with slots for what it annotates, frozen, equal and hashed by its fields."""
    own: Mapping[str, object] = cls.__annotations__
    above: Mapping[str, object] = getattr(cls, "__frozen_fields__", {})
    fields = {**above, **{name: cls.__dict__.get(name, NEEDED) for name in own}}
    dropped = {*own, "__dict__", "__weakref__"}
    held = {name: thing for name, thing in cls.__dict__.items() if name not in dropped}
    marks = {
        "__slots__": tuple(name for name in own if name not in above),
        "__qualname__": cls.__qualname__,
        "__match_args__": () if kw_only else tuple(fields),
        "__frozen_fields__": fields,
        "__frozen_values__": attrgetter(*fields),
        "__dataclass_fields__": _LibraryFields(),
    }
    made = type(cls.__name__, cls.__bases__, MANNERS | held | marks)
    type.__setattr__(made, "__init__", _compile_init(made, fields, kw_only))
    return made


def _compile_init(cls: type, fields: Mapping[str, object], kw_only: bool) -> Callable[..., object]:
    """The function of the fields that fills a value; no field is called `self_`."""
    heads, lines = ["self_", *(["*"] if kw_only and fields else [])], []
    named: dict[str, object] = {"_needed": NEEDED}
    for name, default in fields.items():
        value = name
        if isinstance(default, Factory):
            value = f"_make_{name}() if {name} is _needed else {name}"
            named[f"_make_{name}"] = default.make
            heads.append(f"{name}=_needed")
        elif default is NEEDED:
            heads.append(name)
        else:
            named[f"_else_{name}"] = default
            heads.append(f"{name}=_else_{name}")
        named[f"_set_{name}"] = getattr(cls, name).__set__
        lines.append(f"_set_{name}(self_, {value})")
    scope: dict[str, Callable[..., object]] = {}
    body = "\n ".join(lines)
    exec(f"def __init__({', '.join(heads)}):\n {body}", named, scope)  # noqa: S102  (our fields)
    return scope["__init__"]


def _eq(self: object, other: object) -> object:
    if other.__class__ is not self.__class__:
        return NotImplemented
    values: Callable[[object], object] = self.__frozen_values__  # type: ignore[attr-defined]
    return values(self) == values(other)


def _hash(self: object) -> int:
    return hash(self.__frozen_values__(self))  # type: ignore[attr-defined]


def _repr(self: object) -> str:
    shown = ", ".join(f"{name}={value!r}" for name, value in _items(self))
    return f"{self.__class__.__qualname__}({shown})"


def _items(one: object) -> Iterator[tuple[str, object]]:
    names: Mapping[str, object] = one.__frozen_fields__  # type: ignore[attr-defined]
    return ((name, getattr(one, name)) for name in names)


def _list_fields(cls: type) -> tuple[Slot, ...]:
    types: dict[str, object] = {}
    for one in reversed(cls.__mro__):
        types |= one.__dict__.get("__annotations__", {})  # noqa: RUF063  (it would be imported)
    defaults: Mapping[str, object] = cls.__dict__["__frozen_fields__"]
    return tuple(
        Slot(name, types[name], NEEDED if isinstance(default, Factory) else default)
        for name, default in defaults.items()
    )


def _refuse(_: object, name: str, *__: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change the field {name!r}")


def _reduce(self: object) -> tuple[object, ...]:
    return _rebuild, (self.__class__, dict(_items(self)))


def _rebuild(cls: type, values: Mapping[str, object]) -> object:
    return cls(**values)


class _LibraryFields:
    """What `dataclasses.fields`, `replace` and `asdict` ask a class for; made when they do."""

    def __get__(self, _: object, cls: type) -> object:
        import dataclasses

        made_of: list[tuple[str, object, object]] = []
        for one in _list_fields(cls):
            default = cls.__dict__["__frozen_fields__"][one.name]
            if isinstance(default, Factory):
                default = dataclasses.field(default_factory=default.make)
            elif default is NEEDED:
                default = dataclasses.field()
            made_of.append((one.name, one.type, default))
        made = dataclasses.make_dataclass(cls.__name__, made_of, kw_only=True)
        found: object = made.__dict__["__dataclass_fields__"]
        type.__setattr__(cls, "__dataclass_fields__", found)
        return found


MANNERS: dict[str, object] = {
    "__eq__": _eq,
    "__hash__": _hash,
    "__repr__": _repr,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__reduce__": _reduce,
}

if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, replace
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """The decorator `@dataclass(frozen=True, slots=True)`, of values alone."""
        if not (frozen and slots):
            raise TypeError("only what is frozen and has slots is made here")
        return lambda cls: make_frozen(cls, kw_only)

    def field(*, default_factory: Callable[[], object]) -> Factory:
        """A field whose default is made anew for every value."""
        return Factory(default_factory)

    def fields(cls: type) -> tuple[Slot, ...]:
        """The fields of a class that was made here."""
        return _list_fields(cls)

    def replace(one: object, /, **changes: object) -> object:
        """The value with other values in some fields."""
        return one.__class__(**dict(_items(one)) | changes)
