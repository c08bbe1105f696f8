"""What assistants are told: tools over the Model Context Protocol, every answer with the sentence that proves it.

In: a Service, or sessions with a store; messages of the protocol
Out: answers with their evidence, errors with their mend
Touches: kg.errors kg.questions kg.resources kg.search kg.sparql kg.text kg.triples kg.web kg.workers anyio mcp
    mcp_types pydantic pyoxigraph starlette
"""

from kg.assistant.doors import http_door, serve_stdio
from kg.assistant.library import Library, ServiceLibrary, SessionLibrary
from kg.assistant.server import make_server

__all__ = ["Library", "ServiceLibrary", "SessionLibrary", "http_door", "make_server", "serve_stdio"]
