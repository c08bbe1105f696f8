"""kg export: by the file's ending, packed or not, whole or not there, the same bytes every time."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest

from kg.cli import run
from kg.cli.output import sink
from kg.triples import read_rdf
from tests.cli.conftest import Kg

UPDATE = """INSERT DATA { GRAPH <http://e/g> { <http://e/a> <http://e/b> 'نص' , 1 , [] }
    GRAPH <http://e/h> { <e:a> <e:b> <e:c> } }"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export") / "store"
    assert run(["init", "--location", str(place), "--dataset", "plain"]) == 0
    assert run(["update", UPDATE, "--location", str(place), "--gate", "off"]) == 0
    return place


ENDINGS = {
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "jsonld": "jsonld",
    "trig": "trig",
    "nq": "nquads",
    "n3": "n3",
}


@pytest.mark.parametrize(("ending", "form"), ENDINGS.items())
def test_the_ending_of_the_file_says_the_format_and_whether_it_is_packed(
    kg: Kg, store: Path, tmp_path: Path, ending: str, form: str
) -> None:
    for name in (f"a.{ending}", f"a.{ending}.gz", f"b.{ending}.gz"):
        assert kg("export", "--location", store, "-o", tmp_path / name).code == 0
    plain = (tmp_path / f"a.{ending}").read_bytes()
    packed = (tmp_path / f"a.{ending}.gz").read_bytes()
    assert gzip.decompress(packed) == plain
    assert packed == (tmp_path / f"b.{ending}.gz").read_bytes(), "no time and no name is in it"
    assert len(read_rdf(plain, form)) == 4
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_words_beat_the_ending(kg: Kg, store: Path, tmp_path: Path) -> None:
    assert kg("export", "--location", store, "--format", "nt", "--no-gzip", "-o", tmp_path / "x.ttl.gz").code == 0
    assert b"<http://e/a> <http://e/b> " in (tmp_path / "x.ttl.gz").read_bytes()
    printed = kg("export", "--location", store, "--format", "nquads", "--gzip")
    assert printed.code == 0
    assert gzip.decompress(printed.out).count(b"\n") == 4


def test_half_a_file_never_has_the_name(tmp_path: Path) -> None:
    target = tmp_path / "dump.nq"
    target.write_bytes(b"the one before")
    with suppress(ZeroDivisionError), sink(str(target)) as file:
        file.write(b"half")
        file.write(bytes(1 // len(b"")))
    assert target.read_bytes() == b"the one before"
    assert [p.name for p in tmp_path.iterdir()] == ["dump.nq"]
