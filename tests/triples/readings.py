"""Readings built by hand from marked sentences, for tests that need facts and no reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from kg.article import Article, Given
from kg.authority import AuthorityRow
from kg.document import Document, Sentence
from kg.errors import NotFound
from kg.facts import Agreement, Evidence, Meeting, Position, Reading, Statement, When
from kg.lang import LanguagePack
from kg.mentions import Actor, Link, Mention
from kg.text import Span

# Two headlines' worth of invented news: every class and property of the ontology has a place in it.
TEXT = (
    "سلمى الراوي تعلن خطة بديلة\n\n"
    'صحيفة الواحة: قالت وزيرة الخارجية سلمى الراوي إن بلادها أعدت "خطة بديلة" لملف إيران النووي إذا فشلت المحادثات.\n\n'
    "وعقدت الراوي ونظيرها كمال النجار اجتماعا افتراضيا يوم الثلاثاء ضمن إطار "
    "مجموعة الواحة في مدينة سنار لبحث ملف المياه، وفق ما نقلته وزارة الإعلام في بيان.\n\n"
    "وكان اجتماع سابق قد عقد في ديسمبر بين وفد رفيع وكمال النجار.\n\n"
    "واتفق الجانبان على مواصلة التنسيق.\n\n"
    "وقال متحدث لم يكشف عن اسمه إن سنار تدعم الخطة، في تغريدة.\n\n"
    "المصدر\nوكالة النيل"
)


class Place:
    """Finds the spans of words in a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str, n: int = 1) -> Span:
        """Return where the *n*-th occurrence of *words* stands."""
        start = -1
        for _ in range(n):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))


class _Letters:
    word = re.compile(r"\w+")
    script = ""

    def proper(self, written: str) -> bool:
        return True

    def fold(self, text: str) -> str:
        return text

    def key(self, word: str) -> str:
        return word


PACK = LanguagePack("ar", "rtl", _Letters(), {}, lambda text, span: ())


@dataclass(frozen=True, slots=True)
class Known:
    """A small authority."""

    held: tuple[AuthorityRow, ...]
    revision: str = "rev-1"

    def rows(self) -> tuple[AuthorityRow, ...]:
        return self.held

    def row(self, key: str) -> AuthorityRow:
        for row in self.held:
            if row.key == key:
                return row
        raise NotFound(key)

    def named(self, language: str) -> tuple[tuple[str, AuthorityRow], ...]:
        return tuple((name, row) for row in self.held for code, name in row.names if code == language)


def row(key: str, type_: str, ar: str, en: str, **more: object) -> AuthorityRow:
    """Return an authority row with sensible rest."""
    plain = AuthorityRow(
        key, type_, "kind", (("ar", ar), ("en", en)), (), (), (), None, None, (), False, "a table", "two texts"
    )
    return replace(plain, **more)


