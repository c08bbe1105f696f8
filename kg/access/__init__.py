"""Who may do what: tokens, of which only hashes are kept.

In: a token as the caller shows it
Out: Tokens, Token, Scope; Sessions: who is signed in; door: a socket that counts as its owner
Touches: kg.errors kg.store
"""

from kg.access.scopes import Scope
from kg.access.sessions import Sessions
from kg.access.tokens import Token, Tokens

__all__ = ["Scope", "Sessions", "Token", "Tokens"]
