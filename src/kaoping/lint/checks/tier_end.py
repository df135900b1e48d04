"""T002: values beyond the lowest or the highest row of a scale that no row covers."""

from __future__ import annotations

from collections.abc import Iterator

import portion

from kaoping.lint import grades, places, scales
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.gaps import Gap, gaps_of, left
from kaoping.lint.scales import Scale
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """What lies below all rows or above them, can surely occur, and leaves a unit without points or grade."""
    for scale in (*grades.of_grades(subject), *scales.of_clauses(subject)):
        for gap in gaps_of(scale):
            if gap.where not in ("below", "above"):
                continue
            told = _beyond(scale, gap)
            if gap.doubt:
                yield Undecided(scale.span, f"{told}没有{scale.noun}管到；{gap.doubt}")
                continue
            yield Found(
                scale.span,
                f"{told}的没有{scale.noun}管到",
                "修订文件时写明两头怎么办，或加一句“其余的，不得分”；暂不修订的，注明认可的理由",
                witness=f"{scale.at(gap.value)}，不属于任何{scale.noun}，{left(scale, gap.value)}",
            )
    for ranking in places.of_clauses(subject):
        yield from places.gaps(ranking, between=False)


def _beyond(scale: Scale, gap: Gap) -> str:
    if gap.where == "below":
        word = "不超过" if gap.values.right == portion.CLOSED else "不到"
        return f"{scale.name}{word}{scale.say(gap.values.upper)}"
    word = "达到" if gap.values.left == portion.CLOSED else "超过"
    return f"{scale.name}{word}{scale.say(gap.values.lower)}"


CHECK = Check(
    code="T002",
    severity="warning",
    finds="最低一档以下或最高一档以上没有写怎么办，而那里的数值是会有的：百分比从0%到100%，次数和时间从0起，名次从第1名到最后一名，总分从0分到最高分。",
    why=(
        "得不到最低一档的单位，多半应当不得分；但句子没有写，程序不替文件决定，只能待评。只写扣分的档次，还没有差到"
        "要扣的一头不在此列，那里不扣分；比最重一档更差的（只写了出现1次、2次各扣几分，出现了3次），仍是空档。"
    ),
    bad="""办法  某某考核办法
一级指标  办理情况（3分）
  办结率{办结数 / 受理数}≥90%，得3分；90%＞办结率≥80%，得2分。
""",
    good="""办法  某某考核办法
一级指标  办理情况（3分）
  办结率{办结数 / 受理数}≥90%，得3分；90%＞办结率≥80%，得2分；办结率＜80%，不得分。
""",
    run=find,
)
