"""L001, F017 and F018: found by `kaoping check` beside what lint, test and audit find."""

from __future__ import annotations

from kaoping.lint.check import FilePage

PAGES = (
    FilePage(
        code="L001",
        severity="warning",
        finds="规则文件的缩进、空格、符号、空行不是统一的排版。",
        why="排版统一，改了哪一句才一眼看得出来。运行 kaoping fmt 就整理好了：只动排版，一个字也不改。",
        bad="某某考核办法.rubric，有的条缩进两格，有的缩进四格",
        good="同一个文件，kaoping fmt 以后",
    ),
    FilePage(
        code="F017",
        severity="error",
        finds="规则文件旁 facts 里的事实，一条要的都有了，规则却没有说该得几分：哪些单位，各是什么值，得分还差多少。",
        why=(
            "例如89.5%在80%—89%和90%—100%之间。这些单位的得分只能待评，总分、名次、等次都跟着待定。补上管到这些值的一档；"
            "这一条的空档已经认可（认可  T001：理由）的，这里也算认可。"
        ),
        bad="某某考核办法.rubric 写了90%—100%得3分、80%—89%得2分，facts 里甲县是89.5%",
        good="同一个办法，写成≥90%得3分、90%＞x≥80%得2分",
    ),
    FilePage(
        code="F018",
        severity="error",
        finds="一个文件夹里有几个规则文件，旁边的 facts 或 published* 属于哪一个，kaoping.toml 没有写。",
        why=(
            "不知道是谁的，就没有拿来计分、核对；悄悄跳过，等于没有检查。一个办法一个文件夹最省事；要放在一起的，"
            "在 kaoping.toml 里给每个规则文件写一节 [[rubric]]，写明 rule、facts、published；没有的写 []。"
        ),
        bad="rules 里有甲.rubric、乙.rubric 和 facts/年终.csv，kaoping.toml 里没有 [[rubric]]",
        good='kaoping.toml 里给两个规则文件各写了一节：rule = "rules/甲.rubric"，facts = ["facts/年终.csv"] ……',
    ),
)
