"""English, read by the same rules as Arabic from tables of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article
from kg.authority import load_authority
from kg.document import segment
from kg.errors import NotAnArticle
from kg.facts import Reading, read
from kg.lang import pack_for
from kg.text import Span

PACK = pack_for("en")
TIMES = Path(__file__).parent.parent / "cases" / "en" / "times.txt"


def reading(text: str) -> Reading:
    return read(segment(Article(text, "en"), PACK), load_authority())


def speakers(text: str) -> list[list[str]]:
    """Return the fullest names of each statement's speakers, in the order of the text."""
    found = reading(text)
    names = {actor.id: actor.names[0] for actor in found.actors}
    return [[names[actor] for actor in statement.speakers] for statement in found.statements]


def marked(text: str) -> str:
    """Return *text* with each time found in braces, after its value and anchor."""
    parts, place = [], 0
    for time in PACK.times(text, Span(0, len(text))):
        value = time.timex + (f"@{time.anchor}" if time.anchor else "")
        parts += [text[place : time.span.start], "{", value, " ", time.span.of(text), "}"]
        place = time.span.stop
    return "".join([*parts, text[place:]])


_LINES = TIMES.read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", _LINES[1::2], ids=[line.removeprefix("# ") for line in _LINES[::2]])
def test_the_times_of_a_sentence(line: str) -> None:
    assert marked(re.sub(r"\{\S+ ([^{}]*)\}", r"\1", line)) == line


def test_a_speaker_is_found_before_and_after_the_verb_and_behind_a_pronoun() -> None:
    text = 'Layla Nasser said the border was quiet. "We are ready," she added. "So are we," said Peter Olsen.'
    assert speakers(text) == [["Layla Nasser"], ["Layla Nasser"], ["Peter Olsen"]]


def test_of_a_country_is_no_speaker() -> None:
    assert speakers("President Carlos Medina of Chile wrote that the vote would go ahead.") == [["Carlos Medina"]]


def test_a_speaker_no_finder_knows_is_kept_as_written() -> None:
    (statement,) = reading("Two fishermen said that the boat had sunk at night.").statements
    actors = {actor.id: actor for actor in reading("Two fishermen said that the boat had sunk at night.").actors}
    assert (actors[statement.speakers[0]].names, actors[statement.speakers[0]].resolved) == (("Two fishermen",), False)


def test_how_and_where_it_was_said() -> None:
    (direct,) = reading('"The road is long," said Foreign Minister Karim Haddad.').statements
    (tweet,) = reading("Karim Haddad wrote in a tweet that the vote would go ahead.").statements
    assert (direct.mode, tweet.mode, tweet.medium) == ("direct", "indirect", "tweet")


def test_a_meeting_has_its_parties_place_day_and_topic() -> None:
    text = "Omani Foreign Minister Samir Aziz met Hassan Karimi in Muscat on Tuesday to discuss the ceasefire."
    found = reading(text)
    names = {actor.id: actor.names[0] for actor in found.actors}
    (meeting,) = found.meetings
    assert [names[actor] for actor in meeting.participants] == ["Samir Aziz", "Hassan Karimi"]
    assert (meeting.status, meeting.mode) == ("held", "inPerson")
    assert meeting.place is not None
    assert meeting.when is not None
    assert (meeting.place.of(text), meeting.when.timex) == ("Muscat", "XXXX-WXX-2")
    assert [topic.of(text) for topic in meeting.topics] == ["the ceasefire"]


def test_a_small_word_is_no_country() -> None:
    assert not any(a.type == "Country" for a in reading("Karim Haddad said that they told us nothing new.").actors)
    text = "The US president Karim Haddad said that nothing was new."
    assert [a.link.key for a in reading(text).actors if a.type == "Country" and a.link] == ["country-us"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Egypt's plan", ["Egypt", "'s", "plan"]),
        ("Mr. O'Neil", ["Mr.", "O'Neil"]),
        ("the U.S. army.", ["the", "U.S.", "army"]),
    ],
)
def test_words(written: str, words: list[str]) -> None:
    assert [match[0] for match in PACK.letters.word.finditer(written)] == words


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(PACK.letters.fold(text)) == len(text)
    assert PACK.letters.key(PACK.letters.key(text)) == PACK.letters.key(text)


WORDS = [word for table in PACK.tables for row in PACK.table(table)[:12] for word in row[0].split()]
MARKS = [*'.,:;"-?()', "\u201c", "\u201d", "'s", "\n\n", "\u202e", "\u0640", "Haddad", "the", "and", "said", "that"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(WORDS + MARKS * 6), st.sampled_from(("", " ", " "))), max_size=60))
def test_whatever_the_words_a_text_is_read_and_its_parts_are_in_it(parts: list[tuple[str, str]]) -> None:
    text = "The minister said that. " + "".join(word + gap for word, gap in parts)
    try:
        found = reading(text)
    except NotAnArticle:
        return
    for statement in found.statements:
        assert statement.content.of(text).strip()
        assert statement.content.stop <= len(text)
