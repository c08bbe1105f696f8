"""A copy of another server's graphs, kept in a store of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import StoreBusy, StoreMismatch
from kg.store import Wanted
from kg.wiring.stores import now

if TYPE_CHECKING:
    from kg.feeds import Caps, Mirror
    from kg.store import OxigraphStore
    from kg.wiring.settings import Settings


def _begun(store: OxigraphStore) -> bool:
    """Tell whether all that is in a store was put there by a mirror, which was ended before its first dump was in."""
    return all(deed.by == "mirror" for deed in store.deeds(Wanted(limit=store.revision)))


@contextmanager
def open_mirror(settings: Settings, url: str, caps: Caps, say: Callable[[str], None]) -> Iterator[Mirror]:
    """Lend the mirror of the server at *url* in the store's folder, made when there is none.

    Raises StoreMismatch for a folder with a store of its own, StoreBusy, NetworkError.
    """
    from kg.access import door
    from kg.feeds import Caller, Mirror
    from kg.feeds.mirror import STATE, identity_of
    from kg.store import open_store

    place = settings.location
    if door.answers(place / door.NAME):
        raise StoreBusy(f"a server holds the store in {place}", hint="stop it while the mirror looks, or serve a copy")
    chosen = settings.dataset if "dataset" in settings.model_fields_set else None
    with Caller(url, caps) as caller:
        identity = identity_of(caller)
        if identity.kind == "plain" and chosen == "merged":
            raise StoreMismatch("the server's default graph is not derived, as that of a merged dataset is")
        kind = chosen or identity.kind
        store = open_store(place, base=identity.base, kind=kind, create=True)
        try:
            if store.revision and not (place / STATE).exists() and not _begun(store):
                raise StoreMismatch(f"{place} holds a store of its own", hint="give another --location")
            yield Mirror(caller, store, now, say)
        finally:
            store.close()
