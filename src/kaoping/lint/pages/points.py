"""M: points that the reader cannot settle. The other M codes are checks."""

from __future__ import annotations

from kaoping.lint.check import Page

PAGES = (
    Page(
        code="M001",
        severity="error",
        finds="一条评分标准的满分无法确定：说了得满分、按比例得分或者只扣分，却没有写满分是几分，指标分值里也算不出来。",
        why=(
            "不知道满分就不知道从几分扣起、按几分计。在句首写明（例如「…情况，3分。」），或者给指标写上分值；"
            "一个指标下有几条都没写明的，只能留一条。逐项计分的，在链接里写「以…为满分」。"
        ),
        bad="""办法  某某考核办法
一级指标  预算管理
  成本控制在预算范围内，得满分，否则不得分。
""",
        good="""办法  某某考核办法
一级指标  预算管理（10分）
  成本控制在预算范围内，得满分，否则不得分。
""",
    ),
)
