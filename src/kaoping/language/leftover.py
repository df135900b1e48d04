"""What is left over of a sentence, with the nearest wording that would be understood.

The suggestion is a whole phrase that an author can write in its place, made of the sentence's own words where
they settle it (扣0。5分 → 扣0.5分; 迟到2次扣1分 → 每2次扣1分), else an example of the form.
"""

from __future__ import annotations

import re

from kaoping.language.islands import CapWord, Island, Measure, Score, Stray
from kaoping.language.reading import LeftOver
from kaoping.source import Span

_NEAREST = (
    ("取消", "取消…资格"),
    ("级差", "第1名，加30分；第2名，加27分；…"),
    ("类推", "逐档写明"),
    ("递减", "每降低1名扣1分"),
    ("递增", "每提高1名加1分"),
    ("折", "每3次扣2分（写明折算后的分值）"),
    ("视同", "每3次扣2分（写明折算后的分值）"),
    ("按", "每3次扣2分（写明折算后的分值）"),
    ("倍", "每次扣2分（写明加倍后的分值）"),
    ("减半", "得1分（写明减半后的分值）"),
    ("折半", "得1分（写明折半后的分值）"),
    ("%", "得8分（写明分值）"),
    ("舍", "取值  每项得分四舍五入保留2位小数（写在文首）"),
    ("保留", "取值  每项得分四舍五入保留2位小数（写在文首）"),
    ("倒扣", "每次扣1分，扣完为止"),
    ("打分", "酌情得0-5分"),
    ("封顶", "最高得5分"),
    ("满分", "得满分"),
    ("=", "得分=完成率×分值"),
    ("扣", "每发现一次扣1分"),
    ("减", "每少一次扣1分"),
    ("加", "每增加1个加1分"),
    ("分", "得2分"),
)
_COUNTED = re.compile(r"(?P<count>[\d一二三四五六七八九十两]+[\u4e00-\u9fff]{1,3})[的，, ]*$")
_BROKEN = re.compile(r"(?P<verb>\D*?)(?P<whole>[\dOolI|]*)\s*[.。·,，'’]*\s*(?P<rest>[\dOolI|]*)\s*分")
_LETTERS = str.maketrans("OolI|", "00111")
_AMOUNT = re.compile(r"\s*(\d+(?:\.\d+)?)(?=\s*(?:[，,。；;、）)]|$))")
_PHRASE = re.compile(r"每[^，,。；;：:、（）()每]{1,8}$")


def left_over(text: str, island: Island) -> LeftOver:
    """The words of an island that nothing accounts for."""
    words = text[island.start : island.end]
    return LeftOver(text=words, span=Span(island.start, island.end), nearest=_nearest(text, island, words))


def _nearest(text: str, island: Island, words: str) -> str:
    before = text[max(0, island.start - 12) : island.start]
    if typo := re.search(r"没(?=增加|减少|少|人|次|项|缺|降)", before):
        return f"每{before[typo.end() :]}{words}{'' if words.endswith('分') else '1分'}"
    if isinstance(island, Stray) and (number := _mended(words)):
        return number
    if isinstance(island, Stray) and re.search(r"[(（\[【]\s*\d", words):
        return re.sub(r"[，,、]", "-", re.sub(r"[()（）\[\]【】\s]", "", words))  # 得(3-5]分
    if re.fullmatch(r"[得加计扣减]\s*[\d.]+", words):
        return f"{words}分"
    if isinstance(island, Stray) and (amount := _AMOUNT.match(text, island.end)):
        return f"{words}{amount.group(1)}分"  # 扣0.2，
    counted = _COUNTED.search(before)
    if counted and isinstance(island, Score) and len(island.figures) == 1:
        return f"每{counted['count']}{words}"
    if isinstance(island, Measure) and (each := _PHRASE.search(before)):
        return f"{each.group()}得{words}"
    if isinstance(island, CapWord) and re.search("每[^，,。;；]{1,10}$|单项$", before + words[:2]):
        return f"合计{words.removeprefix('单项')}"
    if isinstance(island, CapWord):
        return f"每完成一个得1分，{words}"
    return next((wording for key, wording in _NEAREST if key in words), "得2分、扣1分等写法")


def _mended(words: str) -> str:
    """扣0。5分, 扣O.5分, 扣l分 as they were probably meant; "" for anything else."""
    found = _BROKEN.fullmatch(words.replace(" ", ""))
    if found is None or not (found["whole"] or found["rest"]):
        return ""
    whole, rest = found["whole"].translate(_LETTERS), found["rest"].translate(_LETTERS)
    return f"{found['verb']}{whole or '0'}{'.' if rest else ''}{rest}分"
