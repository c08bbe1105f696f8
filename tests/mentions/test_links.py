"""Links to the authority: only what the words name, never the front of a longer name."""

from __future__ import annotations

from functools import cache

import pytest

from kg.article import Article
from kg.authority import Authority, load_authority
from kg.document import segment
from kg.lang.ar import pack
from kg.mentions import find_mentions, resolve


@cache
def authority() -> Authority:
    return load_authority()


def links(text: str) -> dict[str, str | None]:
    """Return the key each actor of *text* is linked to, by its first name."""
    document = segment(Article(text, "ar"), pack())
    found = resolve(document, find_mentions(document, authority()), authority())
    return {actor.names[0]: actor.link.key if actor.link else None for actor in found}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("قال أمين مجلس الأمن القومي رضا مرادي إن الرد وشيك.", "مجلس الأمن القومي"),
        ("وقال مجلس الأمن الوطني العراقي إن الحدود آمنة.", "مجلس الأمن الوطني العراقي"),
        ("وصل مستشار مجلس الأمن القومي حسام فهمي إلى باريس.", "مجلس الأمن القومي"),
        ("أعلن مجلس النواب المتقاعدين أن الجلسة تأجلت.", "مجلس النواب"),
    ],
)
def test_the_front_of_a_longer_name_does_not_link(text: str, name: str) -> None:
    assert links(text).get(name) is None


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("دعا مجلس الأمن الدولي إلى ضبط النفس.", "مجلس الأمن الدولي", "org-united-nations-security-council"),
        ("دعا مجلس الأمن إلى ضبط النفس.", "مجلس الأمن", "org-united-nations-security-council"),
        ("قال البيت الأبيض الأمريكي إن الزيارة قائمة.", "البيت الأبيض", "org-white-house"),
        ("وصل الوفد إلى مالي أمس.", "مالي", "country-ml"),
        ("وصل رئيس مالي إلى باريس.", "مالي", "country-ml"),
    ],
)
def test_a_whole_name_links(text: str, name: str, key: str) -> None:
    assert links(text).get(name) == key


def test_a_country_that_is_a_surname_is_no_country_in_a_persons_name() -> None:
    found = links("قال المبعوث الأميركي جورج مالي إن الاتفاق قريب. وأوضح مالي أن العقوبات باقية.")
    assert "country-ml" not in found.values()
    assert "جورج مالي" in found


def test_a_country_that_is_a_common_word_is_none_without_its_preposition() -> None:
    assert "country-ml" not in links("قدمت الحكومة دعما ماليا وملف مالي جديد.").values()


def test_a_swallowed_article_comes_back_in_the_name() -> None:
    assert "السعودية" in links("قام بزيارة للسعودية أمس.")
