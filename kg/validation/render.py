"""A report that people read: which fact, which sentence, what is wrong, how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.validation.model import Finding, Report
from kg.validation.shapes import LANGUAGES, report_words

Words = Mapping[str, str]


def render(report: Report, language: str = "en") -> str:
    """Return the report as text in *language*; a language nobody wrote it in gets English."""
    spoken = language if language in LANGUAGES else "en"
    say = {name: words[spoken] for name, words in report_words().items()}
    counts = ", ".join(f"{say[kind]}: {n}" for kind, n in _counts(report))
    head = say["conforms" if report.conforms else "refused"] + (f" ({counts})" if counts else "")
    blocks = ["\n".join(_lines(finding, say, spoken)) for finding in report.findings]
    return "\n\n".join([head, *blocks]) + "\n"


def _counts(report: Report) -> Iterator[tuple[str, int]]:
    for kind in ("violation", "warning", "info"):
        number = sum(finding.severity == kind for finding in report.findings)
        if number:
            yield kind, number


def _lines(finding: Finding, say: Words, language: str) -> Iterator[str]:
    shape = finding.shape.rpartition("#")[2] or finding.shape
    yield f"{say[finding.severity]}: {_in(finding.messages, language) or shape}"
    yield f"  {say['fact']}: <{finding.focus}>"
    if finding.path is not None:
        yield f"  {say['property']}: <{finding.path}>"
    if finding.value is not None and finding.value != f"<{finding.focus}>":
        yield f"  {say['value']}: {finding.value}"
    if finding.sentence is not None:
        yield f"  {say['sentence']}: {finding.words} [{finding.sentence.start}, {finding.sentence.stop})"
    if mend := _in(finding.mends, language):
        yield f"  {say['mend']}: {mend}"
    yield f"  {say['shape']}: {shape}"


def _in(words: Words, language: str) -> str | None:
    return words.get(language) or words.get("en") or next(iter(words.values()), None)
