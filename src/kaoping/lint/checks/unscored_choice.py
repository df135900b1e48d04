"""N005: a value that a field may hold, with which no clause counts the event, though a later one is counted."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.lint import filters
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.filters import Words
from kaoping.lint.names import sources
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Choices of declared events that every filter keeps out, while one that is listed after them passes."""
    if not subject.understood():
        return
    filtered = [(seen.source, filters.by_field(seen.source.tests)) for seen in sources(subject)]
    for spec in subject.rubric.facts:
        span = subject.fact(spec.name)
        uses = [tests for source, tests in filtered if source.name == spec.name]
        if span is None or not uses:
            continue
        for field in spec.fields:
            if field.type != "choice" or not all(field.name in tests for tests in uses):
                continue
            passing = [values for tests in uses if (values := filters.together(tests[field.name]))]
            counted = [
                any(filters.within(Words(frozenset({choice})), values) for values in passing)
                for choice in field.choices
            ]
            idle = [choice for choice, yes in zip(field.choices, counted, strict=True) if not yes]
            if not idle or not any(counted) or len(passing) < len(uses):
                continue
            last = max(index for index, yes in enumerate(counted) if yes)
            told = "、".join(f"「{choice}」" for choice in idle)
            if field.choices.index(idle[0]) > last:
                yield Undecided(span, f"{field.name}为{told}的「{spec.name}」不计分；有意的，不必改")
                continue
            yield Found(
                span,
                f"「{spec.name}」的{field.name}可以是{told}，但没有哪一条计这样的",
                "漏写了的，在句中补上条件；本就不计分的，不必改；用不着的，从声明里删去",
                witness=f"登记一件{field.name}为「{idle[0]}」的「{spec.name}」，得分不变；"
                f"登记一件「{field.choices[last]}」的，却计分",
            )


CHECK = Check(
    code="N005",
    severity="note",
    finds="事件的一个字段声明了几个选项，每一条都按这个字段筛选，其中一个哪一条也选不到，排在它后面的却选得到。",
    why="声明里有，填报的人就会选，选了却不计分。有意不计的，写出来心中有数；漏了一档的，单位会白做。",
    bad="""办法  某某考核办法
事实  宣传稿件：事件（篇），级别（国家级、省级、市级）
一级指标  宣传（5分）
  在省级媒体发表{宣传稿件[级别 = 省级]}，得3分；在市级媒体发表{宣传稿件[级别 = 市级]}，得2分。
""",
    good="""办法  某某考核办法
事实  宣传稿件：事件（篇），级别（省级、市级）
一级指标  宣传（5分）
  在省级媒体发表{宣传稿件[级别 = 省级]}，得3分；在市级媒体发表{宣传稿件[级别 = 市级]}，得2分。
""",
    run=find,
)
