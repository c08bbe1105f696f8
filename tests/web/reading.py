"""An article of our own, read by the reader itself, in a service of this process."""

from __future__ import annotations

from functools import cache

from kg.article import Given
from kg.pipeline import prepare
from kg.store import Publication
from kg.wiring.toolkit import toolkit_for
from tests.web.service import BASE, NOW, FakeService

TITLE = "وزيران يبحثان التعاون"
TEXT = f"""{TITLE}

التقى وزير الخارجية الأردني أيمن الصفدي نظيره المصري سامح شكري في القاهرة.

هذه فقرة لا يستشهد بها أحد ولا تقول شيئا.

وقال الصفدي إن بلاده ستواصل التنسيق مع مصر إذا نجحت المحادثات.

خاتمة سرية للمقال.
"""
SECRETS = ("هذه فقرة لا يستشهد بها أحد", "خاتمة سرية")


@cache
def prepared_article(text: str, publisher: str | None = "صحيفة التجربة") -> Publication:
    """Return what the reader makes of *text*."""
    prepared = prepare(text.encode(), Given(publisher=publisher), toolkit_for(BASE), NOW)
    assert prepared.publication is not None, prepared.report
    return prepared.publication


def publish(service: FakeService, text: str = TEXT, publisher: str | None = "صحيفة التجربة") -> str:
    """Put an article in and return its key."""
    publication = prepared_article(text, publisher)
    service.store.put(publication, NOW)
    return publication.key
