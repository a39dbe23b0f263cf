"""The characters of a copy that say nothing, or the same in another width."""

# Full-width forms of ASCII, and the marks that differ from copy to copy. One character stays one character.
WIDTHS = {0xFF00 + code: 0x0020 + code for code in range(1, 0x5F)} | {
    ord(written): ord(read)
    for written, read in zip("−﹣–﹪﹐﹔﹕﹙﹚｡「」『』﹡∶︰", "--—%,;:()。“”“”*::", strict=True)
}
BLANK = " \u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
IGNORED = "\u200b\u200c\u200d\ufeff\u00ad"


def bare(line: str) -> str:
    return "".join(line.translate(WIDTHS).split(" ")).strip(BLANK + IGNORED + "\t")


def width(words: str) -> int:
    """In columns of a page: a character of ours takes two."""
    return sum(1 if character < "\u2e80" else 2 for character in words)
