"""Persons: one man's names and spellings brought together, and roles that point back to him."""

from __future__ import annotations

from dataclasses import replace

from kg.mentions.draft import Draft, Words, bare_words, office_matches, same_person, same_surname
from kg.mentions.lexicon import Lexicon
from kg.mentions.model import Mention
from kg.mentions.posts import Offices

# How many characters back a bare role may point when only the gender speaks for it.
_NEAR = 1_500
# Within how many characters of "an official" the name must come.
_NEXT = 500
# So few characters part two who are named side by side.
_BESIDE = 3


def named_persons(text: str, lexicon: Lexicon, mentions: list[Mention]) -> list[Draft]:
    """Return one draft for each person that is named; the fullest names come first, so that short ones find them."""
    drafts: list[Draft] = []
    by_word: dict[str, list[Draft]] = {}
    words = {m: bare_words(lexicon, m.span.of(text)) for m in mentions}
    for mention in sorted(mentions, key=lambda m: (-len(words[m]), m.extent.start)):
        candidates = _candidates(lexicon, by_word, words[mention])
        draft = _best(candidates, mention)
        if draft is None:
            draft = Draft("Person")
            drafts.append(draft)
        draft.take(mention, words[mention])
        for word in words[mention]:
            for form in (word, lexicon.skeleton(word)):
                known = by_word.setdefault(form, [])
                if not any(d is draft for d in known):
                    known.append(draft)
    return drafts


def _candidates(lexicon: Lexicon, by_word: dict[str, list[Draft]], words: Words) -> list[Draft]:
    found: list[Draft] = []
    for word in words:
        for form in (word, lexicon.skeleton(word)):
            for draft in by_word.get(form, ()):
                if not any(d is draft for d in found) and _fits(lexicon, draft, words):
                    found.append(draft)
    return found


def _fits(lexicon: Lexicon, draft: Draft, words: Words) -> bool:
    full = draft.names[0]
    if any(same_person(lexicon, name, words) for name in draft.names[:8]):
        return True
    return same_surname(lexicon, full, words)


def _best(candidates: list[Draft], mention: Mention) -> Draft | None:
    """Return the draft whose office agrees, else the one mentioned most, else the one met first."""
    if not candidates:
        return None
    features = mention.features

    def rank(draft: Draft) -> tuple[int, int, int]:
        agrees = office_matches(draft.offices, features.head, features.nation) if features.head else 0
        office = 1 if draft.offices else 0
        return agrees, office, len(draft.mentions)

    return max(candidates, key=rank)


def name_sources(named: list[Draft], mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Give an unnamed official to the person named next, when gender and the lack of any other office agree.

    A lead often says "a senior official" and the next sentence her name.
    """
    new = sorted((d for d in named if not d.offices and d.gender), key=lambda d: d.mentions[0].extent.start)
    result = list(mentions)
    for number, mention in enumerate(mentions):
        features = mention.features
        if mention.rule != "group" or mention.type != "Person" or features.definite or not features.nation:
            continue
        start = mention.extent.start
        after = [d for d in new if 0 < min(m.extent.start for m in d.mentions) - start < _NEXT]
        if after and after[0].gender == features.gender:
            told = replace(mention, features=replace(features, offices=(mention.extent,), named=False))
            after[0].take(told)
            result[number] = told
            new = [d for d in new if d is not after[0]]
    return tuple(result)


def persons_by_role(text: str, lexicon: Lexicon, mentions: list[Mention], named: list[Draft]) -> list[Draft]:
    """Give each role to the person who is called by it, or make an unresolved person of it."""
    unresolved: dict[tuple[str, str | None, str], Draft] = {}
    _inherit_offices(named)
    offices = Offices(text, lexicon, named)
    for mention in sorted(mentions, key=lambda m: m.extent.start):
        features = mention.features
        if features.kind == "courtesy" or any(mention is m for d in named for m in d.mentions[-1:]):
            continue
        if features.number != "s":
            # Two or more at once are nobody in particular until a fact asks whom they point to.
            several = Draft("Group", resolved=False)
            several.take(mention)
            unresolved[(features.head, features.nation, f"{mention.extent.start}")] = several
            continue
        draft = _holder(named, mention, offices)
        if draft is None:
            name = (
                features.head,
                features.nation,
                "" if features.nation else " ".join(bare_words(lexicon, mention.span.of(text))),
            )
            draft = unresolved.setdefault(name, Draft("Person", resolved=False))
        draft.take(mention)
    return list(unresolved.values())


def _inherit_offices(named: list[Draft]) -> None:
    """Give a counterpart the office of the person named just before."""
    everyone = sorted(((m, d) for d in named for m in d.mentions), key=lambda pair: pair[0].extent.start)
    before: Mention | None = None
    for mention, draft in everyone:
        if mention.features.counterpart and before is not None and before.features.head:
            draft.offices.add((before.features.head, mention.features.nation))
        if mention.features.head:
            before = mention


def _holder(named: list[Draft], mention: Mention, offices: Offices) -> Draft | None:
    features = mention.features
    if features.kind == "courtesy":
        return _most_spoken_of([d for d in named if d.gender in ("", features.gender) and d.offices], mention)
    if features.kind == "predicate":
        return _nearest([d for d in named if d.distance(mention.extent.start) < _NEAR], mention)
    if features.counterpart:
        holders = [d for d in named if any(n == features.nation and h for h, n in d.offices)] if features.nation else []
        return _nearest(holders, mention)
    apart = [d for d in named if not _beside(d, mention) and _one_gender(d, mention) and _one_body(d, mention)]
    apart = [d for d in apart if offices.may_hold(d, mention)]
    scored = [(office_matches(d.offices, features.head, features.nation), d) for d in apart]
    best = max((score for score, _ in scored), default=0)
    if best:
        return _nearest([d for score, d in scored if score == best], mention)
    if features.definite and (features.gender == "f" or features.kind == "source"):
        return _nearest([d for d in named if _may_be(d, mention)], mention)
    return None


def _one_gender(draft: Draft, mention: Mention) -> bool:
    """Tell whether a role may be this person's by gender: its form is of the gender that verbs and offices tell."""
    return "" in (mention.features.gender, draft.gender) or mention.features.gender == draft.gender


def _one_body(draft: Draft, mention: Mention) -> bool:
    """Tell whether a role may be this person's by body: nobody who is of another, or of a country, heads this one."""
    body = mention.features.body
    return not body or body in draft.bodies or not (draft.bodies or any(nation for _, nation in draft.offices))


def _beside(draft: Draft, mention: Mention) -> bool:
    """Tell whether a person named right before is another than the role: "X and the minister of Y"."""
    return any(0 <= mention.extent.start - m.extent.stop <= _BESIDE for m in draft.mentions[-6:])


def _may_be(draft: Draft, mention: Mention) -> bool:
    """Tell whether a bare definite role may point back to this person, by gender, nation and nearness."""
    features = mention.features
    nations = {nation for _, nation in draft.offices if nation}
    if not draft.offices or draft.gender not in ("", features.gender) or draft.distance(mention.extent.start) > _NEAR:
        return False
    return not features.nation or features.nation in nations


def _most_spoken_of(drafts: list[Draft], mention: Mention) -> Draft | None:
    """Return the person mentioned most before *mention*: a courtesy stands for who the article is about."""
    start = mention.extent.start
    return max(drafts, key=lambda d: (d.told_before(start), -d.distance(start)), default=None)


def _nearest(drafts: list[Draft], mention: Mention) -> Draft | None:
    return min(drafts, key=lambda d: d.distance(mention.extent.start), default=None)
