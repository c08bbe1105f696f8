"""Coreference: which mentions are one actor, and which are not."""

from __future__ import annotations

from functools import cache

from kg.article import Article
from kg.authority import Authority, load_authority
from kg.document import segment
from kg.lang.ar import pack
from kg.mentions import Actor, find_mentions, resolve


@cache
def authority() -> Authority:
    return load_authority()


def actors(text: str, kind: str = "Person") -> list[Actor]:
    document = segment(Article(text, "ar"), pack())
    found = resolve(document, find_mentions(document, authority()), authority())
    return [actor for actor in found if actor.type == kind]


def names(text: str, kind: str = "Person") -> list[tuple[str, ...]]:
    return [actor.names for actor in actors(text, kind)]


def test_a_surname_is_its_bearer() -> None:
    text = "قال وزير الدفاع البولندي يان كوفالسكي إن القوات جاهزة. وأضاف كوفالسكي أن التدريب انتهى."
    assert names(text) == [("يان كوفالسكي", "كوفالسكي")]


def test_two_transcriptions_are_one_man() -> None:
    text = "وصل السفير توماس هولندر إلى صنعاء. وقال السفير توماس هولاندر إن زيارته قصيرة."
    assert names(text) == [("توماس هولندر", "توماس هولاندر")]


def test_two_men_of_one_family_stay_two() -> None:
    text = "قال وزير الاقتصاد سعيد النجار إن النمو مستمر. وقال وزير العدل كريم النجار إن القانون جاهز."
    assert sorted(names(text)) == [("سعيد النجار",), ("كريم النجار",)]


def test_a_role_points_to_its_holder() -> None:
    text = "قال الرئيس البرازيلي كارلوس سيلفا إن الغابات محمية. وشدد الرئيس البرازيلي على أهمية المناخ."
    (holder,) = actors(text)
    assert len(holder.mentions) == 2


def test_a_role_of_another_country_is_another_person() -> None:
    text = "قال الرئيس البرازيلي كارلوس سيلفا إن الغابات محمية. ورحب الرئيس المكسيكي بالتصريح."
    assert [(a.names[0], a.resolved) for a in actors(text)] == [("كارلوس سيلفا", True), ("الرئيس المكسيكي", False)]


def test_a_counterpart_is_named_after_it() -> None:
    text = "استقبل وزير الخارجية الكندي جون مارتن نظيره النرويجي لارس هانسن في مكتبه."
    assert names(text) == [("جون مارتن",), ("لارس هانسن",)]


def test_a_capital_stands_for_its_country() -> None:
    text = "رفضت إسبانيا المقترح. وقالت مدريد إن القرار نهائي."
    assert names(text, "Country") == [("إسبانيا", "مدريد")]


def test_a_short_name_in_brackets_is_the_body() -> None:
    text = "ذكرت وكالة الأخبار المستقلة (واما) أن الطريق مغلق."
    assert names(text, "Organization") == [("وكالة الأخبار المستقلة", "واما")]


def test_a_known_person_links_only_where_the_country_agrees() -> None:
    agreeing = actors("قال الرئيس الأمريكي باراك أوباما إن الاتفاق مهم.")[0]
    abstaining = actors("قال الرئيس الكندي باراك أوباما إن الاتفاق مهم.")[0]
    assert agreeing.link is not None
    assert agreeing.link.wikidata == "Q76"
    assert abstaining.link is None


def test_a_name_the_authority_does_not_hold_has_no_link() -> None:
    assert actors("قال الرئيس الأمريكي هارولد ستيفنسون إن الاتفاق مهم.")[0].link is None


def test_a_comma_word_is_no_name() -> None:
    assert names("قال وزير الخارجية القطري، محذرا، إن الوضع خطير.") == [("وزير الخارجية القطري",)]
