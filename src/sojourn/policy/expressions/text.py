"""The text of an expression: parsed with Python's `ast`, bounded, and every part traced to where it was written."""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from ..problems import Problems
from ..tree import Where

#: Bounds of an expression: characters, levels of nesting, nodes, and characters of a number.
LONGEST = 500
DEEPEST = 12
MOST_NODES = 250
LONGEST_NUMBER = 24

NOT_ALLOWED = (
    "'{text}' is not allowed in an expression; only names, values, comparisons, and/or/not, arithmetic and the "
    "listed functions are"
)
UNREADABLE = "the expression '{text}' cannot be read from here on; see the language's page for what may stand in one"

_KEYWORDS = [word for word in keyword.kwlist if word not in {"and", "or", "not", "in", "if", "else"} and word.islower()]
_RESERVED = re.compile(rf"\b({'|'.join(_KEYWORDS)})\b")
RESTORED = {word.upper(): word for word in _KEYWORDS}
_UNITS = (
    "CNY|USD|yuan|working days?|working_days?|days?|months?|years?|hours?|points?|persons?|people|permits?"
    "|company|companies|share"
)
QUANTITY = re.compile(rf"(?<![\w.])(\d[\d_]*(?:\.\d+)?) ((?:{_UNITS})(?:/(?:{_UNITS}))*)(?![\w.])")
_CHANGED = re.compile(rf"{QUANTITY.pattern}|{_RESERVED.pattern}")
_TOKEN = re.compile(r"\w+|[^\w\s]")
#: What Python may warn of while it parses: escapes within quotation marks, and a number that runs into a word.
_WARNED_OF = re.compile(r"\\|\d[A-Za-z_]")
_SPACE = re.compile(r"\s")
WRITTEN_NUMBER = re.compile(r"^\d[\d_]*(?:\.\d+)?$")


class MistakeError(Exception):
    """Reading stopped at a mistake that has been noted."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What Python makes of a text: `source` is the text as it was parsed, `origin` where each of its characters comes
    from. Where it is no expression `tree` is None, and `wrong_from` the byte of the source from which on.
    """

    source: str
    origin: Sequence[int]
    tree: ast.expr | None
    wrong_from: int | None = None
    bounded: bool = True


class ExpressionText:
    """An expression's text with its parsed form. Mistakes are noted in `problems` and end the reading of their part."""

    def __init__(self, text: str, where: Where, problems: Problems) -> None:
        self.text = text
        self.where = where
        self.problems = problems
        self.source = text
        self.origin: Sequence[int] = range(len(text) + 1)

    def parse(self) -> ast.expr:
        """The parsed text, not to be changed; a mistake in it is noted."""
        if len(self.text) > LONGEST:
            self.wrong(
                None,
                "expression_too_long",
                "the expression has {length} characters, more than {most}; "
                "give parts of it names as rules of their own",
                length=len(self.text),
                most=LONGEST,
            )
        if not self.text.strip():
            self.wrong(None, "expression_empty", "an expression is missing here")
        if "@" in self.text:  # the reader's own sign for a quantity
            offset = len(self.text[: self.text.index("@")].encode("utf-8"))
            self.wrong_at(
                offset,
                "expression_syntax",
                UNREADABLE,
                text=self.text.strip()[:80],
            )
        parsed = _parsed(self.text)
        self.source, self.origin = parsed.source, parsed.origin
        if parsed.tree is None:
            if parsed.wrong_from is None:
                self.wrong(None, "expression_syntax", UNREADABLE, text=self.text.strip()[:80])
            self.wrong_at(parsed.wrong_from, "expression_syntax", UNREADABLE, text=self.text.strip()[:80])
        if not parsed.bounded:
            self.wrong(
                None,
                "expression_too_deep",
                "the expression is nested too deep or too large; give parts of it names as rules of their own",
            )
        return parsed.tree

    # ---- problems ------------------------------------------------------------------------------------------

    def at(self, node: ast.expr | None) -> Where:
        """Where a part stands in the file."""
        if node is None:
            return self.where
        return self.offset(node.col_offset)

    def offset(self, offset: int) -> Where:
        """Where a byte of the prepared text stands in the file."""
        # A folded text counts as standing on its first line.
        return Where(self.where.file, self.where.line, self.where.column + self.character(offset))

    def character(self, offset: int) -> int:
        """Where in the written text a byte of the prepared one comes from."""
        source = self.source
        position = offset if source.isascii() else len(source.encode("utf-8")[:offset].decode("utf-8", "ignore"))
        return self.origin[position] if position < len(self.origin) else len(self.text)

    def wrong(self, node: ast.expr | None, code: str, text: str, /, **slots: object) -> NoReturn:
        """Note a mistake in a part and end the reading of it."""
        self.problems.add(self.at(node), code, text, **slots)
        raise MistakeError

    def wrong_at(self, offset: int, code: str, text: str, /, **slots: object) -> NoReturn:
        """Note a mistake at a byte of the prepared text and end the reading of it."""
        self.problems.add(self.offset(offset), code, text, **slots)
        raise MistakeError

    def segment(self, node: ast.expr) -> str:
        """A part as it was written."""
        return self.text[self.character(node.col_offset) : self.character(node.end_col_offset or 0)].strip()


