"""A store for scale: one article of a megabyte, in which one person says five thousand things.

Read and named by the house's own code; only the shapes are left out, which take two minutes over such an article.
`python -m tests.browser.large FOLDER BASE` makes it.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from kg.article import Given, read_article
from kg.pipeline import understand
from kg.store import Publication, open_store
from kg.triples import Run, to_graph, write_graphs
from kg.wiring.toolkit import seed_of, toolkit_for

KEY = "long"
ACTOR = "actor/person-q311440"
STATEMENTS = 5200
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_TITLE = "تقرير مفصل عن مراحل الخطة"
_SENTENCE = (
    "وقال الأمين العام للأمم المتحدة أنطونيو غوتيريش في كلمته اليوم أمام الصحفيين في نيويورك إن {} {} {} سيبدأ قريبا."
)
# What is said again in nearly the same words is one statement with two proofs: neighbours have no word in common.
_WHAT = (
    *("مشروع", "برنامج", "مؤتمر", "تدريب", "تقييم", "تنسيق", "توزيع", "تمويل", "إعمار"),
    *("تأهيل", "تنظيم", "تطوير", "إصلاح", "ترميم", "توسيع", "تحديث", "إحصاء", "مسح"),
)
_WHOSE = (
    *("المدارس", "الطرق", "الموانئ", "المستشفيات", "الجسور", "المياه", "الكهرباء", "الاتصالات", "المطارات"),
    *("الأسواق", "المخازن", "الحقول", "السدود", "المصانع", "المكتبات", "الملاعب", "القرى", "الأرصفة"),
)
_WHERE = (
    *("في الشمال", "في الجنوب", "في الشرق", "في الغرب", "في الوسط", "على الساحل", "في الجبال", "في السهول"),
    *("في الواحات", "في الأرياف", "في الضواحي", "عند الحدود", "حول النهر", "قرب البحيرة", "في الجزر", "في الوادي"),
    *("على الهضبة", "في الصحراء"),
)


def text() -> str:
    """Return the article, a million bytes of it."""
    said = ((_WHAT[i % 18], _WHOSE[(i + i // 18) % 18], _WHERE[(i + i // 324) % 18]) for i in range(STATEMENTS))
    return "\n\n".join([_TITLE, *(_SENTENCE.format(*words) for words in said)])


def make(folder: Path, base: str) -> None:
    """Make the store in *folder*, its names below *base*."""
    toolkit = toolkit_for(base)
    article = read_article(text().encode(), Given(iri=f"{base}id/article/{KEY}", published=date(2026, 3, 1)))
    graph = to_graph(understand(article, toolkit), toolkit.names, toolkit.authority, Run(toolkit.reader))
    quads = io.BytesIO()
    write_graphs([graph], "nquads", toolkit.names, quads)
    name = toolkit.names.article(article).value
    said = (article.text, article.text_hash, toolkit.reader, quads.getvalue())
    store = open_store(folder, base=base, kind="merged", create=True)
    try:
        store.seed(seed_of(base), NOW)
        store.put(Publication(KEY, name, graph.name, *said), NOW)
    finally:
        store.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]), sys.argv[2])
