"""`kaoping clause`: says back how a clause is understood, for people or for programs.

    $ kaoping clause "达到385个得2分，每少10个扣0.1分，扣完为止"
    $ kaoping clause --target "各类数据归集 ≥2亿条"

Exit code 0: understood; 1: not, or not all of the lines; 2: nothing to read, or bad usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument, emit

if TYPE_CHECKING:
    from kaoping.diagnostics import Diagnostic
    from kaoping.language.reading import Reading
    from kaoping.language.report import Json

SOURCE_NAME = "<子句>"


class LineError(Exception):
    """A line of input that is not a question; the message is for the user, in Chinese."""


def _check_points(ctx: click.Context, param: click.Parameter, value: str | None) -> Decimal | None:
    """The option's number; a usage error if it is not one."""
    points = _points(value)
    if value is not None and points is None:
        raise click.BadParameter(f"「{value}」不是大于零的分值", ctx, param)
    return points


@click.command("clause")
@click.argument("text", required=False)
@click.option("--points", callback=_check_points, help="Full mark of the clause, where its place gives one.")
@click.option("--target", is_flag=True, help="Read it as a target (指标值), which has no points: met or not.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
@click.option("--jsonl", is_flag=True, help='Read {"id", "text", "points"} lines from stdin; answer each.')
def clause_command(
    text: str | None, points: Decimal | None, target: bool, as_json: bool, jsonl: bool
) -> None:
    """Say back how the clause TEXT is understood."""
    if jsonl:
        if text is not None or points is not None or as_json:
            raise click.UsageError("--jsonl 从标准输入读取子句，不与 TEXT、--points、--json 同用")
        sys.exit(_answer_lines(sys.stdin.buffer, target))
    if target and points is not None:
        raise click.UsageError("目标没有分值，--target 不与 --points 同用")
    text = argument(text or "")
    if not text.strip():
        raise click.UsageError("没有给出子句，例如：kaoping clause “每少一次扣0.5分，扣完为止”")
    from kaoping.language.report import to_json

    reading = _read(text, points, target)
    if as_json:
        emit(json.dumps(to_json(reading, points=points), ensure_ascii=False))
    else:
        emit("\n".join(describe(reading, target)))
    sys.exit(Exit.CLEAN if reading.understood else Exit.FINDINGS)


def _read(text: str, points: Decimal | None, target: bool) -> Reading:
    """The reading of the sentence as published: a clause may be pasted from a rule file, links and all."""
    from kaoping.language.clause import read
    from kaoping.language.targets import read_target
    from kaoping.resolve.links import cut

    wording = cut(text, list(range(len(text))))
    text = text if wording.broken else wording.text
    return read_target(text) if target else read(text, points, wording.deduplicates)


def describe(reading: Reading, target: bool = False) -> list[str]:
    """The reading in lines of Chinese, or what was not understood, and where."""
    from kaoping.language.paraphrase import notes, say, say_term
    from kaoping.render.text import format_diagnostic

    if not reading.understood:
        return [format_diagnostic(finding) for finding in findings(reading, target)]
    terms = [
        f"  · {f'（{part.number}）' if part.number else ''}{say_term(term)}"
        for part in reading.parts
        for term in part.terms
    ]
    remarks = [f"  ※ {note}" for note in notes(reading)]
    return [f"原文：{reading.text.strip()}", f"读作：{say(reading)}", *terms, *remarks]


def findings(reading: Reading, target: bool = False) -> list[Diagnostic]:
    """Why the clause is not understood; empty if it is."""
    from kaoping.diagnostics import Diagnostic
    from kaoping.language.targets import EXAMPLE, is_target
    from kaoping.source import SourceFile, Span

    source = SourceFile(SOURCE_NAME, reading.text)
    if not reading.left_over and not reading.understood:
        example = "写明得分或扣分，例如：得2分，否则不得分；每少一次扣0.5分"
        if target:
            example = f"写成「指标名称：指标值」，例如：{EXAMPLE}"
        elif is_target(reading.text):
            example += "；若是只看是否达到的目标，加上 --target"
        whole = Span(0, len(reading.text))
        message = "这句话里看不出指标值" if target else "这句话里没有读到计分内容"
        return [Diagnostic("C002", "error", message, example, source, whole)]
    return [
        Diagnostic(
            "C001",
            "error",
            f"没有读懂「{rest.text}」",
            f"相近而能读懂的写法：{rest.nearest}" if rest.nearest else "",
            source,
            rest.span,
        )
        for rest in reading.left_over
    ]


def _answer_lines(lines: Iterable[bytes], target: bool = False) -> Exit:
    """One object for each line, in order; a bad line gets an object with its error."""
    from kaoping.language.report import to_json

    outcome = None
    for line in lines:
        if not line.strip():
            continue
        outcome = outcome or Exit.CLEAN
        asked: dict[str, object] = {}
        try:
            asked = _parse(line)
            text, points = _question(asked)
            answer = to_json(_read(text, points, target), _id(asked), points)
        except LineError as error:
            answer = _refusal(_id(asked), str(error))
        if not answer["understood"]:
            outcome = Exit.FINDINGS
        emit(json.dumps(answer, ensure_ascii=False))
    if outcome is None:
        emit('标准输入里没有子句：每行应是 {"id": …, "text": …, "points": …}', err=True)
    return Exit.FAILED if outcome is None else outcome


def _parse(line: bytes) -> dict[str, object]:
    try:
        asked = json.loads(line.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise LineError("这一行不是 UTF-8 编码") from None
    except (ValueError, RecursionError):
        raise LineError("这一行不是 JSON") from None
    if not isinstance(asked, dict):
        raise LineError('这一行不是 JSON 对象，应写成 {"id": …, "text": …}')
    return asked


def _question(asked: dict[str, object]) -> tuple[str, Decimal | None]:
    text, given = asked.get("text"), asked.get("points")
    if not isinstance(text, str) or not text.strip():
        raise LineError("缺少 text，即子句的原文")
    points = _points(given)
    if given is not None and points is None:
        raise LineError(f"points 不是大于零的分值：「{given}」")
    return text, points


def _id(asked: dict[str, object]) -> str | int | None:
    """The id as it was given; anything but text or a whole number is not an id."""
    given = asked.get("id")
    return given if isinstance(given, (str, int)) and not isinstance(given, bool) else None


def _refusal(id: str | int | None, error: str) -> Json:
    return {**({} if id is None else {"id": id}), "understood": False, "error": error, "left_over": []}


def _points(value: object) -> Decimal | None:
    """A positive number, from text or from JSON; None if it is not one."""
    from kaoping.exact import MAX_DIGITS, parse_number

    if isinstance(value, Decimal):
        value = format(value, "f") if abs(value.adjusted()) < MAX_DIGITS else ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    number = parse_number(str(value))
    return number if number is not None and number > 0 else None
