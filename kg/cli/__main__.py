"""python -m kg.cli: the same program where the command is not on the path."""

from kg.cli import main

main()
