"""N011: a filter that every event passes."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping.language.link import say_value
from kaoping.lint import filters
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.filters import Fields
from kaoping.lint.names import place, sources
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Tests that leave out nothing of what the field may hold, or of what the tests before them let pass."""
    fields = Fields(subject.rubric)
    for seen in sources(subject):
        for field, tests in filters.by_field(seen.source.tests).items():
            left = fields.domain(seen.source.name, field)
            whole = filters.together(tests)
            if whole is None or (left is not None and (filters.both(whole, left) or whole).empty):
                continue  # N009, N010
            for index, test in enumerate(tests):
                if test.value in (subject.rubric.start, subject.rubric.end):
                    continue  # the period said again, not mistaken
                values = filters.passing(test)
                others = tests[:index] + tests[index + 1 :]
                rest = filters.together(others) if others else left
                if rest is not None and left is not None and others:
                    rest = filters.both(rest, left)
                if values is None or rest is None or not filters.within(rest, values):
                    continue
                said = f"{test.field} {test.comparator} {say_value(test.value)}"
                yield Found(
                    place(subject, seen.clause, seen.rule, seen.source.name, field),
                    f"条件“{said}”没有筛去什么",
                    "核对界限；用不着的，删去这个条件",
                    witness=f"凡{'符合其余条件' if others else f'填了{field}'}的「{seen.source.name}」都符合它",
                )
                break


CHECK = Check(
    code="N011",
    severity="note",
    finds="链接里的一个条件，凡是能填的值都符合。",
    why="条件写了等于没写：多半是界限写错了（年份、选项），想筛去的一件也没有筛去。",
    bad="""办法  某某考核办法
期间  2021-01-01 至 2021-12-31
一级指标  宣传（5分）
  四月起每发表一篇{宣传稿件[日期 ≥ 2020-04-01]}得1分，最高得5分。
""",
    good="""办法  某某考核办法
期间  2021-01-01 至 2021-12-31
一级指标  宣传（5分）
  四月起每发表一篇{宣传稿件[日期 ≥ 2021-04-01]}得1分，最高得5分。
""",
    run=find,
)
