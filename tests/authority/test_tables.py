"""The shipped tables hold what their columns promise, and bad tables are refused by name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

from kg.authority import AuthorityRow, load_authority
from kg.errors import InputError, NotFound
from kg.lang import pack_for

AUTHORITY = load_authority()
KEY = pack_for("ar").letters.key
# Marks tell them apart, folding does not; the reader abstains (docs/decisions/0004-authority-data.md).
SHARED = {KEY("عمان")}


def by_type(kind: str) -> list[AuthorityRow]:
    return [row for row in AUTHORITY.rows() if row.type == kind]


def forms(row: AuthorityRow, language: str) -> list[str]:
    groups = (row.names, row.alternatives, row.adjectives, row.capitals)
    return [form for group in groups for code, form in group if code == language]


def test_keys_are_sorted_and_fit_into_iris() -> None:
    keys = [row.key for row in AUTHORITY.rows()]
    assert keys == sorted(keys)
    assert all(re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", key) for key in keys)


@pytest.mark.parametrize(
    ("kind", "prefix", "fewest"),
    [
        ("Country", "country-", 195),
        ("Organization", "org-", 200),
        ("Forum", "forum-", 25),
        ("Office", "office-", 60),
        ("Person", "person-q", 600),
    ],
)
def test_every_type_has_its_rows_under_its_own_prefix(kind: str, prefix: str, fewest: int) -> None:
    rows = by_type(kind)
    assert len(rows) >= fewest
    assert {row.key.startswith(prefix) for row in rows} == {True}


def test_every_row_is_named_in_arabic_and_english_and_says_where_it_is_from() -> None:
    for row in AUTHORITY.rows():
        assert {code for code, _ in row.names} == {"ar", "en"}, row.key
        assert row.source, row.key


def test_a_link_has_the_form_of_an_item_its_evidence_and_no_second_row() -> None:
    linked = [row for row in AUTHORITY.rows() if row.wikidata]
    assert all(re.fullmatch(r"Q[1-9]\d*", row.wikidata or "") and row.evidence for row in linked)
    assert len({row.wikidata for row in linked}) == len(linked)


def test_no_share_alike_source_is_shipped() -> None:
    assert not [row.key for row in AUTHORITY.rows() if re.search(r"\bODA\b|world-countries", row.source)]


def test_arabic_forms_are_written_in_arabic_letters() -> None:
    latin = re.compile(r"RT|CNN|BBC|DW")
    for row in AUTHORITY.rows():
        for form in forms(row, "ar"):
            rest = latin.sub("", form)
            odd = [c for c in rest if c.isalpha() and not unicodedata.name(c).startswith("ARABIC")]
            assert not odd, f"{row.key}: {form}"
            assert form == " ".join(form.split()), f"{row.key}: {form!r}"


def test_no_two_rows_share_an_arabic_form() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for form, row in AUTHORITY.named("ar"):
        owners[KEY(form)].add(row.key)
    assert {form for form, keys in owners.items() if len(keys) > 1} == SHARED


def test_a_country_has_its_adjectives_in_every_gender_and_number() -> None:
    iran = AUTHORITY.row("country-ir")
    found = {form for code, form in iran.adjectives if code == "ar"}
    wanted = "إيراني إيرانية إيرانيون إيرانيين إيرانيان إيرانيتان إيرانيتين إيرانيات"
    assert found == set(wanted.split())
    assert "كورية شمالية" in forms(AUTHORITY.row("country-kp"), "ar")
    assert "أتراك" in forms(AUTHORITY.row("country-tr"), "ar")


def test_country_names_are_those_of_cldr() -> None:
    babel = pytest.importorskip("babel", reason="babel is a development dependency")
    names = {code: babel.Locale(code).territories for code in ("ar", "en")}
    for row in by_type("Country"):
        code = row.key.removeprefix("country-").upper()
        assert dict(row.names) == {language: names[language][code] for language in names}


def test_only_people_whose_link_two_texts_confirm_link_on_a_surname() -> None:
    alone = [row for row in AUTHORITY.rows() if row.surname_alone]
    assert len(alone) == 12
    assert all(row.type == "Person" and ";" in row.evidence for row in alone)


def test_positions_and_countries_are_rows_themselves() -> None:
    sullivan = AUTHORITY.row("person-q16730147")
    assert (sullivan.country, sullivan.positions) == ("country-us", ("office-national-security-adviser",))


def test_an_unknown_key_is_not_found() -> None:
    with pytest.raises(NotFound, match="country-xx"):
        AUTHORITY.row("country-xx")


def table(folder: Path, name: str, *lines: str) -> Path:
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    return folder


HEADER = "key\tkind\tname.ar\tname.en\tcountry\tsource"


def test_a_table_of_ones_own_is_read_and_named_by_its_content(tmp_path: Path) -> None:
    one = tmp_path / "one"
    two = tmp_path / "two"
    for folder, name in ((one, "بلد"), (two, "بلدة")):
        folder.mkdir()
        table(folder, "countries.tsv", "# a comment", HEADER, f"country-zz\tcountry\t{name}\tLand\t\tmine")
    first, second = load_authority(one), load_authority(two)
    assert [row.key for row in first.rows()] == ["country-zz"]
    assert first.named("ar") == (("بلد", first.row("country-zz")),)
    assert first.revision != second.revision


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("planets.tsv", [HEADER], "planets.tsv"),
        ("countries.tsv", [HEADER, "country-zz\tcountry\tبلد"], "3 columns"),
        ("countries.tsv", [HEADER, *["country-zz\tcountry\tبلد\tLand\t\tmine"] * 2], "twice"),
        ("countries.tsv", [HEADER, "country-zz\tcountry\tبلد\tLand\tcountry-yy\tmine"], "country-yy"),
    ],
    ids=["unknown table", "columns", "key twice", "dangling key"],
)
def test_a_broken_table_is_refused(tmp_path: Path, name: str, lines: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        load_authority(table(tmp_path, name, *lines))


def test_the_readme_counts_what_is_there() -> None:
    readme = Path(__file__).parents[2] / "ontology" / "authority" / "README.md"
    told = dict(re.findall(r"^\| (\w+\.tsv) \| (\d+) \|", readme.read_text("utf-8"), re.M))
    kinds = {
        "countries.tsv": "Country",
        "organisations.tsv": "Organization",
        "forums.tsv": "Forum",
        "offices.tsv": "Office",
        "people.tsv": "Person",
    }
    assert told == {name: str(len(by_type(kind))) for name, kind in kinds.items()}
