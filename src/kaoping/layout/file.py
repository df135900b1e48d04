"""A whole rule file in its layout, proved to say what it said."""

from __future__ import annotations

from dataclasses import dataclass

from kaoping.layout import laid_out
from kaoping.layout.proof import difference
from kaoping.source import SourceFile, UnreadableFileError


@dataclass(frozen=True)
class LaidOut:
    """A file, as it is and as it should be. raw: with byte order mark and line ends as they are; text: without."""

    source: SourceFile
    raw: str
    text: str

    @property
    def written(self) -> str:
        """The text as it is to be written: with the line ends of the file, where it has one kind throughout.

        A checkout of git on Windows has CRLF; that is the business of git and no matter of layout.
        """
        return with_ends_of(self.raw, self.text)

    @property
    def changes(self) -> bool:
        """Whether it is not as it should be."""
        return self.raw != self.written


def with_ends_of(raw: str, text: str) -> str:
    """A text with plain line ends → with CRLF, if the raw one has CRLF throughout."""
    crlf = raw.count("\r\n") == raw.count("\n") == raw.count("\r") > 0
    return text.replace("\n", "\r\n") if crlf else text


def lay_out(name: str, raw: bytes) -> LaidOut:
    """The file in its layout.

    Raises:
        UnreadableFileError: it is not text; or its layout would change what it says, which is our mistake.
    """
    source = SourceFile.decode(name, raw)
    text = laid_out(source)
    if text != source.text:
        changed = difference(source, SourceFile(name, text))
        if changed:
            raise UnreadableFileError(
                f"{name}：整理会改变{changed}，所以没有改；这是考评程序的错误，请报告，并附上这个文件"
            )
    return LaidOut(source, raw.decode("utf-8"), text)
