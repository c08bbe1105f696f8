"""What the reader knows beside the text.

In: the tables in ontology/authority
Out: Authority, AuthorityRow
Touches: nothing
"""

from kg.authority.model import Authority, AuthorityRow, AuthorityType

__all__ = ["Authority", "AuthorityRow", "AuthorityType"]
