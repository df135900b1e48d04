"""T006: along a scale the points fall and rise again, so that a better value earns less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from kaoping import exact
from kaoping.exact import Exact
from kaoping.language.link import PERCENT_UNITS
from kaoping.lint import places, scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.places import Ranking
from kaoping.lint.scales import Scale
from kaoping.lint.subject import Subject

_HELP = "核对各档的分值是不是写颠倒了；文件本身如此的，注明认可的理由"


class _Step(NamedTuple):
    at: Fraction
    points: Exact
    told: str


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Scales and rankings whose points neither only rise nor only fall.

    Points that rise and fall again may mean a value in the middle that is best (负债率40%-60%得3分): that is a
    finding only where the name of the measure excludes it.
    """
    for scale in scales.of_clauses(subject):
        if scale.kind == "tiers":
            yield from _scale(scale)
    for ranking in places.of_clauses(subject):
        if ranking.alternatives:
            yield from _ranking(ranking)


def _scale(scale: Scale) -> Iterator[Found | Undecided]:
    steps = [
        _Step(value, outcome.points, outcome.told)
        for value, outcome in scale.cells
        if outcome.row is not None and outcome.points is not None
    ]
    turn = _turn(steps, -1)
    if turn is None and (turn := _turn(steps, 1)) is not None:
        beyond = scale.unit in PERCENT_UNITS and turn[2].at >= 1
        if not scale.domain.rises or beyond:
            yield Undecided(scale.span, f"{scale.name}居中的一档得分最多：也许居中的最好，也许写颠倒了")
            return
    if turn is not None:
        told = "，".join(f"为{scale.say(step.at)}时{step.told}" for step in turn)
        yield Found(scale.span, f"{scale.name}越高，得分忽多忽少", _HELP, witness=f"{scale.name}{told}")


def _ranking(ranking: Ranking) -> Iterator[Found]:
    steps = [
        _Step(Fraction(place), outcome.points, outcome.told)
        for place, outcome in ranking.places.items()
        if outcome.row is not None and outcome.points is not None
    ]
    turn = _turn(steps, -1) or _turn(steps, 1)
    if turn is not None:
        told = "，".join(f"{ranking.say(int(step.at))}{step.told}" for step in turn)
        yield Found(ranking.span, "名次越靠后，得分忽多忽少", _HELP, witness=f"{told}{ranking.among()}")


def _turn(steps: Sequence[_Step], sign: int) -> tuple[_Step, _Step, _Step] | None:
    """Three steps of which the middle one has the most points (sign 1) or the least (sign -1)."""
    steps = [
        step for step, last in zip(steps, [None, *steps], strict=False) if not last or _moved(last, step)
    ]
    for index, middle in enumerate(steps):
        other = [exact.compare(middle.points, step.points) == sign for step in steps]
        before = [step for step, less in zip(steps[:index], other[:index], strict=True) if less]
        after = [step for step, less in zip(steps[index:], other[index:], strict=True) if less]
        if before and after:
            return before[-1], middle, after[0]
    return None


def _moved(one: _Step, other: _Step) -> bool:
    return exact.compare(one.points, other.points) != 0


CHECK = Check(
    code="T006",
    severity="warning",
    finds=(
        "沿着数值从低到高看，各档的分先少后多又变少，或者先多后少又变多：有更好的数值，得分反而少。"
        "越高越好还是越低越好，不由这项检查判断；可能居中最好的（资产负债率40%-60%），也不算。"
    ),
    why="各档的分值写颠倒了，单位会为了得分把工作往回做；这也是抄写、换算时最常见的错误。",
    bad="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得1分；80%＞完成率≥60%，得2分；完成率＜60%，不得分。
""",
    good="""办法  某某考核办法
一级指标  完成情况（3分）
  完成率{完成数 / 任务数}≥90%，得3分；90%＞完成率≥80%，得2分；80%＞完成率≥60%，得1分；完成率＜60%，不得分。
""",
    run=find,
)
