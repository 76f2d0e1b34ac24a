"""What nbgrader has no command for: ``python -m autograder COMMAND``, run in the course's folder."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from types import ModuleType

from autograder import commands


def found() -> dict[str, ModuleType]:
    """Return the commands by name: the files in ``commands/`` that have a function ``run``."""
    names = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    modules = {name: importlib.import_module(f"autograder.commands.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in found().items():
        text, form = module.__doc__ or "", argparse.RawTextHelpFormatter
        one = choices.add_parser(name, help=text.partition("\n")[0], description=text, formatter_class=form)
        module.options(one)
        one.set_defaults(run=module.run)
    chosen = parser.parse_args(arguments)
    try:
        return chosen.run(chosen)
    except SystemExit as stop:
        if isinstance(stop.code, str):  # a message for the user
            print(f"error: {stop.code}", file=sys.stderr)
            return 1
        raise


if __name__ == "__main__":
    sys.exit(main())
