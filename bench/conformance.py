"""Run the W3C suites over HTTP against a server of our own, started empty for the purpose.

usage: conformance.py [--section NAMES] [--harness FILE] [--known FILE] [--port N] [HARNESS OPTIONS ...]

The harness lives outside the project; where it is absent this says so and ends with 0. Any other options go to it as
they are. Ends with 1 when a test fails that the file of known failures does not name, when one passes that it names, or
when the harness could not run to its end.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

HARNESS = Path(__file__).resolve().parent.parent.parent / "shared" / "harness" / "w3c_http.py"
KG = (sys.executable, "-m", "kg.cli")
KNOWN = Path(__file__).with_name("conformance_known.txt")
PASSED = re.compile(r"^known failures that pass now: (.*)$", re.M)
CLOSING = re.compile(r"^(\d+) passed, (\d+) failed(, \d+ skipped)?$", re.M)


@contextmanager
def serving(location: Path, port: int) -> Iterator[str]:
    """Serve an empty plain dataset on loopback for as long as the context lasts; yields its address."""
    address = f"http://127.0.0.1:{port}"
    options = (
        *("--location", str(location), "--bind", f"127.0.0.1:{port}", "--dataset", "plain", "--gate", "off"),
        *("--allow-service", f"http://127.0.0.1:{port + 1}/"),
    )
    server = subprocess.Popen((*KG, "serve", *options), stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if server.poll() is not None:
                sys.exit(f"the server ended at once with {server.returncode}")
            try:
                httpx.get(f"{address}/health").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        else:
            sys.exit("the server did not answer /health within 30 s")
        yield address
    finally:
        server.terminate()
        server.wait(30)


def main() -> None:
    """Start the server, run the harness, pass its counts on."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", type=Path, default=HARNESS)
    parser.add_argument("--known", type=Path, default=KNOWN)
    parser.add_argument("--port", type=int, default=24000)
    parser.add_argument("--section", default="default,formats,arabic,shacl")
    options, rest = parser.parse_known_args()
    if not options.harness.exists():
        print(f"skipped: W3C conformance, because there is no harness at {options.harness}")
        return
    with tempfile.TemporaryDirectory(prefix="isnad-w3c-") as folder:
        location = Path(folder) / "store"
        token = subprocess.run(
            (*KG, "token", "create", "--scope", "admin", "--location", str(location)),
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        with serving(location, options.port) as address:
            run = subprocess.run(
                (
                    *(sys.executable, str(options.harness), "--section", options.section, "--bearer", token),
                    *("--query-url", f"{address}/sparql", "--update-url", f"{address}/sparql"),
                    *("--gsp-url", f"{address}/store", "--shacl-url", f"{address}/validate"),
                    *("--federation", "--helper-port", str(options.port + 1)),
                    *("--known-failures", str(options.known), *rest),
                ),
                stdout=subprocess.PIPE,
                text=True,
                check=False,
            )
    print(run.stdout)
    if not CLOSING.search(run.stdout):
        sys.exit(f"the harness ended with {run.returncode} before its counts")
    if passed := PASSED.search(run.stdout):
        sys.exit(f"take out of {options.known.name} what passes now: {passed[1]}")
    if run.returncode:
        sys.exit("tests fail that passed before (NEW above)")


if __name__ == "__main__":
    main()
