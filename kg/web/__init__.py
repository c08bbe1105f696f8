"""The front: HTTP in, HTTP out; no store in it, and no RDF from outside is parsed here.

In: Service, Tokens, WebSettings
Out: create_app, an ASGI application; listen_at, serve
Touches: kg.access kg.article kg.decisions kg.errors kg.feeds kg.questions kg.reconciliation kg.resources kg.search
    kg.sparql kg.store kg.text kg.triples kg.workers backports brotli fastapi h11 jinja2 markupsafe prometheus_client
    pydantic pyoxigraph python_multipart starlette uvicorn
"""

from kg.web.app import create_app
from kg.web.logs import log_to_stderr
from kg.web.porter import Porter
from kg.web.server import listen_at, serve
from kg.web.settings import WebSettings

__all__ = ["Porter", "WebSettings", "create_app", "listen_at", "log_to_stderr", "serve"]
