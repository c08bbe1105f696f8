"""What travels as JSON between the server and programs, both ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from kg import errors
from kg.errors import KGError, Place
from kg.search import Sought
from kg.store import Change, Deed, Entry, Rejection
from kg.web.problems import KINDS
from kg.workers import Receipt, Running

Json = dict[str, Any]


def receipt_to_json(receipt: Receipt) -> Json:
    """Return what became of an article."""
    return asdict(receipt)


def receipt_from_json(value: Json) -> Receipt:
    """Return the receipt that `receipt_to_json` wrote."""
    return Receipt(**value)


def change_to_json(change: Change) -> Json:
    """Return what a write did."""
    return asdict(change)


def change_from_json(value: Json) -> Change:
    """Return the change that `change_to_json` wrote."""
    return Change(**value)


def entry_to_json(entry: Entry) -> Json:
    """Return what the ledger knows of an article."""
    return {**asdict(entry), "changed": entry.changed.isoformat()}


def entry_from_json(value: Json) -> Entry:
    """Return the entry that `entry_to_json` wrote."""
    return Entry(**{**value, "changed": datetime.fromisoformat(value["changed"])})


def rejection_to_json(rejection: Rejection) -> Json:
    """Return an article the gate refused, with its report and its private text."""
    told = {name: value for name, value in asdict(rejection).items() if name != "beside"}
    return {**told, "rejected": rejection.rejected.isoformat()}


def rejection_from_json(value: Json) -> Rejection:
    """Return the rejection that `rejection_to_json` wrote."""
    return Rejection(**{**value, "rejected": datetime.fromisoformat(value["rejected"])})


def deed_to_json(deed: Deed) -> Json:
    """Return what the audit log tells of one change."""
    return {**asdict(deed), "graphs": list(deed.graphs), "at": deed.at.isoformat()}


def deed_from_json(value: Json) -> Deed:
    """Return the record that `deed_to_json` wrote."""
    return Deed(**{**value, "graphs": tuple(value["graphs"]), "at": datetime.fromisoformat(value["at"])})


def running_to_json(running: Running) -> Json:
    """Return what is told of a job that runs."""
    return {**asdict(running), "begun": running.begun.isoformat()}


def running_from_json(value: Json) -> Running:
    """Return the job that `running_to_json` told of."""
    return Running(**{**value, "begun": datetime.fromisoformat(value["begun"])})


def sought_to_params(sought: Sought) -> dict[str, str | list[str]]:
    """Return a search as the parameters of /search."""
    told: dict[str, str | list[str]] = {"q": sought.words, "limit": str(sought.limit), "offset": str(sought.offset)}
    told |= {"kind": list(sought.kinds), "language": list(sought.languages)}
    return told | ({"strict": "true"} if sought.strictest else {})


_CLASSES: dict[str, type[KGError]] = {slug: kind for kind, (_, slug, _) in KINDS.items()}
# What only HTTP refuses is, to whoever called, a call whose own words are off.
_BY_STATUS: dict[int, type[KGError]] = {404: errors.NotFound, 408: errors.NetworkError, 413: errors.TooLarge}


def error_from_problem(problem: Mapping[str, Any]) -> KGError:
    """Return the error that a problem document tells of, as the server raised it."""
    slug = str(problem.get("type", "")).rpartition("problem-")[2]
    status = int(problem.get("status", 500))
    detail, hint = str(problem.get("detail") or problem.get("title")), problem.get("hint")
    kind = _CLASSES.get(slug) or _BY_STATUS.get(status, errors.UsageError if status < 500 else errors.StoreError)
    made = _SPECIAL[kind](problem, detail) if kind in _SPECIAL else kind(detail)
    if slug == "no-token":
        made = errors.Denied(detail, known=False)
    made.hint = hint or made.hint
    return made


def _place(problem: Mapping[str, Any]) -> Place | None:
    return Place(problem["line"], problem["column"]) if "line" in problem else None


_SPECIAL: dict[type[KGError], Callable[[Mapping[str, Any], str], KGError]] = {
    errors.MalformedQuery: lambda problem, detail: errors.MalformedQuery(detail, place=_place(problem)),
    errors.UnknownFunction: lambda problem, detail: errors.UnknownFunction(detail, place=_place(problem)),
    errors.MalformedData: lambda problem, detail: errors.MalformedData(detail, place=_place(problem)),
    errors.DoesNotConform: lambda problem, detail: errors.DoesNotConform(detail, dict(problem.get("report", {}))),
    errors.UnknownFormat: lambda problem, detail: errors.UnknownFormat(detail, tuple(problem.get("offered", ()))),
    errors.Conflict: lambda problem, detail: errors.Conflict(detail, dict(problem.get("decision", {}))),
    errors.Denied: lambda problem, detail: errors.Denied(detail, known=True),
    errors.Overrun: lambda problem, detail: errors.Overrun(detail, limit=str(problem.get("limit", ""))),
    errors.Overloaded: lambda problem, detail: errors.Overloaded(
        detail, yours=problem.get("status") == 429, seconds=int(problem.get("seconds", 1))
    ),
}