@lru_cache(maxsize=1024)
def _parsed(text: str) -> _Parsed:
    """The text parsed; a programme's rules say the same thing in many places."""
    source, origin = _prepared(text)
    try:
        tree = _tree(source)
    except SyntaxError as error:
        return _Parsed(source, origin, None, max((error.offset or 1) - 1, 0))
    except (ValueError, RecursionError, MemoryError):
        return _Parsed(source, origin, None)
    return _Parsed(source, origin, tree, bounded=_bounded(source, tree))


def _tree(source: str) -> ast.expr:
    if _WARNED_OF.search(source) is None:
        return ast.parse(source.rstrip(), mode="eval").body
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source.rstrip(), mode="eval").body


def _bounded(source: str, tree: ast.expr) -> bool:
    """Whether an expression is neither nested too deep nor has too many parts."""
    if len(_TOKEN.findall(source)) < DEEPEST:  # each level takes a word or sign at least
        return True
    count = 0
    pending: list[tuple[ast.AST, int]] = [(tree, 1)]
    while pending:
        node, depth = pending.pop()
        if not isinstance(node, (ast.operator, ast.cmpop, ast.boolop, ast.unaryop, ast.expr_context)):
            count += 1
        if depth > DEEPEST or count > MOST_NODES:
            return False
        for position in ast.iter_child_nodes(node):
            # A chain such as a + b + c is one level, however long.
            same = isinstance(node, ast.BinOp) and isinstance(position, ast.BinOp) and position is node.left
            pending.append((position, depth if same else depth + 1))
    return True


def _prepared(text: str) -> tuple[str, Sequence[int]]:
    """A text as Python can parse it, and where each of its characters comes from.

    `5 working days` becomes `(5@u)`, Python's keywords become upper case, and white space of any kind becomes spaces.
    """
    if _CHANGED.search(text) is None:
        return _SPACE.sub(" ", text), range(len(text) + 1)
    pieces: list[tuple[str, int]] = []
    position = 0
    for match in _CHANGED.finditer(text):
        pieces.append((text[position : match.start()], position))
        if match.group(3) is not None:
            pieces.append((match.group(3).upper(), match.start()))
        else:
            pieces.append(("(", match.start()))
            pieces.append((match.group(1), match.start(1)))
            pieces.extend((one, match.end()) for one in ("@u", ")"))
        position = match.end()
    pieces.append((text[position:], position))
    source = ""
    origin: list[int] = []
    for piece, start in pieces:
        source += _SPACE.sub(" ", piece)
        fixed = piece in ("(", "@u", ")")
        origin.extend(start if fixed else start + index for index in range(len(piece)))
    origin.append(len(text))
    return source, origin
