#!/usr/bin/env python3
"""Build the tables of ontology/authority that come from elsewhere: countries, and people of a public list.

usage: build_authority.py countries
       build_authority.py people PEOPLE.csv CONFIRMED.csv

`countries` joins CLDR's names (babel), the links of rigour and bench/authority/country_words.tsv; it needs
`pip install babel rigour`. `people` keeps the rows of a list of office-holders whose Arabic label is real and whose
source may be shipped, and adds those of bench/authority/people_names.tsv. What is kept and why is told in
ontology/authority/README.md.
"""

from __future__ import annotations

import csv
import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent / "authority"
TARGET = Path(__file__).parent.parent / "ontology" / "authority"
SEPARATOR = "|"
TERRITORIES = ("HK", "MO")
COUNTRY_COLUMNS = (
    "key",
    "kind",
    "name.ar",
    "name.en",
    "alt.ar",
    "alt.en",
    "adjective.ar",
    "adjective.en",
    "capital.ar",
    "capital.en",
    "wikidata",
    "source",
    "evidence",
)
PEOPLE_COLUMNS = (
    "key",
    "kind",
    "name.ar",
    "name.en",
    "alt.ar",
    "country",
    "positions",
    "surname_alone",
    "wikidata",
    "source",
    "evidence",
)
# The regular endings of an adjective in -i, with the letter the masculine singular ends in left out.
ADJECTIVE_ENDINGS = (
    "ي",
    "ية",
    "يون",
    "يين",
    "يان",
    "يتان",
    "يتين",
    "يات",
)
# Sources under share-alike terms stay out of the wheel.
KEPT_OUT = "ODA"
# What an English title in the list says, as the key of an office in offices.tsv; the first that matches counts.
OFFICES = (
    (r"^(Vice President)\b", "office-vice-president"),
    (r"^(President|President of .*)$", "office-president"),
    (r"^Deputy Prime Minister", "office-deputy-prime-minister"),
    (r"^(Prime Minister|Chancellor of Germany|Federal Chancellor)", "office-prime-minister"),
    (r"^(Supreme Leader|Supreme leader)", "office-supreme-leader"),
    (r"^(King|Queen|Monarch)\b", "office-king"),
    (r"^(Crown Prince)", "office-crown-prince"),
    (
        r"(Foreign Affairs|Foreign Minister|^Secretary of State$|for Foreign and Commonwealth)",
        "office-foreign-minister",
    ),
    (r"(of Defen[cs]e|for Defence|National Defen[cs]e)$", "office-defence-minister"),
    (r"(of the Interior|of Interior|for the Home Department|Home Secretary)", "office-interior-minister"),
    (r"(of Finance|of the Treasury|Chancellor of the Exchequer)", "office-finance-minister"),
    (r"(of Justice|Attorney General)", "office-justice-minister"),
    (r"^National Security Advis[eo]r", "office-national-security-adviser"),
    (r"Secretary of the Supreme National Security Council", "office-security-council-secretary"),
    (r"Secretary-General of the United Nations", "office-un-secretary-general"),
    (r"(Director of the CIA|Director of the Central Intelligence)", "office-intelligence-director"),
    (r"(Ambassador|Permanent Representative)", "office-ambassador"),
    (r"^(Speaker)\b", "office-speaker"),
    (r"^Governor of", "office-governor"),
    (r"^Mayor of", "office-mayor"),
    (r"^(Minister|Secretary|Secretary of State)\b", "office-minister"),
    (r"(senator|member of parliament|representative|Member of the|MP$)", "office-member-of-parliament"),
)


def countries() -> Iterator[dict[str, str]]:
    """Yield the rows of countries.tsv."""
    arabic, english = (importlib.import_module("babel").Locale(code).territories for code in ("ar", "en"))
    links = {t.code: t for t in importlib.import_module("rigour.territories").get_territories()}
    source = f"CLDR by babel {version('babel')} (names); rigour {version('rigour')} (link); Isnad (other forms)"
    for row in read(HERE / "country_words.tsv"):
        code = row["iso2"].lower()
        link = links[code]
        yield {
            "key": f"country-{code}",
            "kind": "territory" if row["iso2"] in TERRITORIES else "country",
            "name.ar": arabic[row["iso2"]],
            "name.en": english[row["iso2"]],
            "alt.ar": without(row["alt.ar"], arabic[row["iso2"]]),
            "alt.en": without(row["alt.en"], english[row["iso2"]]),
            "adjective.ar": SEPARATOR.join(adjectives(row["adjective.ar"], row["plural.ar"])),
            "adjective.en": row["adjective.en"],
            "capital.ar": row["capital.ar"],
            "capital.en": row["capital.en"],
            "wikidata": link.qid,
            "source": source,
            "evidence": f"rigour territories: {code} = {link.qid}",
        }


