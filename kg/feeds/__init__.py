"""Changes as documents, and a copy elsewhere that follows them.

In: Course, HistoryPage
Out: an event stream (LDES) and Atom documents; Mirror
Touches: kg.errors kg.sparql kg.store kg.triples httpx pyoxigraph
"""

from kg.feeds.atom import archive, newest
from kg.feeds.caller import Caller, Caps
from kg.feeds.mirror import Mirror, Passed
from kg.feeds.places import Places
from kg.feeds.stream import page_quads, root_quads

__all__ = ["Caller", "Caps", "Mirror", "Passed", "Places", "archive", "newest", "page_quads", "root_quads"]
