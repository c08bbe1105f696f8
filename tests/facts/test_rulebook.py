"""The rulebook describes every rule there is, and no rule that there is not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.facts import RULES, Evidence, to_exchange
from kg.facts.rulebook import PART_RULES
from kg.resources import resource
from tests.facts.reader import cases, plain, reading

PACKAGE = Path(__file__).parent.parent.parent / "kg"
FILES = [p for room in ("mentions", "facts") for p in sorted((PACKAGE / room).glob("*.py")) if p.stem != "rulebook"]
# Where a rule's id stands among the arguments of what carries it.
PLACES = {"Mention": 2, "Evidence": 1, "Said": 4, "_made": 3}


def ids_in(path: Path) -> Iterator[str]:
    """Yield the rule ids a file gives, as patterns: what an f-string fills in is open."""
    tree = ast.parse(path.read_text("utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        assigned = {
            target.id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            place = PLACES.get(getattr(call.func, "id", ""))
            if place is not None and len(call.args) > place:
                given = call.args[place]
                yield from patterns(assigned.get(given.id, given) if isinstance(given, ast.Name) else given)


def patterns(value: ast.expr) -> Iterator[str]:
    """Yield what an expression may be, as a pattern; nothing when it only hands on what another gave."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield re.escape(value.value)
    elif isinstance(value, ast.JoinedStr):
        yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[a-z]+" for p in value.values)
    elif isinstance(value, ast.IfExp):
        yield from patterns(value.body)
        yield from patterns(value.orelse)


GIVEN = sorted({(path.name, pattern) for path in FILES for pattern in ids_in(path)})


def test_the_code_was_searched() -> None:
    found = {pattern.replace("\\", "") for _, pattern in GIVEN}
    assert {"titled-name", "credited-after", "quote-then-verb", "joint-agreement", "nation-adjective"} <= found
    assert any(pattern.startswith("speech") for pattern in found)


@pytest.mark.parametrize(("file", "pattern"), GIVEN, ids=lambda value: value.replace("\\", ""))
def test_every_rule_in_the_code_is_described(file: str, pattern: str) -> None:
    assert any(re.fullmatch(pattern, rule) for rule in RULES), f"{file} gives {pattern}: add it to the rulebook"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_described_is_in_the_code(rule: str) -> None:
    assert rule in PART_RULES.values() or any(re.fullmatch(pattern, rule) for _, pattern in GIVEN)


def test_every_frame_and_form_of_speech_has_a_rule() -> None:
    source = "".join((PACKAGE / "facts" / name).read_text("utf-8") for name in ("openers.py", "frames.py"))
    found = re.findall(r'\.at\([^"\n]*"([a-z]+)"\)', source)
    frames = {*found, *re.findall(r'Opener\([^"\n]*"([a-z]+)"', source)}
    forms = {rule.split("-")[1] for rule in RULES if rule.startswith("speech-")}
    assert {"that", "quote", "colon", "object"} <= frames
    assert {f"speech-{form}-{frame}" for form in forms for frame in frames} <= set(RULES)


def texts() -> Iterator[tuple[str, str]]:
    for kind in ("statements", "meetings", "positions"):
        yield from ((plain(line), language) for language, _, line in cases(kind))
    (seed,) = resource("seeds").glob("*.txt")
    yield seed.read_text("utf-8"), "ar"


def test_every_fact_and_part_read_names_a_rule_that_is_described() -> None:
    seen: set[str] = set()
    for text, language in texts():
        read = reading(text, language)
        for fact in (*read.positions, *read.meetings, *read.statements, *read.agreements):
            assert any(not item.part for item in fact.evidence)
            seen |= {item.rule for item in fact.evidence}
        seen |= {mention.rule for actor in read.actors for mention in actor.mentions}
    assert seen <= set(RULES)
    assert len(seen) > 20


def test_every_part_of_a_fact_has_its_own_proof() -> None:
    read = reading(next(resource("seeds").glob("*.txt")).read_text("utf-8"))
    for meeting in read.meetings:
        parts = {(item.part, item.span) for item in meeting.evidence if item.part}
        wanted = {("topic", topic) for topic in meeting.topics}
        wanted |= {("time", meeting.when.span)} if meeting.when else set()
        wanted |= {("place", meeting.place)} if meeting.place else set()
        assert parts == wanted
    conditional = [s for s in read.statements if s.condition]
    assert conditional
    for statement in conditional:
        assert Evidence(statement.condition, "condition-clause", "condition") in statement.evidence


def test_the_exchange_form_names_the_rules_of_each_fact() -> None:
    said = to_exchange(reading(next(resource("seeds").glob("*.txt")).read_text("utf-8")))
    for kind in ("statements", "meetings", "positions", "agreements"):
        assert said[kind]
        assert all(fact["rules"] and set(fact["rules"]) <= set(RULES) for fact in said[kind])
