"""Where actors stand in a picture of a network."""

from __future__ import annotations

from kg.web.picture import Tied, picture, shortened


def test_names_never_share_a_line_on_one_side() -> None:
    drawn = picture("a", [Tied("a", f"b{n}", "met", n + 1) for n in range(149)])
    assert len(drawn.spots) == 150
    places = [(spot.side, spot.step, spot.y) for spot in drawn.spots]
    assert len(set(places)) == len(places)
    assert all(0 < spot.x < drawn.width and 0 < spot.y < drawn.height for spot in drawn.spots)


def test_the_same_network_is_drawn_alike() -> None:
    ties = [
        Tied("a", "b", "met", 1),
        Tied("b", "c", "spoke-of", 2),
        Tied("x", "y", "met", 1),
        Tied("a", "b", "agreed", 1),
    ]
    drawn = picture("a", ties)
    assert drawn == picture("a", ties)
    assert {spot.actor: spot.step for spot in drawn.spots} == {"a": 0, "b": 1, "c": 2, "x": 3, "y": 3}
    assert len({line.path for line in drawn.lines}) == 4


def test_one_alone_is_drawn_too() -> None:
    assert [spot.actor for spot in picture("a", []).spots] == ["a"]


def test_a_long_name_is_cut() -> None:
    assert len(shortened("ن" * 90)) == 26
