"""Where published graphs live.

In: Publication, Query, Update
Out: Reader, Writer, Answer, Change, Entry, Rejection
Touches: kg.errors kg.sparql
"""

from kg.store.contract import Action, Answer, Change, Entry, Publication, Reader, Rejection, Writer

__all__ = ["Action", "Answer", "Change", "Entry", "Publication", "Reader", "Rejection", "Writer"]
