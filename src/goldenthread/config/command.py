"""``goldenthread``: the command line. Each module in config/commands is a command of the same name."""

from __future__ import annotations

import ast
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

from goldenthread.config.installation import APP, OWNER
from goldenthread.config.services import in_words, set_up_django

COMMANDS = Path(__file__).parent / "commands"
# These change the structure or the whole of the database; every other command is held to row security.
AS_OWNER = frozenset({"migrate", "demo", "backup", "load", "restore", "sealing"})
# These must be able to speak when Django cannot be set up, or set it up themselves.
WITHOUT_DJANGO = frozenset({"check", "doctor", "import", "manage", "run", "web", "worker"})


class Commands(click.Group):
    """Finds commands by file name and loads one only when it is called, with Django ready for its imports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every module in the folder, by name."""
        return sorted(file.stem.strip("_").replace("_", "-") for file in COMMANDS.glob("[!_]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Set Django up for the command's role, then import its module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        with in_words():
            if cmd_name not in WITHOUT_DJANGO:
                set_up_django(OWNER if cmd_name in AS_OWNER else APP)
            module = import_module(f"goldenthread.config.commands.{_file(cmd_name).stem}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with the first line of each file's docstring, importing none of them."""
        rows = [(name, _first_line(_file(name))) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="goldenthread", prog_name="goldenthread")
def cli() -> None:
    """Golden Thread: run, look after and feed an installation."""


def main() -> None:
    """The console script. Expected troubles print one message to stderr and exit 1; wrong usage exits 2."""
    cli(prog_name="goldenthread")


def _file(name: str) -> Path:
    """The module of a command; one whose name is a word of Python's own ends in an underscore."""
    stem = name.replace("-", "_")
    return COMMANDS / f"{stem}_.py" if iskeyword(stem) else COMMANDS / f"{stem}.py"


def _first_line(file: Path) -> str:
    return (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").partition("\n")[0]


if __name__ == "__main__":
    main()
