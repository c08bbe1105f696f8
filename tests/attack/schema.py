"""Requests made from what /openapi.json promises, sent to a running server by schemathesis; none may be a failure of ours.

usage: schema.py [--examples N]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.attack.conftest import started, stopped

# What an answer must be. That a request which fits the description is taken is no promise of ours: a query has a grammar.
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
LONGEST = 90


def main() -> None:
    """Run it, bounded in examples and in time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=12)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="isnad-schema-") as folder:
        target = started(Path(folder) / "store", KG_DEADLINE="20")
        command = (
            *("schemathesis", "run", f"http://127.0.0.1:{target.port}/openapi.json", "--checks", CHECKS),
            *("--max-examples", str(options.examples), "--seed", "1", "--phases", "examples,coverage,fuzzing"),
            *("--header", f"Authorization: Bearer {target.token}", "--no-color", "--request-timeout", "10"),
            *("--generation-database", "none"),
        )
        program = Path(sys.executable).with_name(command[0])
        try:
            ended = subprocess.run((str(program), *command[1:]), cwd=folder, timeout=LONGEST, check=False)
            assert target.process.poll() is None, "the server ended"
        finally:
            stopped(target)
    sys.exit(ended.returncode)


if __name__ == "__main__":
    main()