AUTHORITY = Known(
    (
        row("country-sn", "Country", "سنار", "Sennar", wikidata="Q99999901", adjectives=(("ar", "سناري"),)),
        row("office-fm", "Office", "وزير الخارجية", "foreign minister", evidence=""),
        row(
            "person-najjar",
            "Person",
            "كمال النجار",
            "Kamal Najjar",
            country="country-sn",
            wikidata="Q99999902",
            alternatives=(("en", "K. Najjar"),),
        ),
    )
)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return one sentence for each line that holds words."""
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    return tuple(Sentence(span, 0, 0, headline=i == 0) for i, span in enumerate(lines))


def reading(text: str = TEXT, given: Given | None = None) -> Reading:
    """Return the reading of TEXT, with a fact of every kind."""
    at = Place(text)
    given = given or Given(source_url="https://example.org/news/1", published=date(2022, 1, 26))
    article = Article(text, "ar", given)
    sentences = sentences_of(text)
    document = Document(
        article,
        PACK,
        sentences[0].span,
        Span(sentences[1].span.start, sentences[5].span.stop),
        "صحيفة الواحة",
        (at("وكالة النيل"),),
        tuple(s.span for s in sentences[1:6]),
        sentences[:6],
        (),
        (),
    )
    return Reading(document, _actors(at), _positions(at), _meetings(at), _statements(at), _agreements(at))


def _mention(span: Span, type_: str, **more: object) -> Mention:
    return Mention(span, type_, "finder.test", **more)


def _actors(at: Place) -> tuple[Actor, ...]:
    salma = tuple(_mention(s, "Person") for s in (at("سلمى الراوي"), at("سلمى الراوي", 2), at("الراوي", 3)))
    najjar = tuple(_mention(s, "Person", key="person-najjar") for s in (at("كمال النجار"), at("كمال النجار", 2)))
    sennar = (_mention(at("سنار", 2), "Country", key="country-sn", metonym=True),)
    return (
        Actor("a1", "Person", ("سلمى الراوي", "الراوي"), salma),
        Actor("a2", "Person", ("كمال النجار",), najjar, Link("person-najjar", 0.95, "name and office", "Q99999902")),
        Actor("a3", "Forum", ("مجموعة الواحة",), (_mention(at("مجموعة الواحة"), "Forum"),)),
        Actor("a4", "Organization", ("وزارة الإعلام",), (_mention(at("وزارة الإعلام"), "Organization"),)),
        Actor("a5", "Country", ("سنار",), sennar, Link("country-sn", 1, "its name", "Q99999901")),
        Actor("a6", "Group", ("وفد رفيع",), (_mention(at("وفد رفيع"), "Group"),), on_behalf_of="a5"),
        Actor("a7", "Group", ("الجانبان",), (_mention(at("الجانبان"), "Group"),)),
        Actor("a8", "Person", ("متحدث لم يكشف عن اسمه",), (), resolved=False),
    )


def _proof(at: Place, words: str, rule: str, n: int = 1) -> tuple[Evidence, ...]:
    return (Evidence(at(words, n), rule),)


def _positions(at: Place) -> tuple[Position, ...]:
    return (Position("a1", at("وزيرة الخارجية"), "a5", _proof(at, "وزيرة الخارجية سلمى الراوي", "position.before")),)


def _meetings(at: Place) -> tuple[Meeting, ...]:
    tuesday = When(at("يوم الثلاثاء"), "XXXX-WXX-2")
    december = When(at("ديسمبر"), "XXXX-12", "2021-12")
    first = _proof(at, "وعقدت الراوي ونظيرها كمال النجار اجتماعا افتراضيا يوم الثلاثاء", "meeting.held")
    second = _proof(at, "اجتماع سابق قد عقد في ديسمبر بين وفد رفيع وكمال النجار", "meeting.earlier")
    return (
        Meeting(
            "m1",
            "meeting",
            at("اجتماعا افتراضيا"),
            ("a1", "a2"),
            "a3",
            "virtual",
            tuesday,
            at("مدينة سنار"),
            "held",
            (at("ملف المياه"),),
            first,
        ),
        Meeting("m2", "meeting", at("اجتماع سابق"), ("a6", "a2"), None, None, december, None, "held", (), second),
    )


def _statements(at: Place) -> tuple[Statement, ...]:
    lead = _proof(at, "قالت وزيرة الخارجية سلمى الراوي إن بلادها أعدت", "speech.verb")
    title = _proof(at, "سلمى الراوي تعلن خطة بديلة", "speech.headline")
    sides = _proof(at, "واتفق الجانبان على مواصلة التنسيق", "speech.agreed")
    last = _proof(at, "وقال متحدث لم يكشف عن اسمه إن سنار تدعم الخطة", "speech.verb")
    plan = at('بلادها أعدت "خطة بديلة" لملف إيران النووي إذا فشلت المحادثات')
    condition = at("إذا فشلت المحادثات")
    return (
        Statement("s1", ("a1",), at("تعلن"), at("خطة بديلة"), "indirect", None, (), None, None, title),
        Statement("s2", ("a1",), at("قالت"), plan, "mixed", "statement", ("a4",), condition, "s1", lead),
        Statement("s3", ("a7",), None, at("مواصلة التنسيق"), "indirect", None, (), None, None, sides),
        Statement("s4", ("a8",), at("وقال"), at("سنار تدعم الخطة"), "direct", "tweet", (), None, None, last),
    )


def _agreements(at: Place) -> tuple[Agreement, ...]:
    # Read by a model, which is never quite sure.
    sides = (Evidence(at("واتفق الجانبان على مواصلة التنسيق"), "model:test", confidence=0.75),)
    return (Agreement("g1", ("a7", "a2"), at("مواصلة التنسيق"), "s3", sides),)


SHORT = "قال الوزير سامر لوكالة دال إن وفد لجنة نون يلتقي كمال الثلاثاء"


def short_reading() -> Reading:
    """Return a reading with a fact of every kind on as few spans as there can be."""
    at = Place(SHORT)
    whole = Span(0, len(SHORT))
    proof = (Evidence(whole, "rule.test"),)
    name, friend, agency, forum, group = at("سامر"), at("كمال"), at("وكالة دال"), at("لجنة نون"), at("وفد")
    linked = Link("person-najjar", 0.9, "name and office", "Q99999902")
    actors = (
        Actor("a1", "Person", ("سامر",), (_mention(name, "Person"),)),
        Actor("a2", "Person", ("كمال",), (_mention(friend, "Person", key="person-najjar"),), linked),
        Actor("a3", "Organization", ("وكالة دال",), (_mention(agency, "Organization", metonym=True),)),
        Actor("a4", "Forum", ("لجنة نون",), (_mention(forum, "Forum"),)),
        Actor("a5", "Group", ("وفد",), (_mention(group, "Group"),), on_behalf_of="a4"),
        Actor("a6", "Person", ("الوزير",), (), resolved=False),
    )
    when = When(whole, "2022-01-26", "2022-01-26")
    open_when = When(at("يلتقي"), "XXXX-WXX-2")
    meeting = Meeting(
        "m1", "meeting", at("يلتقي"), ("a1", "a2"), "a4", "inPerson", when, agency, "planned", (forum,), proof
    )
    other = replace(meeting, id="m2", cue=whole, participants=("a5",), when=open_when, place=None, topics=())
    statement = Statement("s1", ("a1",), whole, whole, "indirect", "interview", ("a3",), whole, None, proof)
    unnamed = Statement("s2", ("a6",), None, group, "direct", None, (), None, None, proof)
    document = Document(
        Article(SHORT, "ar", Given(source_url="https://example.org/short", published=date(2022, 1, 25))),
        PACK, None, whole, "دال", (agency,), (whole,), (Sentence(whole, 0, 0),), (), (),
    )  # fmt: skip
    agreement = Agreement("g1", ("a5",), whole, "s1", proof)
    positions = (Position("a1", whole, "a4", proof),)
    return Reading(
        document,
        actors,
        positions,
        (meeting, other),
        (statement, unnamed),
        (agreement,),
    )
