"""What happens in which order, read from the code: the calls of a function, in the order in which Python makes them.

A call is opened in place: its own calls stand below it, down to a chosen depth. So the order told is the one that is
run, and a step that is moved, added or taken out in the code is so in what is told.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any, Final

#: What is only declared where it stands, and runs elsewhere if at all.
_DECLARED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its number (`(2, 1)` is the first within the second), the function that takes it, and what happens."""

    number: tuple[int, ...]
    name: str
    said: str
    function: FunctionType


@dataclass(frozen=True, slots=True)
class Rooms:
    """Where steps are looked for.

    `modules`: the beginnings of names of modules whose functions are steps. `classes`: those whose methods are, where
    the code calls a method of something that is held; the first that has it. `left_out`: names of functions that
    only look something up or count, and are no step. `said`: what happens in a step whose function says nothing
    itself, by name. A function of which nothing is said is no step, but what it calls is.
    """

    modules: tuple[str, ...]
    classes: tuple[type, ...] = ()
    left_out: frozenset[str] = frozenset()
    said: tuple[tuple[str, str], ...] = ()

    def steps(self, root: Callable[..., object], depth: int) -> tuple[Step, ...]:
        """The steps of a function, each before those within it; `depth`: how far they are opened, 1 for not at all."""
        return tuple(self._within(plain(root), (), depth, (plain(root),)))

    def _within(
        self, function: FunctionType, above: tuple[int, ...], depth: int, opened: tuple[FunctionType, ...]
    ) -> Iterator[Step]:
        for place, step in enumerate(self._direct(function, opened), start=1):
            number = (*above, place)
            yield Step(number, step.__name__, self._said(step), step)
            if len(number) < depth:
                yield from self._within(step, number, depth, (*opened, step))

    def _direct(self, function: FunctionType, opened: tuple[FunctionType, ...]) -> list[FunctionType]:
        """The steps right within a function, each where it is first called; what has no words is opened in place."""
        found: list[FunctionType] = []
        for call in in_order(_body(function)):
            step = self._target(call, function)
            if step is None or step in opened:
                continue
            found += [step] if self._said(step) else self._direct(step, (*opened, step))
        return list(dict.fromkeys(found))

    def _target(self, call: ast.Call, caller: FunctionType) -> FunctionType | None:
        """The function of the rooms that a call calls; None for any other."""
        called = call.func
        if isinstance(called, ast.Name):
            target = caller.__globals__.get(called.id)
        elif isinstance(called, ast.Attribute):
            own = isinstance(called.value, ast.Name) and called.value.id == "self"
            homes = [one for one in self.classes if not own or caller.__qualname__.startswith(f"{one.__name__}.")]
            target = next((vars(one)[called.attr] for one in homes if called.attr in vars(one)), None)
        else:
            target = None
        step = plain(target)
        if not isinstance(step, FunctionType) or step.__name__ in self.left_out:
            return None
        return step if step.__module__.startswith(self.modules) else None

    def _said(self, function: FunctionType) -> str:
        told = inspect.getdoc(function)
        return " ".join(told.split("\n\n")[0].split()) if told else dict(self.said).get(function.__name__, "")


def plain(function: Any) -> Any:
    """The function that was compiled, or the function itself."""
    return getattr(function, "py_func", function)


def in_order(nodes: Sequence[ast.AST]) -> Iterator[ast.Call]:
    """Every call within, in the order in which it is made: what is given to a call before the call itself.

    Of branches each is told, one after the other, and a loop once. A nameless function that is given to a call is taken
    to be called there.
    """
    for node in nodes:
        if isinstance(node, _DECLARED):
            continue
        yield from in_order(_parts(node))
        if isinstance(node, ast.Call):
            yield node


def _parts(node: ast.AST) -> list[ast.AST]:
    """The parts of a node in the order in which they are worked out."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return [value, *targets]
        case ast.AnnAssign(target=target, value=given):
            return [target] if given is None else [given, target]
        case ast.For(target=target, iter=source, body=body, orelse=rest):
            return [source, target, *body, *rest]
        case ast.IfExp(test=test, body=then, orelse=other):
            return [test, then, other]
        case ast.DictComp(key=key, value=value, generators=loops):
            return [*(part for loop in loops for part in _loop(loop)), key, value]
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return [*(part for loop in node.generators for part in _loop(loop)), node.elt]
        case _:
            return list(ast.iter_child_nodes(node))


def _loop(loop: ast.comprehension) -> list[ast.AST]:
    return [loop.iter, loop.target, *loop.ifs]


def _body(function: FunctionType) -> list[ast.stmt]:
    (declared,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    if not isinstance(declared, ast.FunctionDef):
        raise TypeError(f"{function.__qualname__} is no function with a body")
    return declared.body
