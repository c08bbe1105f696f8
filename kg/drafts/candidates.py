"""Which rows of the authority an actor may be: the likest names first, for a person to choose among."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from kg.authority import Authority, AuthorityRow
from kg.errors import NotFound
from kg.lang import LanguagePack
from kg.mentions import Actor

_MOST = 6
_LEAST = 0.5
_NEAR = 75
_REORDERED, _PART, _OTHER_TYPE = 0.97, 0.85, 0.6
_REMEMBERED = 4


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of an authority in one language, folded, and the rows they stand for."""

    forms: tuple[str, ...]
    rows: tuple[AuthorityRow, ...]
    with_word: Mapping[str, frozenset[int]]


_BUILT: dict[tuple[int, str, str], tuple[LanguagePack, _Names]] = {}


def candidates_of(actor: Actor, authority: Authority, pack: LanguagePack) -> list[dict[str, Any]]:
    """Return the rows whose names are like an actor's as JSON values, each with its score (0 to 1), the best first."""
    names = _names(authority, pack)
    best: dict[str, tuple[float, AuthorityRow]] = {}
    for name in dict.fromkeys(_folded(form, pack) for form in actor.names):
        near = {index for _, _, index in process.extract(name, names.forms, scorer=fuzz.ratio, score_cutoff=_NEAR)}
        for word in name.split():
            near |= names.with_word.get(word, frozenset())
        for index in near:
            row, score = names.rows[index], _likeness(name, names.forms[index])
            score *= 1.0 if row.type == actor.type else _OTHER_TYPE
            if score >= _LEAST and score > best.get(row.key, (0.0, row))[0]:
                best[row.key] = (score, row)
    ranked = sorted(best.values(), key=lambda one: (-one[0], one[1].key))[:_MOST]
    return [_told(row, authority) | {"score": round(score, 3)} for score, row in ranked]


def labels_of(row: AuthorityRow) -> dict[str, str]:
    """Return a row's own names by language."""
    return dict(reversed(row.names))


def _told(row: AuthorityRow, authority: Authority) -> dict[str, Any]:
    return {
        "key": row.key,
        "type": row.type,
        "labels": labels_of(row),
        "descriptions": _described(row, authority),
        "wikidata": row.wikidata,
    }


def _described(row: AuthorityRow, authority: Authority) -> dict[str, str]:
    """Return what tells a row from others of its name, by language: offices, and the country."""
    parts: dict[str, list[str]] = defaultdict(list)
    for key in (*row.positions[:2], *((row.country,) if row.country else ())):
        try:
            names = labels_of(authority.row(key))
        except NotFound:
            continue
        for language, name in names.items():
            parts[language].append(name)
    return {language: " · ".join(found) for language, found in sorted(parts.items())}


def _likeness(one: str, other: str) -> float:
    """Return 0 to 1 for two folded names: 1 for equal ones, less for other word order, less still for a part."""
    if one == other:
        return 1.0
    alike = max(fuzz.ratio(one, other), _REORDERED * fuzz.token_sort_ratio(one, other))
    return min(max(alike, _PART * fuzz.token_set_ratio(one, other)) / 100, 0.99)


def _folded(name: str, pack: LanguagePack) -> str:
    articles = tuple(pack.letters.key(row[0]) for row in pack.table("articles"))
    return " ".join(_bare(pack.letters.key(word), articles) for word in name.replace("-", " ").split())


def _bare(word: str, articles: Iterable[str]) -> str:
    return next((word[len(a) :] for a in articles if word.startswith(a) and len(word) > len(a) + 2), word)


def _names(authority: Authority, pack: LanguagePack) -> _Names:
    name = (id(pack), pack.code, authority.revision)
    if name not in _BUILT:
        while len(_BUILT) >= _REMEMBERED:
            del _BUILT[next(iter(_BUILT))]
        called = [(_folded(form, pack), row) for form, row in authority.named(pack.code) if row.type != "Office"]
        words: dict[str, set[int]] = defaultdict(set)
        for index, (form, _) in enumerate(called):
            for word in form.split():
                words[word].add(index)
        # A word that stands in very many names tells nothing of whom it names.
        rare = {word: frozenset(found) for word, found in words.items() if len(found) <= len(called) // 20 + 10}
        built = _Names(tuple(form for form, _ in called), tuple(row for _, row in called), rare)
        _BUILT[name] = (pack, built)
    return _BUILT[name][1]
