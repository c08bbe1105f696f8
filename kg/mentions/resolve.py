"""Which mentions name the same actor."""

from __future__ import annotations

from collections.abc import Iterable

from kg.authority import Authority
from kg.document import Document
from kg.lang import Marks
from kg.mentions.draft import Draft, bare_words
from kg.mentions.lexicon import Lexicon, lexicon_of
from kg.mentions.linking import link_of
from kg.mentions.model import Actor, Mention
from kg.mentions.persons import name_sources, named_persons, persons_by_role
from kg.mentions.things import things


def resolve(document: Document, mentions: tuple[Mention, ...], authority: Authority) -> tuple[Actor, ...]:
    """Return the actors behind *mentions*, in the order of their first mention."""
    lexicon = lexicon_of(document.pack, authority)
    persons = [m for m in mentions if m.type == "Person"]
    drafts = named_persons(document.text, lexicon, [m for m in persons if m.features.named and m.rule != "group"])
    mentions = name_sources(drafts, mentions)
    drafts += persons_by_role(document.text, lexicon, [m for m in persons if not _names(m)], drafts)
    taken = {id(m) for d in drafts for m in d.mentions}
    rest = [m for m in mentions if m.type != "Person" or (m.rule == "group" and _names(m) and id(m) not in taken)]
    drafts += things(document.text, lexicon, rest)
    return tuple(_finished(document.text, lexicon, authority, drafts))


def _names(mention: Mention) -> bool:
    return mention.features.named


def _finished(text: str, lexicon: Lexicon, authority: Authority, drafts: list[Draft]) -> Iterable[Actor]:
    drafts = [draft for draft in drafts if draft.mentions]
    for draft in drafts:
        draft.mentions.sort(key=lambda m: (m.extent.start, -m.extent.stop))
    drafts.sort(key=lambda d: (d.mentions[0].extent.start, -d.mentions[0].extent.stop, d.type))
    countries = {d.mentions[0].key: f"a{n}" for n, d in enumerate(drafts, 1) if d.type == "Country"}
    for number, draft in enumerate(drafts, 1):
        nation = next((m.features.nation for m in draft.mentions if m.features.nation), None)
        yield Actor(
            id=f"a{number}",
            type=draft.type,
            names=_surface(text, lexicon, draft),
            mentions=tuple(draft.mentions),
            link=link_of(lexicon, authority, draft),
            resolved=draft.resolved,
            on_behalf_of=countries.get(nation) if draft.type == "Group" and nation else None,
        )


def _closed(text: str, marks: Marks, mention: Mention) -> str:
    """Return a mention's words with the quotation mark that closes a name in quotes."""
    words = mention.span.of(text)
    after = text[mention.span.stop : mention.span.stop + 1]
    opened = sum(words.count(mark) for mark in marks.of("quote", "opening")) % 2
    return words + after if opened and after and after in marks.of("quote", "closing") else words


def _surface(text: str, lexicon: Lexicon, draft: Draft) -> tuple[str, ...]:
    """Return the distinct forms that name the actor, the fullest first; role words only when nothing names it."""
    naming = [m for m in draft.mentions if m.features.named and m.rule not in ("nation-adjective", "side")]
    if naming and all(m.metonym for m in naming):
        naming = draft.mentions
    chosen = naming or draft.mentions[:1]
    forms: dict[str, None] = {}
    for mention in sorted(chosen, key=lambda m: (m.metonym, m.span.start)):
        form = _closed(text, lexicon.pack.marks, mention)
        forms.setdefault(lexicon.restored(form) if mention.type != "Person" else form)
    # Of equally full forms the one that the text has first stands first.
    return tuple(sorted(forms, key=lambda form: -len(bare_words(lexicon, form))))
