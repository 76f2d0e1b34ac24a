"""What nbgrader has no command for: ``python -m autograder COMMAND``, run in the course's folder."""

from __future__ import annotations

import argparse
import gc
import importlib
import pkgutil
import sys
from types import ModuleType
from typing import cast

from autograder import commands


def found() -> dict[str, ModuleType]:
    """Return the commands by name: the files in ``commands/`` that have a function ``run``."""
    names = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    modules = {name: importlib.import_module(f"autograder.commands.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "run")}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    gc.disable()  # what is loaded stays: looking for garbage among it takes a fifth of the time
    # jsonschema loads, for one format that no notebook has, a parser that takes longer than all else together
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))
    choice = parse(arguments)
    gc.freeze()
    gc.enable()
    try:
        return choice.run(choice)
    except SystemExit as stop:
        if isinstance(stop.code, str):  # a message for the user
            print(f"error: {stop.code}", file=sys.stderr)
            return 1
        raise


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in found().items():
        text, form = module.__doc__ or "", argparse.RawTextHelpFormatter
        one = choices.add_parser(name, help=text.partition("\n")[0], description=text, formatter_class=form)
        module.options(one)
        one.set_defaults(run=module.run)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
