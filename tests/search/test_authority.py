"""Known actors are found by any spelling that the authority file has, in Arabic and Latin letters."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.search import Sought, Source, TextIndex
from kg.wiring.toolkit import seed_of

BASE = "http://localhost:8000/"


@pytest.fixture(scope="module")
def index() -> TextIndex:
    store, index = Store(), TextIndex(None)
    store.extend(Quad(*quad.triple) for quad in parse(seed_of(BASE), RdfFormat.N_QUADS))
    index.renew((), Source(store, merged=True).all())
    index.commit(1)
    return index


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Jake Sullivan", "person-q16730147"),
        ("جيك سوليفان", "person-q16730147"),
        ("ساليفان", "person-q16730147"),
        ("لسوليفان", "person-q16730147"),
        ("Erdogan", "person-q39259"),
        ("Bulent Arinc", "person-q1020672"),
        ("Francois Fillon", "person-q101410"),
        ("al jazeera", "org-al-jazeera"),
        ("بالجزيره", "org-al-jazeera"),
        ("US", "country-us"),
        ("أمريكي", "country-us"),
        ("الامارات", "country-ae"),
        ("والسعوديه", "country-sa"),
        ("لمحمود عباس", "person-q127998"),
        ("كوفي أنان", "person-q1254"),
    ],
)
def test_the_first_result_is_who_was_meant(index: TextIndex, asked: str, first: str) -> None:
    assert index.find(Sought(asked, limit=1)).hits[0].document.resource == f"{BASE}id/actor/{first}"


@pytest.mark.parametrize("asked", ["qwertz", "زعفران", "بايدنستان الكبرى", "Mr Nobody Whatsoever"])
def test_who_is_not_known_is_not_found_by_all_words(index: TextIndex, asked: str) -> None:
    assert not index.find(Sought(asked, strictest=True)).hits
