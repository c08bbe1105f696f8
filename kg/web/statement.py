"""The dataset as search engines read it: schema.org JSON-LD, in a data block of the first page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from kg.sparql import GRAPHS
from kg.web.catalogue import Dump
from kg.web.dataset import Catalogue
from kg.web.pages import words
from kg.web.snapshot import Snapshot

# What could end the element, begin a comment in it, or turn round what stands beside it.
_ESCAPED: Final = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def dataset_block(catalogue: Catalogue, taken: Snapshot) -> Markup:
    """Return the JSON-LD of the dataset, safe inside a script element; as data, no policy on scripts stops it."""
    return data_block(_dataset(catalogue, taken))


def data_block(told: Mapping[str, Any]) -> Markup:
    """Return JSON-LD as the content of a script element, which nothing in it can end."""
    # Everything beyond ASCII is written by its number, marks of direction among it.
    return Markup(json.dumps(told).translate(_ESCAPED))  # noqa: S704 - escaped right here


def _dataset(catalogue: Catalogue, taken: Snapshot) -> dict[str, Any]:
    settings, home = catalogue.settings, catalogue.home
    said = {language: words(language) for language in ("ar", "en")}
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": catalogue.dataset,
        "name": [{"@language": tag, "@value": f"{w['name']}: {w['tagline']}"} for tag, w in said.items()],
        "description": [{"@language": tag, "@value": w["lead"]} for tag, w in said.items()],
        "url": home,
        "inLanguage": ["ar", "en"],
        "keywords": [word for w in said.values() for word in w["keywords"].split()],
        "isAccessibleForFree": True,
        "version": str(taken.revision),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": form.media_type,
                "contentUrl": home + Dump(None, form, packed=False).address,
            }
            for form in GRAPHS
        ],
        "subjectOf": {"@type": "WebAPI", "name": "SPARQL 1.1", "url": f"{home}sparql", "documentation": f"{home}docs"},
    }
    if taken.changed:
        told["dateModified"] = taken.changed.isoformat()
    if settings.licence:
        told["license"] = settings.licence
    if settings.publisher:
        told["publisher"] = told["creator"] = {"@type": "Organization", "name": settings.publisher}
    if taken.first and taken.last:
        told["temporalCoverage"] = f"{taken.first}/{taken.last}"
    return told
