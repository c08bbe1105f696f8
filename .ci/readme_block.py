"""Print the Nth ```sh block of a Markdown file, so that CI runs what a newcomer pastes."""

import re
import sys
from pathlib import Path

name, number = sys.argv[1:]
blocks = re.findall(r"^```sh\n(.*?)^```", Path(name).read_text("utf-8"), re.M | re.S)
print(blocks[int(number) - 1], end="")
