"""P: published score tables. Reported by `kaoping audit`; explained and held to their examples like the others."""

from __future__ import annotations

from kaoping.lint.check import PublishedPage

_RULES = """办法  某某考核办法
满分  10分
等次  优秀（S≥9）、合格（9＞S≥6）、不合格（S＜6）
单位  甲县、乙县
一级指标  信息报送（6分）
  迟报{迟报}一次扣1分，扣完为止。
一级指标  任务完成（4分）
  得分=完成数/任务数×分值。
"""

_ROUNDED = _RULES.replace("单位  甲县", "取值  每项得分四舍五入保留2位小数\n单位  甲县")

_FACTS = "单位,迟报,完成数,任务数\n甲县,1,2,3\n"

_GOOD = """单位,指标,指标值,实际值,分值,得分,等次,备注
甲县,信息报送,,,6,5,,
甲县,任务完成,3件,2件,4,2.67,,完成率66.67%
甲县,总分,,,10,7.67,合格,
"""

_TARGETS = """办法  某某绩效目标表
计分  达标率
单位  甲县
一级指标  产出
  二级指标  数量指标
    办件量：≥100件
    及时率：100%
"""

_MET = """单位,二级指标,三级指标,指标值,实际值,结论
甲县,数量指标,办件量,≥100件,120件,达标
甲县,数量指标,及时率,100%,97%,未达标
甲县,,达标率,,1/2,50%
"""

