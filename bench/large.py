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
    "قال الأمين العام للأمم المتحدة أنطونيو غوتيريش إن المرحلة رقم {} من الخطة ستبدأ في موعدها وإن تمويلها متوفر كله."
)


def text() -> str:
    """Return the article, more than a million bytes of it."""
    return "\n\n".join([_TITLE, *(_SENTENCE.format(number) for number in range(1, STATEMENTS + 1))])


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