def adjectives(masculine: str, plural: str) -> Iterator[str]:
    """Yield every form of the adjectives in *masculine*: gender and number by rule, *plural* where it is broken."""
    yi = ADJECTIVE_ENDINGS[0]
    for phrase in filter(None, masculine.split(SEPARATOR)):
        words = phrase.split()
        for ending in ADJECTIVE_ENDINGS:
            yield " ".join(word.removesuffix(yi) + ending if word.endswith(yi) else word for word in words)
    yield from filter(None, plural.split(SEPARATOR))


def people(listed: Path, confirmed: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of people.tsv."""
    with confirmed.open(encoding="utf-8") as file:
        twice = {r["qid"]: r for r in csv.DictReader(file) if r["status"] == "confirmed" and r["qid"]}
    written = {row["wikidata"]: row for row in read(HERE / "people_names.tsv")}
    with listed.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            own = written.get(row["wikidata"])
            # One word alone would be taken for a surname, or for a common noun.
            shippable = bool(row["ar_evidence"]) and KEPT_OUT not in row["source"] and " " in row["name_ar"]
            if own or shippable:
                yield person(row, own, twice.get(row["wikidata"]))


def person(row: dict[str, str], own: dict[str, str] | None, check: dict[str, str] | None) -> dict[str, str]:
    """Return one row of people.tsv: the list's, with the names written for Isnad before the list's own."""
    listed = [row["name_ar"], *row["alt_ar"].split(SEPARATOR)] if row["ar_evidence"] else []
    names = [*own["name.ar"].split(SEPARATOR)] if own else []
    names += [name for name in listed if name and name not in names]
    label = "name written for Isnad" if own else f"label: {row['ar_evidence']}"
    proof = re.sub(r"\s*\([^)]*\)", "", f"{check['evidence_1']}; {check['evidence_2']}") if check else "one public row"
    sources = "; ".join(part for part in row["source"].split("; ") if not part.startswith(KEPT_OUT))
    return {
        "key": f"person-{row['wikidata'].lower()}",
        "kind": row["kind"].split(SEPARATOR)[0].replace("head of state or government", "head of government"),
        "name.ar": names[0],
        "name.en": row["name_en"],
        "alt.ar": SEPARATOR.join(names[1:]),
        "country": f"country-{row['country_iso2'].lower()}" if len(row["country_iso2"]) == 2 else "",
        "positions": SEPARATOR.join(offices(row["positions_en"])),
        "surname_alone": "yes" if check else "",
        "wikidata": row["wikidata"],
        "source": sources,
        "evidence": f"{proof} ({label})",
    }


def offices(positions: str) -> list[str]:
    """Return the keys of the offices an English list of positions names, each once, in its order."""
    found = []
    for position in positions.split("; "):
        title = re.sub(r"\s*[\[(].*", "", position).strip()
        key = next((key for pattern, key in OFFICES if re.search(pattern, title)), None)
        if key and key not in found:
            found.append(key)
    return found


def without(names: str, name: str) -> str:
    """Return *names* less the one that is *name*."""
    return SEPARATOR.join(n for n in names.split(SEPARATOR) if n != name)


def read(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table with a header line; lines that begin with # are left out."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    header = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(header, line.split("\t"), strict=True))


def write(name: str, columns: tuple[str, ...], rows: Iterable[dict[str, str]]) -> None:
    """Write a table, sorted by key."""
    ordered = sorted(rows, key=lambda row: row["key"])
    lines = ["\t".join(columns), *("\t".join(row[c] for c in columns) for row in ordered)]
    comment = "# Built by bench/build_authority.py; sources and licences in README.md."
    (TARGET / name).write_text("\n".join([comment, *lines]) + "\n", "utf-8")
    print(f"{name}: {len(ordered)} rows")


def main() -> None:
    """Build what the command line names."""
    match sys.argv[1:]:
        case ["countries"]:
            write("countries.tsv", COUNTRY_COLUMNS, countries())
        case ["people", listed, confirmed]:
            write("people.tsv", PEOPLE_COLUMNS, people(Path(listed), Path(confirmed)))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
