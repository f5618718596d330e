"""The OpenAPI document, completed with what every operation shares: headers, and all that may be answered instead."""

from __future__ import annotations

from typing import Any

from sojourn.register import Purpose

from . import limits
from .border import CSV, PARQUET
from .door import KEY, LONGEST_KEY, PURPOSE, SHOWN
from .problems import MEDIA_TYPE, ProblemDetails

#: Changes that are known by something else than a key.
_KEYS = {"record_crossing": "KeyIfAny"}
_FILE = "document,direction,at\nT7000001,in,2019-03-04T08:15:00\n"
#: What is answered with a file, and with which.
_FILES: dict[str, tuple[str, dict[str, Any]]] = {
    "statistics_csv": (CSV, {"type": "string"}),
    "statistics_parquet": (PARQUET, {}),
}
_REFERENCE = "#/components/schemas/{model}"

#: What may be answered to anything; then to what names somebody, and to what changes something.
_ALWAYS = {
    400: "The request cannot be read, or a header is missing or cannot be.",
    404: "There is no such record or address, or none that the account may know of.",
    405: "The address does not take this method.",
    422: "A field or parameter cannot be as it is: `errors` says which; or the register refuses: `code` says why.",
    500: "Something failed here. Nothing was done.",
    503: "The database does not answer. Nothing was done; ask again.",
}
_SIGNED = {
    401: "No token, or one that is unknown, has ended or was revoked.",
    403: "The role may not do this, see this field, or name this purpose.",
    429: "Too many requests with this token: `Retry-After` says for how many seconds to wait.",
}
_CHANGES = {
    409: "Somebody else changed the case meanwhile, it is closed, or the key was used for something else.",
    413: "The body is too large.",
    415: "The body is not `application/json`.",
}


def complete(document: Any) -> Any:
    """Add to a document what every operation shares, and give it back."""
    components = document["components"]
    shape = ProblemDetails.model_json_schema(ref_template=_REFERENCE, mode="serialization")
    components["schemas"].update(shape.pop("$defs"))
    components["schemas"]["ProblemDetails"] = shape
    components["parameters"] = {
        "Purpose": _header(PURPOSE, "What for: refused where the role may not name it.", required=True)
        | {"schema": {"type": "string", "enum": [purpose.value for purpose in Purpose]}},
        "Shown": _header(
            SHOWN, "The number of the document or permit that a person shows at the counter or the border."
        )
        | {"schema": {"type": "string", "maxLength": 40, "pattern": "^[0-9A-Za-z-]*$"}},
        "KeyIfAny": _header(KEY, "Not needed: a crossing is known by its document, direction and second.")
        | {"schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[0-9A-Za-z_.:-]+$"}},
        "Key": _header(
            KEY,
            "Drawn by the caller for each change. The same key and body are answered alike, and done once.",
            required=True,
        )
        | {"schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[0-9A-Za-z_.:-]+$"}},
    }
    document["info"]["x-rate-limits"] = {
        name: {"burst": limit.burst, "a_second": limit.a_second}
        for name, limit in (("reads", limits.READS), ("changes", limits.CHANGES))
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["responses"] = {str(status): response for status, response in operation["responses"].items()}
    told = dict(_ALWAYS)
    named = operation.setdefault("parameters", [])
    if "security" in operation:
        told |= _SIGNED
        named.append({"$ref": "#/components/parameters/Purpose"})
    if method == "post":
        told |= _CHANGES
        named.append({"$ref": f"#/components/parameters/{_KEYS.get(operation['operationId'], 'Key')}"})
    if operation["operationId"] == "deliver_crossings":
        named.append({"in": "query", "name": "all_or_none", "schema": {"type": "boolean", "default": False}})
        text = {"type": "string", "contentMediaType": CSV, "examples": [_FILE]}
        operation["requestBody"] = {"required": True, "content": {CSV: {"schema": text}, PARQUET: {"schema": {}}}}
    if operation["operationId"] in _FILES:
        media_type, schema = _FILES[operation["operationId"]]
        operation["responses"]["200"] = {"description": "The file.", "content": {media_type: {"schema": schema}}}
    if operation["operationId"].startswith("open_"):
        named.append({"$ref": "#/components/parameters/Shown"})
    for status, description in sorted(told.items()):
        operation["responses"][str(status)] = {
            "description": description,
            "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="ProblemDetails")}}},
        }


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    return {"in": "header", "name": name, "description": description, "required": required}
