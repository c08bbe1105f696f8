"""What is asked of one actor."""

from __future__ import annotations

import time

import pytest
from pyoxigraph import RdfFormat, Store

from kg.questions import Between
from kg.questions.actor import (
    ask_identity,
    ask_offices,
    ask_places,
    ask_written,
    read_identity,
    read_offices,
    read_places,
    read_written,
)
from kg.questions.actor_counts import (
    ask_counterparts,
    ask_days,
    ask_facets,
    ask_speaking_of,
    ask_spoken_of,
    ask_totals,
    by_part,
    read_counterparts,
    read_counts,
    read_days,
    read_facets,
)
from kg.questions.actor_facts import PARTS, Chosen, ask_listed
from kg.questions.ties import Within, ask_bonds, read_bonds
from tests.questions.graphs import AT, asked, loaded
from tests.questions.hub import HUB, hub_graph

SAFADI = f"{AT}actor/safadi"


@pytest.fixture(scope="module")
def hub() -> Store:
    store = Store()
    store.load(hub_graph(60, 5, others=9).encode(), format=RdfFormat.TRIG)
    return store


def test_who_it_is() -> None:
    found = read_identity(SAFADI, asked(ask_identity(SAFADI)))
    assert found.links == ("http://www.wikidata.org/entity/Q1",)
    assert "https://schema.org/Person" in found.classes


def test_with_whom() -> None:
    found = read_counterparts(asked(ask_counterparts(SAFADI)))
    told = {(one.part, one.actor.removeprefix(AT), one.status): one.count for one in found}
    assert told["meetings", "article/two/shoukry", "held"] == 2
    assert told["meetings", "article/two/shoukry", "planned"] == 1
    assert told["relayed", "article/one/spokesman", ""] == 1
    assert told["agreements", "actor/egypt", ""] == 1


def test_whom_it_names_and_who_names_it() -> None:
    egypt = f"{AT}actor/egypt"
    assert [(c.value, c.count) for c in read_counts(asked(ask_spoken_of(SAFADI)))] == [(egypt, 1)]
    assert [(c.value, c.fact) for c in read_counts(asked(ask_speaking_of(egypt)))] == [
        (SAFADI, f"{AT}article/one/said")
    ]


def test_days_are_the_events_own_or_the_articles_and_never_guessed() -> None:
    more = 'graph:one { :meeting sem:hasTime :t2 . :t2 rdfs:label "يوم الأربعاء"@ar . }'
    days = read_days(asked(ask_days(SAFADI), loaded(more)))
    told = {(one.part, one.day, one.own) for one in days}
    assert ("meetings", "2026-03-01", True) in told
    assert ("meetings", "", False) in told
    assert ("statements", "2026-03-02", False) in told
    assert ("meetings", "2026-03-02", False) not in told


def test_each_number_is_that_of_its_list(hub: Store) -> None:
    totals = by_part(read_counts(asked(ask_totals(HUB), hub), "part"))
    for part in PARTS.keys() - {"about"}:
        listed = asked(ask_listed(part, HUB, Chosen(), Between(limit=1000)), hub)
        assert len(listed) == totals[part], part
    assert (totals["statements"], totals["meetings"]) == (300, 60)


def test_facets_are_counted_and_narrow(hub: Store) -> None:
    facets = read_facets(asked(ask_facets(HUB, Chosen()), hub))
    medium = facets["medium"][0]
    listed = asked(ask_listed("statements", HUB, Chosen(medium=medium.value), Between(limit=1000)), hub)
    assert len(listed) == medium.count
    month = facets["month"][0]
    in_month = asked(ask_listed("statements", HUB, Chosen(month=month.value), Between(limit=1000)), hub)
    assert len(in_month) == month.count
    assert all(row["day"].startswith(month.value) for row in in_month)


def test_names_as_written_have_a_place_with_its_sentence(hub: Store) -> None:
    called = read_written(asked(ask_written(HUB), hub), frozenset({"الراوي"}))
    assert [(one.words, one.count, one.name) for one in called] == [("الراوي", 120, True), ("سامي الراوي", 180, False)]
    (proof,) = read_places(asked(ask_places([called[0].place]), hub))
    assert proof.words == "الراوي"


def test_offices_have_no_beginning_but_days_of_articles(hub: Store) -> None:
    first = read_offices(asked(ask_offices(HUB), hub))[0]
    assert (first.words, first.count) == ("وزير 0", 20)


def test_ties_are_narrowed_by_publisher_and_day(hub: Store) -> None:
    everything = read_bonds(asked(ask_bonds([HUB], Within(), 100), hub))
    some = read_bonds(asked(ask_bonds([HUB], Within(publisher="صحيفة 1"), 100), hub))
    late = read_bonds(asked(ask_bonds([HUB], Within(between=Between(since="2100")), 100), hub))
    assert {bond.relation for bond in everything} == {"met", "spoke-of"}
    assert 0 < sum(bond.count for bond in some) < sum(bond.count for bond in everything)
    assert late == ()


def test_places_in_one_long_article_are_compared_within_bounds() -> None:
    store = Store()
    store.load(hub_graph(1, 4000).encode(), format=RdfFormat.TRIG)
    begun = time.process_time()
    for question in (ask_spoken_of(HUB), ask_speaking_of(HUB), ask_bonds([HUB], Within(), 100)):
        asked(question, store)
    assert time.process_time() - begun < 8, "the product of all places takes minutes"
