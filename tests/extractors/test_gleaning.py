"""What extractors propose is held against the text: quoted, named, not there already, else dropped and counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.extractors import (
    Gleaned,
    Named,
    Proposals,
    ProposedAgreement,
    ProposedMeeting,
    ProposedPosition,
    ProposedStatement,
    Quote,
    Ready,
    glean,
)
from kg.facts import Evidence, Reading
from kg.text import Span
from tests.extractors.articles import TEXT, read


def at(words: str, n: int = 1) -> Span:
    start = -1
    for _ in range(n):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def person(words: str) -> Named:
    return Named(Quote(words), "Person")


def gleaned(*items: object, text: str = TEXT) -> tuple[Reading, Gleaned]:
    reading, actors = read(text)
    ready = Ready("test", "1", lambda _: Proposals(items))  # type: ignore[arg-type]
    more, (counts,) = glean(reading, actors, [ready])
    return more, counts


WISH = ProposedStatement(Quote("الماء والكلأ للجميع بلا ثمن"), (person("دهام الراوي"),), confidence=0.8)


def test_what_quotes_the_text_is_added_with_its_rule_and_confidence() -> None:
    reading, counts = gleaned(WISH)
    said = next(s for s in reading.statements if s.content == at("الماء والكلأ للجميع بلا ثمن"))
    (proof,) = said.evidence
    assert (proof.rule, proof.confidence) == ("test", 0.8)
    assert said.content.within(proof.span)
    (speaker,) = (a for a in reading.actors if a.id in said.speakers)
    assert (speaker.names, speaker.link) == (("دهام الراوي",), None)
    assert counts == Gleaned("test", 1, 1, 0, {}, 0)


def test_the_rules_facts_stay_as_they_are() -> None:
    before, _ = read()
    after, _ = gleaned(WISH)
    kept = [replace(s, id="") for s in after.statements if all(e.rule != "test" for e in s.evidence)]
    assert before.statements
    assert kept == [replace(s, id="") for s in before.statements]
    assert after.positions == before.positions


def test_statements_are_numbered_in_the_order_of_the_text() -> None:
    reading, _ = gleaned(WISH)
    assert [s.id for s in reading.statements] == [f"s{n}" for n in range(1, len(reading.statements) + 1)]
    assert [s.content for s in reading.statements] == sorted(s.content for s in reading.statements)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (replace(WISH, content=Quote("الماء والكلأ للجميع بثمن")), "quote not in the text"),
        (replace(WISH, content=Quote("الماء والكلا للجميع بلا ثمن")), "quote not in the text"),
        (replace(WISH, content=Quote("  ")), "empty quote"),
        (replace(WISH, content=Quote("السلام")), "quote in several places"),
        (replace(WISH, content=Quote("السلام", occurrence=9)), "quote not in the text that often"),
        (replace(WISH, speakers=()), "no actor named"),
        (replace(WISH, speakers=(person("جون سميث"),)), "quote not in the text"),
        (replace(WISH, speakers=(person("هو"),)), "no actor named"),
        (replace(WISH, speakers=(person("."),)), "no actor named"),
        (ProposedMeeting(Quote("مائدة واحدة"), ()), "no actor named"),
        (ProposedPosition(Quote("ملك القبائل"), person("فاضل النعيمي")), "quote not in the text"),
        (ProposedAgreement(Quote("للجميع بلا ثمن"), ()), "no actor named"),
    ],
)
def test_what_the_text_does_not_bear_out_is_dropped_and_counted(item: object, reason: str) -> None:
    before, _ = read()
    reading, counts = gleaned(item)
    assert reading == before
    assert counts == Gleaned("test", 1, 0, 0, {reason: 1}, counts.parts)


def test_quotes_outside_the_article_s_own_text_do_not_count() -> None:
    text = f"{TEXT}\nاقرأ أيضا\nحمد الكبير وكلمات من زمن بعيد\n"
    reading, _ = read(text)
    if "حمد الكبير" in reading.document.body.of(text):
        pytest.skip("this tail is read as part of the body")
    item = ProposedStatement(Quote("كلمات من زمن بعيد"), (person("حمد الكبير"),))
    assert gleaned(item, text=text)[1].dropped == {"quote not in the text": 1}


def test_half_an_article_is_no_quote() -> None:
    line = "ومضت القافلة في طريقها الطويل بين الكثبان حتى بلغت الواحة. "
    text = TEXT + "\n" + line * 40 + "\n"
    item = ProposedStatement(Quote((line * 40).strip()), (person("دهام الراوي"),))
    assert gleaned(item, text=text)[1].dropped == {"quote too long": 1}


def test_an_ambiguous_quote_is_placed_by_its_number_or_its_context() -> None:
    second = replace(WISH, content=Quote("والسلام", occurrence=2))
    by_context = replace(WISH, content=Quote("والسلام", context="والسلام غاية"))
    for item in (second, by_context):
        reading, counts = gleaned(item)
        assert counts.added == 1
        assert at("والسلام", 2) in {s.content for s in reading.statements}


def test_a_part_in_several_places_is_the_one_nearest_to_its_fact() -> None:
    reading, _ = gleaned(ProposedMeeting(Quote("جمعت مائدة واحدة"), (person("دهام الراوي"), person("فاضل النعيمي"))))
    held = next(m for m in reading.meetings if m.cue == at("جمعت مائدة واحدة"))
    mentions = {m.span for a in reading.actors if a.id in held.participants for m in a.mentions}
    assert {at("دهام الراوي", 2), at("فاضل النعيمي")} <= mentions


def test_a_meeting_s_time_is_read_by_the_language_s_own_grammar() -> None:
    dinner = ProposedMeeting(
        Quote("جمعت مائدة واحدة"), (person("دهام الراوي"),), time=Quote("مساء الثلاثاء"), place=Quote("قصر السلام")
    )
    reading, counts = gleaned(dinner)
    held = next(m for m in reading.meetings if m.cue == at("جمعت مائدة واحدة"))
    assert held.when is not None
    assert held.when.timex.startswith("XXXX-WXX-2")
    assert held.when.value is None, "no date that the text does not say"
    assert Evidence(at("قصر السلام"), "test", "place") in held.evidence
    assert counts.parts == 0


def test_words_that_are_no_time_give_none() -> None:
    dinner = ProposedMeeting(
        Quote("جمعت مائدة واحدة"), (person("دهام الراوي"),), time=Quote("مائدة"), place=Quote("قصر النسيان")
    )
    reading, counts = gleaned(dinner)
    held = next(m for m in reading.meetings if m.cue == at("جمعت مائدة واحدة"))
    assert (held.when, held.place, counts.parts) == (None, None, 2)


def test_who_the_rules_know_stays_who_he_is() -> None:
    item = ProposedStatement(Quote("مطلب"), (person("سامح شكري"),))
    reading, _ = gleaned(item)
    before, _ = read()
    (known,) = (a for a in before.actors if "سامح شكري" in a.names)
    said = next(s for s in reading.statements if s.content == at("مطلب"))
    assert said.speakers == (known.id,)


def test_a_fact_the_rules_have_is_not_doubled() -> None:
    item = ProposedStatement(Quote("بلاده تدعم وقف إطلاق النار"), (person("سامح شكري"),))
    office = ProposedPosition(Quote("وزير الخارجية"), person("سامح شكري"))
    before, _ = read()
    reading, counts = gleaned(item, office)
    assert reading == before
    assert (counts.known, counts.added) == (2, 0)


def test_an_extractor_s_own_repeats_count_once() -> None:
    _, counts = gleaned(WISH, replace(WISH, content=Quote("الماء والكلأ للجميع")))
    assert (counts.added, counts.known) == (1, 1)


def test_a_second_extractor_sees_what_the_first_added() -> None:
    reading, actors = read()
    seen: list[int] = []

    def second(given: Reading) -> Proposals:
        seen.append(len(given.statements))
        return Proposals((WISH,))

    _, counts = glean(reading, actors, [Ready("one", "1", lambda _: Proposals((WISH,))), Ready("two", "1", second)])
    assert seen == [len(reading.statements) + 1]
    assert [c.added for c in counts] == [1, 0]


def test_more_items_than_an_article_can_hold_are_not_looked_at() -> None:
    _, counts = gleaned(*[replace(WISH, content=Quote(f"لا شيء {n}")) for n in range(620)])
    assert counts.dropped == {"beyond": 120, "quote not in the text": 500}
