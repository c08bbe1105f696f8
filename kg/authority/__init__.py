"""What the reader knows beside the text.

In: the tables in ontology/authority
Out: Authority, AuthorityRow, load_authority
Touches: kg.errors kg.resources
"""

from kg.authority.model import Authority, AuthorityRow, AuthorityType
from kg.authority.tables import load_authority

__all__ = ["Authority", "AuthorityRow", "AuthorityType", "load_authority"]
