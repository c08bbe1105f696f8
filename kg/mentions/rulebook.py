"""What each rule that names somebody looks for."""

from __future__ import annotations

from types import MappingProxyType

RULES = MappingProxyType(
    {
        "authority": "a name, spelling or capital that the authority holds",
        "bare-head": "a body or forum by its plain noun alone, pointing back",
        "courtesy": "a courtesy title or pronoun of rank that stands for a person",
        "full-name": "two or more words that are given and family names",
        "group": "an unnamed group: delegates, officials, parties, with whom they act for",
        "head-noun": "a noun that begins a body's or forum's name, and the words that belong to it",
        "name-beside-office": "an unknown name beside the office that commas set off",
        "name-after-speech": "an unknown name right after a verb of saying",
        "name-part": "a surname or other part of a name the article gives in full",
        "nation-adjective": "an adjective of nationality that tells the country an office is of",
        "people": "a people or its members, named by nationality",
        "role": "an office alone, which names its holder without a name",
        "short-name": "the short form or initials of a name given in full",
        "side": "a side or party of a nation, standing for its country",
        "titled-name": "an office or courtesy and the name after or before it",
        "unresolved": "words where a speaker must stand that no finder knows",
    }
)
