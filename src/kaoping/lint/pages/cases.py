"""Y: case files. Reported by `kaoping test`; explained and held to their examples like the others."""

from __future__ import annotations

from kaoping.lint.check import CasePage

_RULES = """办法  某某考核办法
单位  甲县、乙县
一级指标  信息报送（10分）
  迟报{迟报}一次扣1分，扣完为止。
"""

_GOOD = """名称: 迟报两次
事实:
  甲县: {迟报: 2}
单位:
  甲县: {总分: 8}
"""

_COVERED = """名称: 迟报两次，扣完
事实:
  甲县: {迟报: 2}
  乙县: {迟报: 11}
单位:
  甲县: {总分: 8}
  乙县: {总分: 0}
"""

PAGES = (
    CasePage(
        code="Y001",
        severity="error",
        finds="用例文件不是正确的 YAML：括号没有成对，左边没有对齐，用了全角冒号或制表符，或者一个词也没有用“键: 值”写。",
        why="从出错的地方起读不下去，后面的用例都没有运行。照提示改；冒号要用半角，后面空一格，同一级的键左边对齐。",
        rules=_RULES,
        bad=_GOOD.replace("{总分: 8}", "{总分: 8"),
        good=_GOOD,
    ),
    CasePage(
        code="Y002",
        severity="error",
        finds="用例里有不认识的键，或者一个键（用例的名称）写了两次。",
        why="写错的键如果跳过，以为测了的其实没有测。照提示改成认识的键；写了两次的只留一处。",
        rules=_RULES,
        bad=_GOOD.replace("总分", "总份"),
        good=_GOOD,
    ),
    CasePage(
        code="Y003",
        severity="error",
        finds="一个键的值不是它要的那一种：该写数的写了字，该写一组的写了一个值，或者区间写倒了。",
        why="值读不出来就没法比较，整个用例不运行。分数写一个数，还没有定的写成区间，例如 3～5。",
        rules=_RULES,
        bad=_GOOD.replace("总分: 8", "总分: 满"),
        good=_GOOD,
    ),
    CasePage(
        code="Y004",
        severity="error",
        finds="用例里写的单位、条、指标、文件或者别的用例并不存在。",
        why="规则文件改过以后，条号常常变动；名称对不上的用例测的不知是什么，所以不运行。照提示改成规则里的名称。",
        rules=_RULES,
        bad=_GOOD.replace("单位:\n  甲县", "单位:\n  甲显"),
        good=_GOOD,
    ),
    CasePage(
        code="Y005",
        severity="error",
        finds="用例缺少名称或者事实，文件是空的，或者没有写明是哪一个规则文件的用例。",
        why="没有名称，报告里说不清是哪一个；没有事实，多半是忘了写。确实要测没有任何事实的，写 事实: []。",
        rules=_RULES,
        bad=_GOOD.replace("名称: 迟报两次\n", ""),
        good=_GOOD,
    ),
    CasePage(
        code="Y006",
        severity="error",
        finds="「不必发现」里的一处改动，kaoping test --mutate 没有试过，或者已经有用例发现它。",
        why="用不上的说明会在以后放过真该发现的改动。规则文件改过的，照新的报告抄一遍；已经有用例发现的，删去这一项。",
        rules=_RULES,
        bad=_GOOD
        + """---
不必发现:
  - 改动: 1.1 每1次扣2分，改成扣1分
    理由: 试写
""",
        good=_GOOD,
    ),
    CasePage(
        code="Y007",
        severity="error",
        finds="一个用例算出来的，与它写的不同。一个单位一处，写明应为多少、实为多少，台账里是怎样算的。",
        why="规则改错了，就改正规则；规则本来就要这样改的，让用例跟着改：kaoping test --update，改了的逐个核对。",
        rules=_RULES,
        bad=_GOOD.replace("总分: 8", "总分: 9"),
        good=_GOOD,
    ),
    CasePage(
        code="Y008",
        severity="error",
        finds="没有一个用例的得分由规则的这一处决定：一档、一个上限、一次清零。kaoping.toml 里写了 [test] coverage 的才查。",
        why="没有用例触及的地方，写错了也没有人知道。覆盖达到了 coverage 要求的，只是提示。",
        rules=_RULES,
        bad=_GOOD.replace("迟报: 2", "迟报: 0").replace("总分: 8", "总分: 10"),
        good=_COVERED,
    ),
    CasePage(
        code="Y009",
        severity="error",
        finds="规则的这一处改成别的，所有用例照样通过。kaoping.toml 里写了 [test] mutation 的才查。",
        why="改了没有用例发现，改错了也不会有用例发现。发现的达到了 mutation 要求的，只是提示；确实不必发现的，"
        "写进用例文件的「不必发现」，说明理由。",
        rules=_RULES,
        bad=_GOOD.replace("迟报: 2", "迟报: 0").replace("总分: 8", "总分: 10"),
        good=_COVERED,
    ),
)
