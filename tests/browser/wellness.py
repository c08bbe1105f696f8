"""What is wrong with a page, in words."""

from __future__ import annotations

from tests.browser.looking import Screen


def faults(screen: Screen) -> list[str]:
    """Return what no page may be: wider than the screen, reversed, unreachable, moving, dangerous, or talkative."""
    found, look = screen.probe(), screen.look
    wanted = {
        "language": look.language,
        "direction": look.direction,
        "headings": 1,
        "leaps": 0,
        "landmarks": [],
        "reversed": [],
        "stuck": [],
        "moving": 0,
        "dangerous": [],
        "inline": [],
        "ran": False,
    }
    wrong = [f"{name}: {found[name]}, not {value}" for name, value in wanted.items() if found[name] != value]
    if found["overflow"] > 0:
        wrong.append(f"{found['overflow']} px wider than the screen: {found['wide']}")
    return [*wrong, *screen.said, *(f"asks a stranger: {url}" for url in screen.strangers)]
