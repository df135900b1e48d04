"""The command line: arguments and exit codes, no logic. Commands load their modules when they run.

Exit codes: 0 clean; 1 findings, failing tests or refused facts; 2 it could not run.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from contextlib import suppress

import click

from kaoping import __version__

# name → (module, function, one line for --help). Modules are imported only when their command runs.
COMMANDS: dict[str, tuple[str, str]] = {
    "clause": ("kaoping.commands.clause", "clause_command"),
    "facts": ("kaoping.commands.facts", "facts_command"),
    "score": ("kaoping.commands.score", "score_command"),
    "template": ("kaoping.commands.template", "template_command"),
    "explain": ("kaoping.commands.explain", "explain_command"),
    "replay": ("kaoping.commands.replay", "replay_command"),
    "check": ("kaoping.commands.check", "check_command"),
    "lint": ("kaoping.commands.lint", "lint_command"),
    "code": ("kaoping.commands.code", "code_command"),
    "fmt": ("kaoping.commands.fmt", "fmt_command"),
    "test": ("kaoping.commands.test", "test_command"),
    "audit": ("kaoping.commands.audit", "audit_command"),
    "diff": ("kaoping.commands.diff", "diff_command"),
    "schema": ("kaoping.commands.schema", "schema_command"),
    "init": ("kaoping.commands.init", "init_command"),
}
HELP = {
    "clause": "Say back how a clause is understood.",
    "facts": "Which facts are still missing, and how many points hang on each.",
    "score": "Score units from facts: scores, ranks, grades, ledger.",
    "template": "Write a workbook to fill in with facts.",
    "explain": "The audit trail of one unit, in sentences.",
    "replay": "Does a ledger follow from its rules and facts?",
    "check": "Check rule files: what CI runs.",
    "lint": "Find gaps, contradictions and ambiguities in rule files.",
    "code": "Say what the code of a finding means.",
    "fmt": "Lay rule files out in the one canonical way.",
    "test": "Run the cases beside rule files; what do they cover, which changes would they notice?",
    "audit": "Does a published score table follow from its rules and facts?",
    "diff": "What does a change of a rule file do: by meaning, and to scores?",
    "schema": "Print the JSON Schema of case files, for editors.",
    "init": "Start a rubric repository: rules, facts, cases, CI.",
}


class LazyGroup(click.Group):
    """Knows its commands by name and imports one only to run it, so that --help is fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), function)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, HELP[name]) for name in COMMANDS])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kaoping")
def cli() -> None:
    """Kaoping (考评): official evaluation rubrics, executed as written."""


def main() -> None:
    """Run the program; text goes out as UTF-8 whatever the locale.

    Ctrl-C and a reader that goes away (| head) end it as they end other programs: 130 and SIGPIPE. A fault of
    ours says so, and is 2, never 1: nobody is to take it for findings.
    """
    _standard_streams()
    try:
        sys.exit(cli(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        _say("已中断")
        sys.exit(128 + signal.SIGINT)
    except OSError as error:
        from kaoping.source import reason_of

        where = f"{error.filename}：" if error.filename else ""
        _say(f"{where}读写没有做成（{reason_of(error)}）")
    except UnicodeEncodeError as error:  # a path out of a file, where the locale has no letters for it
        _say(f"「{error.object}」在当前的区域设置里写不出来；请设 PYTHONUTF8=1，或换成 UTF-8 的区域设置")
    except Exception as error:  # noqa: BLE001 - the last to hear of it
        import traceback

        _say(f"考评程序出错了（{type(error).__name__}），没有做完；请报告，附上所用的文件和下面的内容")
        _say("".join(traceback.format_exception(error)))
    with suppress(OSError):  # what cannot be written any more is not to be tried again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(2)


def _standard_streams() -> None:
    """UTF-8 out; a stream that was closed (>&-) is nothing, and a pipe that is closed ends the program."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(signal, "SIGPIPE"):  # not on Windows
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _say(message: str) -> None:
    with suppress(OSError):
        print(message, file=sys.stderr, flush=True)