PAGES = (
    PublishedPage(
        code="P001",
        severity="error",
        finds="公布的表里，有分值的一项没有得分，总分空着，或者分值、得分写的不是数；按达标率计的，有实际值而没有结论。",
        why="空着的得分不知道是0分还是没有评。没有分值、得分也空着的一项（本项目不涉及、与上一行合用分值）不算问题；写明待评的（待评、3～6）也不算。",
        rules=_RULES,
        bad=_GOOD.replace("10,7.67,", "10,,"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P002",
        severity="error",
        finds="一项的得分超过它的分值，或者是负数。",
        why="哪一项都不能超过自己的分值，也不会少于0分。表里有分值的按表里的，没有的按规则的。",
        rules=_RULES,
        bad=_GOOD.replace("6,5,", "6,7,").replace("7.67", "9.67").replace("合格", "优秀"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P003",
        severity="error",
        finds="各项得分加起来，不等于公布的小计或总分；按达标率计的，数出来的达标项数不等于公布的。",
        why="总分写错，名次和等次跟着错。规则写了总分上限、总分取值的，照规则算；表里缺了项的不比较。",
        rules=_RULES,
        bad=_GOOD.replace("10,7.67", "10,8.67"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P004",
        severity="error",
        finds="表里的分值（权重）与规则不同，加起来不等于规则的分值，或者总分的分值不等于各项之和、不等于满分。",
        why="分值不对，按这个分值给的分就没有依据。例如一项的分值写成0分，这个单位的满分就少了。",
        rules=_RULES,
        bad=_GOOD.replace("甲县,总分,,,10", "甲县,总分,,,9"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P005",
        severity="error",
        finds="公布的执行率、完成率，与同一行的分子、分母除出来的不同；公布的达标率，与达标项数除出来的不同。",
        why="比率按公布的位数四舍五入来比，66.67%、66.7%、67%都算对；超过100%写作100%的也算对。",
        rules=_RULES,
        bad=_GOOD.replace("66.67%", "76.67%"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P006",
        severity="error",
        finds="公布的得分比算出来的多，多出来的只是进位，而规则没有这样的取值。",
        why="多取的尾数也是多得的分。规则确实这样取舍的，请写明，例如 取值  每项得分四舍五入保留2位小数。要给出事实才查得出来。",
        rules=_RULES,
        facts=_FACTS,
        bad=_GOOD,
        good=_GOOD.replace("3件,2件,4,2.67,,完成率66.67%", "3件,3件,4,4,,")
        .replace("7.67", "9")
        .replace("合格", "优秀"),
        good_facts="单位,迟报,完成数,任务数\n甲县,1,3,3\n",
    ),
    PublishedPage(
        code="P007",
        severity="error",
        finds="公布的得分，不是按规则和给出的事实算出来的得分；按达标率计的，公布的实际值或结论与事实不同。",
        why="要么得分错了，要么给出的事实与评分时用的不同。例证是这一条的台账，写明用了哪些事实、怎样算的。待评的，公布的得分在区间里就不算问题。",
        rules=_ROUNDED,
        facts=_FACTS,
        bad=_GOOD.replace("6,5,", "6,4,").replace("7.67", "6.67"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P008",
        severity="warning",
        finds="指标的名称里，或者规则里，写着一个要达到的值，“指标值”一栏写的是另一个。",
        why="按哪一个评，结果可能不同。只比较写明了“≥”“以上”“不超过”之类、计量单位相同的两个数。",
        rules=_RULES,
        bad="单位,一级指标,三级指标,指标值,分值,得分\n甲县,任务完成,服务满意度≥85%,≥90%,4,4\n",
        good="单位,一级指标,三级指标,指标值,分值,得分\n甲县,任务完成,服务满意度≥90%,≥90%,4,4\n",
    ),
    PublishedPage(
        code="P009",
        severity="error",
        finds="公布的等次，不是公布的总分所在的等次。",
        why="规则里有取消资格的条款时，等次低于总分所在等次的不算问题；给出了事实的，要确实被取消了资格才不算。",
        rules=_RULES,
        bad=_GOOD.replace("合格", "优秀"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P010",
        severity="warning",
        finds="两张表（自评和复评，两次公布的）里，同一项的得分不同，或者只有一张表有这一项。",
        why="改了哪一项、改了多少，应当说得出来。先给出的一张在前，例如 --published 自评.csv --compare 复评.csv。",
        rules=_RULES,
        first=_GOOD,
        bad=_GOOD.replace("6,5,", "6,4,").replace("7.67", "6.67"),
        good=_GOOD.replace("合格,", "合格,复评"),
    ),
    PublishedPage(
        code="P011",
        severity="error",
        finds="公布的单位或指标在规则里没有，给出的事实里没有这个单位；规则里能得分、加分、扣分的指标表里没有（只管等次、资格的否决项不要求"
        "有）；列出各单位的表漏了规则里的单位，或者一个单位列了两次。",
        why="对不上的没有核对，不能算作没有问题。多半是名称改过：请照规则写，或者核对规则文件是不是这一份。",
        rules=_RULES,
        bad=_GOOD.replace("甲县", "丙县"),
        good=_GOOD,
    ),
    PublishedPage(
        code="P012",
        severity="error",
        finds="公布的名次，不是公布的总分排出来的名次。",
        why="总分高的在前，总分相同的并列，并列占去后面的名次（1、2、2、4）。并列之后接着排的（1、2、2、3）、总分相同却分了先后的，"
        "是另一种排法，规则没有写，作为警告说一次。只公布一部分单位的，只看先后。",
        rules=_RULES,
        bad="单位,信息报送,任务完成,总分,名次\n甲县,5,4,9,2\n乙县,4,4,8,1\n",
        good="单位,信息报送,任务完成,总分,名次\n甲县,5,4,9,1\n乙县,4,4,8,2\n",
    ),
    PublishedPage(
        code="P013",
        severity="error",
        finds="按达标率计的表里，一项的结论（达标、未达标）不是它的实际值对照指标值得出的结论。",
        why="一项结论错了，达标率跟着错。实际值照规则的指标值重新判断；实际值读不出来的不判断。",
        rules=_TARGETS,
        bad=_MET.replace("97%,未达标", "97%,达标").replace("1/2,50%", "2/2,100%"),
        good=_MET,
    ),
)
