"""The generated news graph: the same articles each time, read by the pipeline, and fit to be published."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.newsgraph.composing import Composer
from kg.pipeline import Toolkit, prepare
from kg.wiring import toolkit_for


@pytest.fixture(scope="module")
def toolkit() -> Toolkit:
    return toolkit_for("http://localhost:8000/")


def test_an_article_is_the_same_each_time_and_another_by_number_and_seed(toolkit: Toolkit) -> None:
    first, again = Composer(toolkit.authority), Composer(toolkit.authority)
    assert [first.article(number).text for number in range(5)] == [again.article(number).text for number in range(5)]
    assert len({first.article(number).text for number in range(50)}) == 50
    assert first.article(1).text != Composer(toolkit.authority, seed=8).article(1).text


def test_what_is_composed_is_read_and_passes_the_gate(toolkit: Toolkit) -> None:
    composer = Composer(toolkit.authority)
    for number in range(2):
        article = composer.article(number)
        assert "{" not in article.text
        prepared = prepare(article.text.encode(), article.given, toolkit, datetime(2026, 1, 1, tzinfo=UTC))
        assert prepared.publication is not None, prepared.report
        assert prepared.facts["statements"] >= 3
        assert prepared.facts["meetings"] >= 1
