"""Countries, organisations, forums and unnamed groups: which mentions are one."""

from __future__ import annotations

from kg.mentions.draft import Draft, Words, bare_words
from kg.mentions.lexicon import Lexicon
from kg.mentions.model import Mention

_BODIES = ("Organization", "Forum")


def things(text: str, lexicon: Lexicon, mentions: list[Mention]) -> list[Draft]:
    """Return a draft for each thing: by the authority's key, else by its words; bare heads point back."""
    drafts: list[Draft] = []
    by_key: dict[str, Draft] = {}
    by_words: dict[Words, Draft] = {}
    by_cut: dict[Words, Draft] = {}
    by_head: dict[str, Draft] = {}
    last: Draft | None = None
    heads = {lexicon.keys(what)[-1]: lexicon.keys(head)[-1] for head, what in lexicon.pack.table("short_bodies")}
    shorts: dict[str, Draft] = {}
    for mention in sorted(mentions, key=lambda m: (m.extent.start, -m.extent.stop)):
        words = bare_words(lexicon, mention.span.of(text))
        if mention.features.kind == "short":
            draft = last
        elif not mention.features.named:
            draft = _pointed_at(mention, by_head, words)
        else:
            draft = _same(mention, by_key, (by_words, by_cut), words)
        if draft is None and not mention.features.named and words and words[-1] in shorts:
            # "The Foreign of Kuwait" is a ministry.
            draft = shorts[words[-1]]
        if draft is None:
            draft = Draft(mention.type, resolved=mention.features.named)
            drafts.append(draft)
        draft.take(mention, words)
        _index(lexicon, draft, mention, words, (by_key, by_words, by_cut, by_head))
        if mention.type in _BODIES and mention.features.kind != "short":
            last = draft
        if mention.features.named and mention.type in _BODIES and words and words[0] in heads:
            shorts[heads[words[0]]] = draft
    return drafts


def _same(
    mention: Mention, by_key: dict[str, Draft], names: tuple[dict[Words, Draft], dict[Words, Draft]], words: Words
) -> Draft | None:
    by_words = names[0]
    if mention.key:
        found = by_key.get(mention.key)
        if found or mention.type == "Country":
            return found
    for known in names:
        if words in known and known[words].type == mention.type:
            return known[words]
    if mention.type in _BODIES:
        for shorter in (words[1:], words[:-1]):
            if len(shorter) > 1 and shorter in by_words and by_words[shorter].type == mention.type:
                return by_words[shorter]
    return None


def _pointed_at(mention: Mention, by_head: dict[str, Draft], words: Words) -> Draft | None:
    found = by_head.get(mention.features.head) or by_head.get(words[-1] if words else "")
    return (
        found if found and (found.type == mention.type or (mention.type in _BODIES and found.type in _BODIES)) else None
    )


def _index(
    lexicon: Lexicon,
    draft: Draft,
    mention: Mention,
    words: Words,
    books: tuple[dict[str, Draft], dict[Words, Draft], dict[Words, Draft], dict[str, Draft]],
) -> None:
    by_key, by_words, by_cut, by_head = books
    if mention.key:
        by_key.setdefault(mention.key, draft)
    if mention.features.named and words:
        by_words.setdefault(words, draft)
        if mention.type in _BODIES and len(words) > 2:
            # "The Foreign Ministry of Kuwait" is also "the Foreign of Kuwait".
            by_cut.setdefault(words[1:], draft)
            by_cut.setdefault(words[:-1], draft)
    if mention.features.named and mention.type != "Country":
        by_head[mention.features.head or (words[0] if words else "")] = draft
