"""The processes of a server that is measured: which they are, and which of them are still there (Linux)."""

from __future__ import annotations

from pathlib import Path


def family(pid: int) -> dict[int, str]:
    """Return the processes that descend from *pid*, each with its name; itself is the parent."""
    children: dict[int, list[tuple[int, str]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            before, _, after = stat.read_text().rpartition(")")
        except OSError:
            continue
        children.setdefault(int(after.split()[1]), []).append((int(stat.parent.name), before.partition("(")[2]))
    found, waiting = {pid: "parent"}, [pid]
    while waiting:
        for child, name in children.get(waiting.pop(), ()):
            found[child] = name
            waiting.append(child)
    return found


def lives(pid: int) -> bool:
    """Tell whether a process does anything yet; one that nobody has buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
