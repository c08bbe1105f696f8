"""What each rule that reads a fact looks for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.mentions import RULES as MENTION_RULES

# How the word of saying is bent, and how what is said begins after it: a rule of speech is one of each.
_FORMS = {
    "finite": "a verb of saying in the past",
    "present": "a verb of saying in the present",
    "participle": "a participle of saying that goes on with the speaker of the sentence",
    "noun": "a noun of saying and its speaker right after it",
    "possessed": "a noun of saying with its speaker's pronoun",
    "relative": "a verb of saying after a relative, or a verbal noun, that belongs to who stands before it",
}
_FRAMES = {
    "that": "a clause after 'that'",
    "quote": "words in quotation marks",
    "colon": "words after a colon",
    "object": "the noun phrase that is its object",
    "preposition": "the object of its preposition",
    "bare": "a clause that follows the speaker's name directly",
}
_SPEECH = {
    f"speech-{form}-{frame}": f"{word}, then {said}" for form, word in _FORMS.items() for frame, said in _FRAMES.items()
}

# The rule of each part of a fact that its reader names no rule for.
PART_RULES = {
    "condition": "condition-clause",
    "place": "meeting-place",
    "time": "meeting-time",
    "topic": "meeting-topic",
}

RULES: Mapping[str, str] = MappingProxyType(
    {
        # An office is read with the name or role it stands beside.
        **MENTION_RULES,
        **_SPEECH,
        "condition-clause": "a word of condition, and its clause up to the next comma",
        "clause-then-verb": "a clause, a comma, then its speaker and a verb of saying",
        "credited-after": "a clause, then a phrase that credits it ('according to X')",
        "credited-before": "a phrase that credits what follows ('according to X,'), then the clause",
        "headline-colon": "a headline or line of the form 'NAME: what was said'",
        "joint-agreement": "a verb of agreeing whose speakers are its parties",
        "meeting-noun": "a noun of meeting, with who stands between, with, or within a forum around it",
        "meeting-place": "a place after a preposition of place, or after 'the capital', beside the meeting",
        "meeting-time": "a day, date or month beside the meeting",
        "meeting-topic": "what stands after 'to discuss', 'about' and the like",
        "meeting-verb": "a verb of meeting, visiting or receiving, with its subject and its other party",
        "quote-goes-on": "a sentence that is one long quotation and goes on with the last speaker",
        "quote-then-verb": "a quotation, then a verb of saying with its subject",
        "told-in-report": "a verb of saying, its subject before it, inside a quotation in which a body reports",
        "signed-document": "a verb of signing, two parties or more, and the document they signed",
    }
)
