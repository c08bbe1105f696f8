"""What reading and checking need, chosen: what is installed of readers, the packaged authority and shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import BrokenPlugin, KGError, UsageError
from kg.wiring.judging import AS_IT_IS, Judging, validator_of

if TYPE_CHECKING:
    from kg.authority import Authority
    from kg.extractors import Options, Ready
    from kg.facts import Craft
    from kg.pipeline import Toolkit
    from kg.triples import Graph
    from kg.wiring.settings import Settings

FINDERS, RULES, EXTRACTORS = "kg.finders", "kg.rules", "kg.extractors"
_MODEL = "chat"


def toolkit_for(base: str, *, gate: bool = True, asked: Asked | None = None, judging: Judging | None = None) -> Toolkit:
    """Return the toolkit for a store, or for no store, under *base*; raises BrokenPlugin, UsageError."""
    from kg import __version__
    from kg.lang import pack_for
    from kg.pipeline import Toolkit
    from kg.resources import resource
    from kg.triples import Names
    from kg.validation import load_shapes

    extractors = ready_extractors(asked) if asked else ()
    shapes = load_shapes(resource("shapes"))
    # Who read beside the rules is part of who read: another model, or another question, is another run.
    beside = "".join(f"+{one.rule}@{one.version}" for one in extractors)
    return Toolkit(
        pack_for=pack_for,
        authority=_authority(),
        names=Names(base),
        shared=known_actors(base),
        shapes=shapes,
        validator=validator_of(shapes, judging or AS_IT_IS),
        reader=f"isnad-{__version__}{beside}",
        gate=gate,
        craft=installed_craft(),
        extractors=extractors,
    )


def installed_craft() -> Craft:
    """Return all installed finders and rules, our own first; raises BrokenPlugin."""
    from kg.facts import Craft
    from kg.plugins import load_plugins

    finders, rules = load_plugins(FINDERS), load_plugins(RULES)
    if not finders or not rules:
        raise KGError(
            "no finder or no rule is installed", hint="install isnad again, so that its entry points are known"
        )
    return Craft(finders, rules)


Asked = tuple[tuple[str, ...], "Options"]
"""The names of the extractors to use, and what they are told."""


def asked_of(settings: Settings) -> Asked | None:
    """Return which extractors a deployment asks for; None for none, which is the default."""
    names = dict.fromkeys(settings.extractors.replace(",", " ").split())
    if settings.model_url or settings.model_name:
        names[_MODEL] = None
    if not names:
        return None
    from kg.extractors import Options

    return tuple(names), Options(
        settings.model_url,
        settings.model_name,
        settings.model_key.get_secret_value(),
        settings.model_seconds,
        settings.model_answer,
        settings.model_cache.absolute() if settings.model_cache else None,
    )


def ready_extractors(asked: Asked) -> tuple[Ready, ...]:
    """Return the extractors asked for, made ready; raises UsageError, BrokenPlugin."""
    from kg.extractors import Ready
    from kg.plugins import load_plugins

    names, options = asked
    found = {plugin.name: plugin for plugin in load_plugins(EXTRACTORS, names)}
    missing = [name for name in names if name not in found]
    if missing:
        raise UsageError(f"no extractor {missing[0]!r} is installed", hint="see KG_EXTRACTORS")
    ready = []
    for name in names:
        plugin = found[name]
        with plugin.blamed():
            made = plugin.call(options)
        if not isinstance(made, Ready):
            if not callable(made):
                raise BrokenPlugin(f"the plug-in {name!r} of {plugin.origin} made no extractor")
            made = Ready(name, plugin.origin.replace(" ", "-"), made, plugin.rules.get(name, ""))
        ready.append(replace(made, origin=plugin.origin))
    return tuple(ready)


def rulebook(toolkit: Toolkit) -> Mapping[str, str]:
    """Return what every rule looks for that may read here, by id."""
    book: dict[str, str] = {}
    for rules in (plugin.rules for group in (toolkit.craft.finders, toolkit.craft.rules) for plugin in group):
        book |= rules
    book["human"] = "what a person decided"
    return book | {one.rule: one.meaning for one in toolkit.extractors if one.meaning}


@lru_cache(maxsize=4)
def known_actors(base: str) -> Graph:
    """Return the authority's graph under *base*."""
    from kg.triples import Names, authority_graph

    return authority_graph(_authority(), Names(base))


def seed_of(base: str) -> bytes:
    """Return the graphs of the house, known actors and ready questions, as N-Quads, which is how a store takes them."""
    from pyoxigraph import RdfFormat, serialize

    from kg.resources import resource
    from kg.triples import Names, examples_graph

    files = sorted(resource("ontology/examples").glob("*.ttl"))
    questions = examples_graph((file.read_bytes() for file in files), Names(base))
    quads = [quad for graph in (known_actors(base), questions) for quad in graph.quads()]
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


@lru_cache(maxsize=1)
def _authority() -> Authority:
    from kg.authority import load_authority
    from kg.resources import resource

    return load_authority(resource("ontology/authority"))
