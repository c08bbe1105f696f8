"""Names of other people's tables matched with our entities: the Reconciliation Service API 0.2, without its HTTP.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/

In: query batches, data extension queries (JSON text); ways to ask the graph and to find entities by words
Out: Desk, whose answers are JSON values; listed_types; read_batch, read_extension
Touches: kg.errors pydantic rapidfuzz
"""

from kg.reconciliation.asking import Ask, Asking, Row, Space
from kg.reconciliation.desk import Desk, Find
from kg.reconciliation.reading import BATCH, DEFAULT_VALUES, MOST_VALUES, read_batch, read_extension
from kg.reconciliation.vocabulary import listed_types

__all__ = [
    "BATCH",
    "DEFAULT_VALUES",
    "MOST_VALUES",
    "Ask",
    "Asking",
    "Desk",
    "Find",
    "Row",
    "Space",
    "listed_types",
    "read_batch",
    "read_extension",
]
