"""The vocabulary as cards: every class and every shape of things is there, with what the files say of it."""

from __future__ import annotations

import pytest

from kg.store import ClassUse, Profile, Use
from kg.triples import ISNAD
from kg.web.pages import Language
from kg.web.term_page import glossary
from kg.web.views import Viewer
from kg.web.vocabulary import labels
from kg.web.vocabulary_map import VocabularyMap

USED = Profile(classes={f"{ISNAD}Meeting": ClassUse(7, {})}, properties={f"{ISNAD}participant": Use(12, 7, 5)})


def drawn(language: Language = "ar") -> VocabularyMap:
    return VocabularyMap(glossary(), Viewer("http://localhost:8000/", "/", language, labels()), USED)


def test_a_class_says_what_it_is_a_kind_of_and_how_often_it_is_used() -> None:
    cards = {card.name: card for card in drawn().classes()}
    meeting = cards["Meeting"]
    assert meeting.kind == "meeting"
    assert meeting.entities == 7
    assert "https://schema.org/Event" in [value.term.value for value in meeting.above]
    spoken = {one.property.term.value.removeprefix(ISNAD): one for one in meeting.properties}
    assert spoken["participant"].triples == 12
    assert [value.term.value for value in spoken["participant"].ranges] == [f"{ISNAD}Actor"]
    assert cards["Statement"].entities == 0


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_class_and_shape_is_told_in_the_language_of_the_page(language: Language) -> None:
    map_ = drawn(language)
    assert all(card.label.language == language and card.meaning for card in map_.classes())
    assert len(map_.classes()) > 10
    shapes = map_.shapes()
    assert len(shapes) > 10
    for shape in shapes:
        for rule in shape.rules:
            assert rule.path or rule.name
            assert rule.message is None or rule.message.language == language


def test_a_rule_tells_how_many_values_and_of_what() -> None:
    meeting = next(shape for shape in drawn().shapes() if shape.name == "Meeting")
    rules = {rule.name: rule for rule in meeting.rules}
    kind = rules["Meeting-kind"]
    assert (kind.least, kind.most) == ("1", "1")
    asked = dict(kind.asked)
    assert next(value.term.value for value in asked["in"]) == f"{ISNAD}kind-meeting"
    assert kind.message is not None
    assert meeting.severity == "Violation"
