"""The JSON Schema of programme files, for editors that check and complete while one writes.

It is made from the forms that the reader itself checks; what only the reader knows (names, expressions) is left open.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .forms import CASE, DAY, DOTTED, NAME, SOURCE, Anything, Either, Form, Key, Lexeme, Many, Named, Ref, Shape, Word
from .shapes import FILES

Json = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ANY_SCALAR: Json = {"type": ["string", "number", "boolean"]}
_TRUE = {"enum": ["yes", "true", True]}

#: What a text of each kind looks like to an editor, which reads `yes`, `2019` and `0.25` as what YAML takes them for.
_LEXEMES: dict[Lexeme, Json] = {
    Lexeme.TEXT: _ANY_SCALAR,
    Lexeme.EXPRESSION: _ANY_SCALAR,
    Lexeme.VALUE: _ANY_SCALAR,
    Lexeme.NAME: {"type": "string", "pattern": NAME.pattern},
    Lexeme.DOTTED: {"type": "string", "pattern": DOTTED.pattern},
    Lexeme.SOURCE: {"type": "string", "pattern": SOURCE.pattern},
    Lexeme.CASE: {"type": "string", "pattern": CASE.pattern},
    Lexeme.DAY: {"anyOf": [{"type": "string", "pattern": f"{DAY.pattern}|{NAME.pattern}"}, {"type": "integer"}]},
    Lexeme.DATE: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    Lexeme.WHOLE: {"type": "integer", "minimum": 0},
    Lexeme.YES_NO: {"enum": ["yes", "no", "true", "false", True, False]},
    Lexeme.YES: _TRUE,
    Lexeme.UNIT: {"type": "string", "pattern": r"^[A-Za-z1][A-Za-z_/ ]*$"},
    Lexeme.ADDRESS: {"type": "string", "pattern": "^https?://"},
}
_NAMES = {
    Lexeme.NAME: NAME.pattern,
    Lexeme.DOTTED: DOTTED.pattern,
    Lexeme.SOURCE: SOURCE.pattern,
    Lexeme.CASE: CASE.pattern,
}


def programme_schema() -> Json:
    """One schema for all files of a programme: `$defs` holds each file by its name, and each shape as `shape_NAME`."""
    defs: Json = {}
    for name, form in FILES.items():
        schema = _schema(form, defs)
        defs[name] = {"title": f"{name}.yaml", **schema}
    return {
        "$schema": DIALECT,
        "title": "The files of a Sojourn programme",
        "description": "Each file has its own definition under $defs.",
        "$defs": dict(sorted(defs.items())),
    }


def file_schema(kind: str) -> Json:
    """The schema of one kind of file, with the definitions it needs."""
    defs: Json = {}
    schema = _schema(FILES[kind], defs)
    return {"$schema": DIALECT, "title": f"{kind}.yaml", **schema, "$defs": dict(sorted(defs.items()))}


def write_schemas(folder: Path) -> list[Path]:
    """Write the schema of each kind of file, and that of all of them together, to a folder; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in (("files", programme_schema()), *((kind, file_schema(kind)) for kind in FILES)):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _schema(form: Form, defs: Json) -> Json:
    match form:
        case Word():
            return {"enum": [*form.choices]} if form.choices else dict(_LEXEMES[form.lexeme])
        case Many():
            return _list(form, defs)
        case Named():
            return {
                "type": "object",
                "propertyNames": {"pattern": _NAMES[form.name]},
                "additionalProperties": _schema(form.item, defs),
            }
        case Either():
            return {"anyOf": [_schema(choice, defs) for choice in form.forms]}
        case Ref():
            return _shape(form.find(), defs)
        case Shape():
            return _shape(form, defs)
        case Anything():
            return {}


def _list(form: Many, defs: Json) -> Json:
    items = _schema(form.item, defs)
    several: Json = {"type": "array", "items": items}
    if form.least:
        several["minItems"] = form.least
    return {"anyOf": [items, several]} if form.alone else several


def _shape(shape: Shape, defs: Json) -> Json:
    name = f"shape_{shape.name}"
    if name not in defs:
        defs[name] = {}
        defs[name] = _object(shape, defs)
    return {"$ref": f"#/$defs/{name}"}


def _object(shape: Shape, defs: Json) -> Json:
    found: Json = {
        "type": "object",
        "description": shape.says,
        "properties": {key.name: _property(key, defs) for key in shape.keys},
        "additionalProperties": False if shape.rest is None else _schema(shape.rest, defs),
    }
    required = [key.name for key in shape.keys if key.required]
    if required:
        found["required"] = required
    groups = [{"oneOf": [{"required": [name]} for name in group]} for group in shape.one_of]
    groups.extend(_at_most_one(group) for group in shape.at_most_one)
    if groups:
        found["allOf"] = groups
    return found


def _at_most_one(group: tuple[str, ...]) -> Json:
    none: Json = {"not": {"anyOf": [{"required": [name]} for name in group]}}
    return {"oneOf": [none, *({"required": [name]} for name in group)]}


def _property(key: Key, defs: Json) -> Json:
    return {**_schema(key.form, defs), "description": key.says}


if __name__ == "__main__":
    import sys

    write_schemas(Path(sys.argv[1]))
