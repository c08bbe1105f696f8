"""Where sentences end, and where a full stop ends nothing."""

from __future__ import annotations

import pytest

from tests.document.texts import TITLE, read

SPLIT = "|"
LINES = {
    "full stops": "قال الوزير إن العمل بدأ.| وأضاف أنه مستمر.",
    "question and exclamation": "هل بدأ العمل؟| نعم بدأ!| والحمد لله.",
    "a full stop with no blank after it": "قال الوزير إن العمل بدأ.|وأضاف أنه مستمر.",
    "a blank before the full stop": "قال الوزير إن العمل بدأ .| وأضاف أنه مستمر .",
    "decimal numbers": "بلغت الكلفة 2.5 مليار دولار و3.7 في المئة من الناتج.",
    "a title's abbreviation": "حضر اللقاء د. سالم المنصوري وم. هند الكندي.",
    "an agency's letters": "نقلت أ.ف.ب. عن مصدر أن اللقاء تأجل.",
    "latin initials": "قال J. Smith من شركة Acme إن العمل بدأ.",
    "a numbered list": "1. بناء الجسر وتوسعته.",
    "an ellipsis": "قال الوزير... إن العمل بدأ.| وأضاف أنه مستمر.",
    "an ellipsis in brackets": "لا بد من الاتفاق (...) لكي نمضي معا.",
    "semicolons and commas": "بدأ العمل؛ وهو مستمر، كما قال.",
    "sentences inside one pair of quotes": 'وأضاف "نحن نعمل بجد. أعتقد أن الفرصة جيدة. والحوار مستمر".| وختم بذلك.',
    "guillemets too": "وأضاف: «نحن نعمل بجد. الفرصة جيدة.»| وختم بذلك.",
    "a question inside a quote in mid-sentence": "سأل «هل بدأ العمل؟» ثم مضى.",
    "a quote that ends with the sentence": "وختم قائلا “بدأ العمل.”| ثم مضى الوزير.",
    "a bracket that ends with the sentence": "بدأ العمل (في الربيع.)| ثم مضى الوزير.",
    "an open mark does not swallow the rest": 'قال "نعم ثم مضى.| وعاد بعد ذلك.',
    "no full stop at all": "بدأ العمل في الربيع",
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES.keys())
def test_sentences(line: str) -> None:
    text = line.replace(SPLIT, "")
    document = read(f"{TITLE}\n\n{text}\nوهذه فقرة أخيرة كاملة من المقال.")
    own = [s.span for s in document.sentences if s.span.within(document.paragraphs[0])]
    marked = SPLIT.join(
        document.text[start : span.stop]
        for start, span in zip([own[0].start, *(s.stop for s in own)], own, strict=False)
    )
    assert marked == line


def test_the_headline_is_one_sentence_and_says_so() -> None:
    document = read("هل يعود الطيران؟ الوزير يجيب عن الأسئلة\n\nقال الوزير إن الطيران سيعود.\nوأضاف أنه قريب.")
    assert [s.headline for s in document.sentences] == [True, False, False]
    assert document.sentences[0].span == document.title


def test_a_sentence_knows_its_words() -> None:
    document = read(f"{TITLE}\n\nقال إنَّ RTالجسر بـ15 مترا.\nوهذه فقرة أخيرة كاملة من المقال.")
    words = document.words_of(document.sentences[1])
    assert [w.span.of(document.text) for w in words] == ["قال", "إنَّ", "RT", "الجسر", "بـ", "15", "مترا"]
    assert [w.key for w in words] == ["قال", "ان", "rt", "الجسر", "ب", "15", "مترا"]
    assert all(len(w.folded) == len(w.span) for w in words)
    assert sum(len(document.words_of(s)) for s in document.sentences) == len(document.words)
