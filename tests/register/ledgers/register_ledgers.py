"""Random ledgers that a register can hold: any sound one in the words of the programme that the register runs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from stdnum.cn import uscc

from sojourn.ledger import TABLES, ColumnKind, SeenBy
from sojourn.register import programme
from tests.ledger.random_ledgers import Drawn, RandomLedger, Row, ledgers

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
#: Texts of every kind: what looks like a number of the register, what is no text at all, what no column has room for.
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(["", " ", "not_stated", "N-1", "W-7K3QX9TB-M", "office", "x" * 250, "阮氏兰", "Nguyễn Thị Lan"]),
)
#: Ids as anybody may write them, and as a register does, of its own or of another.
_IDS = st.one_of(
    st.text("abc019-é", min_size=1, max_size=4),
    st.sampled_from(["JB000000001", "DC000000007", "XR000000003", "RT000000002", "beside 1", "E-7K3QX9TB-M", "x" * 90]),
)


def registers_ledgers(most_rows: int = 4) -> st.SearchStrategy[RandomLedger]:
    """Ledgers of the programme, most of whose rows officials see."""
    return st.deferred(lambda: ledgers(most_rows=most_rows, drawn=_drawn())).map(_sound)


def _drawn() -> Drawn:
    loaded, bound = programme.programme(), programme.bound()
    places, authorities = st.sampled_from(sorted(loaded.places)), st.sampled_from(sorted(loaded.authorities))
    sectors, routes = st.sampled_from(programme.options(bound.sector)), st.sampled_from(sorted(loaded.routes))
    documents = st.sampled_from(["border_pass", "passport"])
    facts = st.dictionaries(_TEXTS, st.integers() | _TEXTS, max_size=2).map(json.dumps)
    return Drawn(
        values={
            ("employers", "sector"): sectors,
            ("sites", "sector"): sectors,
            ("offices", "authority"): authorities,
            ("decisions", "authority"): authorities,
            ("inspections", "authority"): authorities,
            ("ratings", "grade"): st.sampled_from(programme.options(bound.grade)),
            ("persons", "nationality"): st.sampled_from(programme.options(bound.nationality)),
            ("persons", "home_province"): st.sampled_from(programme.options(bound.province)),
            ("persons", "weight"): st.just(1.0),
            ("persons", "birth_year"): st.integers(1900, 2199),
            ("persons", "language"): st.sampled_from(["vi", "zh", "en", "zha"]),
            ("applications", "route"): routes,
            ("permits", "kind"): routes,
            ("violations", "conduct"): st.sampled_from(sorted(loaded.conduct)),
            ("documents", "kind"): documents,
            ("crossings", "document_kind"): documents,
            ("stays", "document_kind"): documents,
            ("crossings", "post"): st.sampled_from(["youyiguan", "puzhai", "a", "0"]),
            ("findings", "facts"): facts,
        },
        ids={"places": places} | {name: _IDS for name in TABLES if name != "places"},
        keys=st.sampled_from(["not_stated", "B", "gx.permit.paper", "x-1:2", "k" * 150]),
        texts=_TEXTS,
        days=st.dates(_FIRST, _LAST),
        circles=st.sampled_from([SeenBy.OFFICIALS] * 8 + [SeenBy.PARTIES, SeenBy.NOBODY]),
    )


def _sound(drawn: RandomLedger) -> RandomLedger:
    """What a register cannot hold of such a ledger, put right: two firms of one code, two papers of one number."""
    rows = {name: [dict(row) for row in found] for name, found in drawn.rows.items()}
    for number, row in enumerate([*rows.get("employers", []), *rows.get("agencies", [])]):
        if row["credit_code"] is not None:
            row["credit_code"] = _code(number)
    for number, row in enumerate(rows.get("documents", [])):
        if row["number"]:
            row["number"] = f"{row['number'][:12]}{number}"
    for number, row in enumerate(rows.get("findings", [])):
        row["content_hash"] = f"{number}{row['content_hash']}"
    for row in rows.get("decisions", []):
        if row["kind"] in ("ban", "detention") and row["ends_on"] is None:
            row["ends_on"] = row["begins_on"] or _LAST
    details: dict[object, Row] = {}
    for row in rows.get("person_details", []):
        row["name"], row["birth_date"] = (row["name"] or "not_stated")[:120], row["birth_date"] or _FIRST
        row["phone"] = row["phone"] and row["phone"][:40]
        row["address"] = row["address"] and row["address"][:200]
        details[row["person_id"]] = row
    if details:
        rows["person_details"] = list(details.values())
    return replace(drawn, rows=rows)


def _code(number: int) -> str:
    compact = f"9145148{number:02d}MA5K8Q3X"
    return compact + uscc.calc_check_digit(compact)


def what_officials_see(drawn: RandomLedger) -> dict[str, list[Row]]:
    """The rows that a register takes in, as it writes them: by id, and where a personal text is empty there is none."""
    found: dict[str, list[Row]] = {}
    for name, table in TABLES.items():
        rows = [dict(row) for row in drawn.rows.get(name, []) if row["seen_by"] == SeenBy.OFFICIALS]
        for column in table.own:
            if column.personal and column.kind is ColumnKind.TEXT:
                for row in rows:
                    row[column.name] = row[column.name] or None
        found[name] = sorted(rows, key=lambda row: str(row["id"]))
    return found
