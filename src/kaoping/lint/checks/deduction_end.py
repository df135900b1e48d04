"""A005: a deduction without a bound: it ends with the points of its clause, or goes on into those of others?"""

from __future__ import annotations

from collections.abc import Iterator

from kaoping import exact
from kaoping.language.reading import Penalty, Rate, Zero
from kaoping.lint import readings
from kaoping.lint.check import Check, Found, Undecided
from kaoping.lint.readings import Option, Site
from kaoping.lint.subject import Subject


def find(subject: Subject) -> Iterator[Found | Undecided]:
    """Deductions without 扣完为止 and cap, in an indicator that has other points to lose."""
    for site in readings.sites(subject):
        term, part, full = site.term, site.section.part, site.section.full
        if not isinstance(term, Rate) or term.sign != "deduct" or not full:
            continue
        if part.cap is not None or part.drain is not None or part.until_exhausted or part.overdraws:
            continue
        if site.leaf.points is None or site.leaf.points <= full or _bounded(site):
            continue
        steps = exact.whole_steps(full, term.points) + 1
        step = readings.step_size(site, term)
        figure, told = readings.figure_at(site, term, exact.simplest(exact.multiply(step, steps)))
        if site.rule.percent and figure < 0:
            continue  # it cannot drop so far
        options = (
            Option(f"这{exact.text(full)}分扣完为止", "本条扣完为止", taken=True),
            Option(f"接着扣“{site.leaf.name}”其他的分", "可扣本指标其他分值"),
        )
        found = readings.Scale(subject, site, options).weigh(readings.same(site, subject, figure))
        if found:
            message = f"扣到{exact.text(full)}分以上怎么办，没有写“扣完为止”，也没有写最高扣几分"
            yield readings.finding(subject, site, message, told, found)


def _bounded(site: Site) -> bool:
    """Another term of the part bounds what is lost: a cap of its own, 扣完2分, or a zero for all."""
    last = True
    for rule in site.section.rules:
        term = rule.term
        if isinstance(term, Rate) and term.sign == "deduct":
            if term.cap is not None:
                return True
            last = term is site.term
        if isinstance(term, Zero) or (isinstance(term, Penalty) and term.all):
            return True
    return not last  # told once, at the last deduction


CHECK = Check(
    code="A005",
    severity="note",
    finds=(
        "按次、按程度扣分，既没有写最高扣几分，也没有写扣完为止，而同一指标里还有别的分可扣。"
        "写明了上限，或者有一次就全扣的，不算。"
    ),
    why=(
        "次数多了，有人只把本条的分扣完，有人接着扣同一指标里别的分。"
        "一般是本条扣完为止，也就这样算；写明了，谁也不会算错。"
    ),
    bad="""办法  某某考核办法
一级指标  信息（10分）
  1．信息制度，6分。建立了制度{有制度}的，得6分；
  2．信息报送，4分。漏报{漏报}一次扣1分。
""",
    good="""办法  某某考核办法
一级指标  信息（10分）
  1．信息制度，6分。建立了制度{有制度}的，得6分；
  2．信息报送，4分。漏报{漏报}一次扣1分，扣完为止。
""",
    run=find,
)
