"""How much is masked in public technical text that is nobody's: ``python -m benchmarks.negatives``.

Takes text of this machine as it stands (package metadata, licences, code, data files, changelogs, manual pages, web pages,
logs), masks it with the default policy's patterns and prints how many spans there are, by kind of text and by detector.
``--sample 300`` prints as many spans with what stands around them, some of every detector: a reader writes a letter in
place of the question mark, and ``--judged FILE`` weighs each detector's by how often it speaks. The letters: p, somebody's;
t, what its label says and nobody's (a project's address of the web, the date of a release); w, not what its label says.
The last count stands in docs/results/negatives.json.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import sysconfig
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

from redactor.cli.evaluated import masked_by_patterns
from redactor.training.detector_suites.suites.negatives import text_of

#: Everything installed, also what a virtual environment borrows from another.
_SITES = tuple(dict.fromkeys(Path(each) for each in sys.path if each.endswith("-packages")))
_STANDARD = Path(sysconfig.get_paths()["stdlib"])
_DOC, _MAN, _LOG = Path("/usr/share/doc"), Path("/usr/share/man"), Path("/var/log")
#: Kind of text → folder and pattern, as far as this machine has them; None: whatever is installed for Python.
PLACES: dict[str, tuple[tuple[Path | None, str], ...]] = {
    "metadata": ((None, "*.dist-info/METADATA"),),
    "licences": ((None, "*.dist-info/licenses/*"), (_DOC, "*/copyright")),
    "code": ((_STANDARD, "*.py"), (_STANDARD, "*/*.py"), (None, "*/*.py"), (None, "*/*/*.py"), (None, "**/*.js")),
    "data": ((None, "**/*.json"), (None, "**/*.toml"), (None, "**/*.yaml"), (None, "**/*.csv"), (None, "**/*.xml")),
    "changelogs": ((_DOC, "*/changelog*.gz"), (_DOC, "*/NEWS*.gz"), (_DOC, "*/README*")),
    "manuals": ((_MAN / "man1", "*.gz"), (_MAN / "man5", "*.gz"), (_MAN / "man8", "*.gz")),
    "pages": ((_DOC, "**/*.html"), (None, "**/*.html"), (None, "**/*.rst"), (None, "**/*.md")),
    "logs": ((_LOG, "*.log"), (_LOG / "apt", "*.log"), (Path("/root/.npm/_logs"), "*.log")),
}
_CHARS = 20_000
_AROUND = 60
_NAMES = {"p": "somebody's", "t": "nobody's", "w": "wrong"}
_LINE = re.compile(r"^([ptw]) +\S+ +(\S+)", re.MULTILINE)


def texts(seed: int, files: int) -> Iterator[tuple[str, str]]:
    """(kind, text) of so many files of each kind."""
    rng = Random(seed)
    for kind, places in PLACES.items():
        roots = [(root, pattern) for folder, pattern in places for root in ([folder] if folder else _SITES)]
        paths = sorted({path for root, pattern in roots for path in root.glob(pattern) if path.is_file()})
        for path in rng.sample(paths, min(files, len(paths))):
            text = text_of(path)
            begin = rng.randrange(max(1, len(text) - _CHARS))
            text = text[text.rfind("\n", 0, begin) + 1 : begin + _CHARS]
            if text.strip() and "\0" not in text:
                yield kind, text


def shown(text: str, start: int, end: int) -> str:
    """A span between ⟦ ⟧ with what stands around it, on one line."""
    parts = text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]
    return re.sub(r"\s+", " ", "{}⟦{}⟧{}".format(*parts))


def sampled(lines: Mapping[str, Sequence[str]], size: int, seed: int) -> list[str]:
    """About so many lines: some of every detector, the rest as often as each speaks."""
    rng = Random(seed)
    few = {detector: min(len(told), size // (2 * len(lines))) for detector, told in lines.items()}
    left = (size - sum(few.values())) / sum(map(len, lines.values()))
    return sorted(
        line
        for detector, told in sorted(lines.items())
        for line in rng.sample(told, min(len(told), few[detector] + round(left * len(told))))
    )


def weighed(letters: Sequence[tuple[str, str]], lines: Mapping[str, Sequence[str]]) -> Counter[str]:
    """Letter → spans of all, from (letter, detector) of the sample."""
    seen = Counter(detector for _, detector in letters)
    found = Counter[str]()
    for letter, detector in letters:
        found[letter] += len(lines.get(detector, ())) / seen[detector]  # type: ignore[assignment]  # a share
    return found


def main() -> None:
    """Mask, count, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.negatives", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--files", type=int, default=60, help="of each kind of text")
    parser.add_argument("--sample", type=int, default=0, help="spans to print for a reader")
    parser.add_argument("--judged", type=Path, help="a printed sample with a letter before each line")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    mask = masked_by_patterns(None)
    words, spans = Counter[str](), Counter[str]()
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for kind, text in texts(args.seed, args.files):
        words[kind] += len(text.split())
        for span in mask(text, None):
            spans[kind] += 1
            line = f"{span.label:16} {span.detector:28} {kind:10} {shown(text, span.start, span.end)}"
            lines[span.detector].append(line)
    total, found = sum(words.values()), sum(spans.values())
    result = {"seed": args.seed, "words": total, "spans": found, "in 1,000 words": round(1000 * found / total, 3)}
    for kind in words:
        print(f"{kind:12} {words[kind]:9,} words {spans[kind]:7,} spans {1000 * spans[kind] / words[kind]:7.2f}‰")
    for detector, told in sorted(lines.items(), key=lambda item: -len(item[1])):
        print(f"{detector:32} {len(told):7,}")
    if args.sample:
        for line in sampled(lines, args.sample, args.seed):
            print(f"? {line}")
    if args.judged:
        letters = _LINE.findall(args.judged.read_text(encoding="utf-8"))
        rates = {letter: 1000 * count / total for letter, count in weighed(letters, lines).items()}
        result |= {"judged": len(letters)} | {
            f"{name} in 1,000 words": round(rates.get(letter, 0.0), 3) for letter, name in _NAMES.items()
        }
        print(f"{len(letters)} judged: not what its label says: {rates.get('w', 0):.2f} in 1,000 words (bar ≤ 0.5)")
    print(f"{total:,} words, {found:,} spans")
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
