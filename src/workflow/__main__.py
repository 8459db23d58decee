"""The command ``workflow``."""

import sys


def main() -> None:
    """Run the command line and leave with its status."""
    from workflow.cli.main import run  # noqa: PLC0415  (the import is the program)

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
