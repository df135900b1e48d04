"""Labelled sets of facts (--facts 自评=facts/自评): which files each label has, and scoring each of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kaoping.commands import Exit, argument
from kaoping.commands.running import no_such_unit, origin_of, outcome, rule_of, write_ledger

if TYPE_CHECKING:
    from kaoping.render.book.about import Origin
    from kaoping.rounds import Comparison, Report

_LABELLED = re.compile(r"([^/\\=]+)=(.*)", re.DOTALL)


def by_label(
    paths: Sequence[Path], facts: Sequence[Path]
) -> tuple[tuple[Path, ...], tuple[Path, ...], dict[str, tuple[Path, ...]]]:
    """RULE and files as they were given, and the files of each label where there are two labels or more.

    LABEL=PATH gives a path a label; a path that exists as it is written is a path. A single label
    changes nothing: there is nothing to compare. Facts with a label and facts without one are never put together.
    """
    split = {path: _split(path) for path in (*paths, *facts)}
    labelled: dict[str, list[Path]] = {}
    for label, path in split.values():
        if label:
            labelled.setdefault(label, []).append(path)
    bare = [path for path in paths if not split[path][0]]
    if labelled:
        if not bare:
            raise click.UsageError("没有给出规则文件")
        rule = rule_of(bare)
        unlabelled = [str(p) for p in (*bare, *facts) if p != rule and not split[p][0]]
        if unlabelled:
            raise click.UsageError(
                f"事实要么都写标签，说明属于哪一轮，要么都不写；没有写的有：{'、'.join(unlabelled)}。"
                f"例如：--facts {next(iter(labelled))}={unlabelled[0]}"
            )
    if len(labelled) < 2:
        return tuple(split[path][1] for path in paths), tuple(split[path][1] for path in facts), {}
    return (rule,), (), {label: tuple(files) for label, files in labelled.items()}


def report_of(
    paths: Sequence[Path], labelled: Mapping[str, Sequence[Path]], as_of: str = ""
) -> tuple[Report, list[Origin], Exit]:
    """Score every round, with its messages under its label; ends the program where one cannot run."""
    from kaoping.rounds import Round, make_report

    rounds, origins = [], []
    worst = Exit.CLEAN
    for label, files in labelled.items():
        run, code = outcome(paths, files, as_of, heading=label)
        assert run.sheet is not None
        assert run.intake is not None
        facts = (fact for change in run.intake.changes for fact in (change.old, change.new) if fact)
        rounds.append(Round(label, run.sheet, frozenset(fact.unit for fact in facts)))
        origins.append(origin_of(run, label))
        worst = max(worst, code)
    return make_report(rounds), origins, worst


def comparisons(report: Report, unit: str | None) -> tuple[Comparison, ...]:
    """All units, or the one that was asked for."""
    if unit is None:
        return report.units
    chosen = tuple(found for found in report.units if found.unit == unit)
    if not chosen:
        no_such_unit(unit, [found.unit for found in report.units])
    return chosen


def write_ledgers(report: Report, ledger: Path) -> None:
    """One ledger a round, its label in the name: 台账.自评.jsonl. Each can be replayed by itself."""
    for round_ in report.rounds:
        path = ledger.with_name(f"{ledger.stem}.{round_.label}{ledger.suffix}")
        write_ledger(round_.sheet.assessment.ledger, path)


def _split(path: Path) -> tuple[str, Path]:
    """The label, "" if there is none, and the path."""
    match = _LABELLED.fullmatch(str(path))
    if match is None or path.exists():
        return "", path
    label, rest = argument(match[1]).strip(), match[2]
    if not label or not rest:
        raise click.UsageError(f"「{argument(str(path))}」应写成 标签=路径，例如：自评=facts/自评")
    return label, Path(rest)
