"""Bytes to text: UTF-8 or a fault that names the first bad place and what the file looks like instead.

Rule files are UTF-8 and nothing else: they are compared, signed and replayed by their characters, so no
encoding is guessed to read them. It is guessed to tell the author which one to leave.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# What Chinese text is made of: ASCII, general punctuation, CJK, full-width forms.
_USUAL = re.compile("[\t\n\r -~\u2010-\u203b\u2460-\u249b\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e≤≥×％]")
_SAMPLE = 20_000


class NotUtf8Error(ValueError):
    """Bytes that are not UTF-8.

    Attributes:
        text: the bytes as text, in the encoding that they seem to have, for people to see.
        at: offset in the text of the first character that is not UTF-8.
        byte: offset of its byte.
        seems: the encoding that they seem to have, "UTF-8" for text that was damaged; "" for none.
    """

    def __init__(self, text: str, at: int, byte: int, seems: str) -> None:
        super().__init__(seems)
        self.text, self.at, self.byte, self.seems = text, at, byte, seems


def decode(raw: bytes) -> str:
    """The text of a UTF-8 file, with or without a byte order mark; line ends become "\\n".

    Raises:
        NotUtf8Error: it is not UTF-8.
    """
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            raise NotUtf8Error(_with_plain_ends(raw.decode(codec, "replace")), 0, 0, name)
    if b"\0" in raw and (codec := _utf_16(raw)):
        raise NotUtf8Error(_with_plain_ends(raw.decode(codec, "replace")), 0, 0, "UTF-16")
    try:
        return _with_plain_ends(raw.removeprefix(codecs.BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        bad = error.start + (len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0)
        codec, name = _seeming(raw, bad)
        before = _with_plain_ends(raw[:bad].decode(codec, "replace"))
        text = _with_plain_ends(raw.decode(codec, "replace"))
        raise NotUtf8Error(text, len(before), bad, name) from error


def _seeming(raw: bytes, bad: int) -> tuple[str, str]:
    """Codec and name of the encoding that bytes seem to have, of which the first `bad` are UTF-8."""
    if not raw[:bad].removeprefix(codecs.BOM_UTF8).isascii():
        return "utf-8-sig", "UTF-8"  # as GBK the rest, too, would be read as nonsense
    if codec := _utf_16(raw):
        return codec, "UTF-16"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return "utf-8-sig", ""
    return ("gb18030", "GBK") if _usual(text) else ("utf-8-sig", "")


def _utf_16(raw: bytes) -> str:
    """The codec of UTF-16 without a mark, if the bytes are that."""
    if len(raw) % 2:
        return ""
    sample = raw[:_SAMPLE]
    found = (codec for codec in ("utf-16-le", "utf-16-be") if _usual(sample.decode(codec, "replace")))
    return next(found, "")


def _usual(text: str) -> bool:
    """Whether nine of ten characters are such as Chinese text is made of."""
    sample = text[:_SAMPLE]
    return bool(sample) and 10 * len(_USUAL.findall(sample)) >= 9 * len(sample)


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
