"""The recipe behind the shipped English model: every source at its weight, plus fresh synthetic documents each epoch."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redactor.labels import TAGGER_LABELS
from redactor.training.augment import epoch as epoch_view
from redactor.training.corpora.alignment import Encoded, encode
from redactor.training.corpora.common_words import common_words
from redactor.training.corpora.examples import Example
from redactor.training.corpora.novels import novels, paragraphs
from redactor.training.corpora.sources import SOURCES, from_spans, read_source
from redactor.training.corpora.technical import technical
from redactor.training.corpora.unlabelled import exchanged, read_lines
from redactor.training.finetune import TrainSettings
from redactor.training.mentions import hashtagged, renamed, with_edges
from redactor.training.synthesis.documents import synthesize
from redactor.training.synthesis.fillers.pools import load_pools, names_of

EN_SETTINGS = TrainSettings(epochs=4, max_steps=3_500, learning_rate=2.5e-4, batch_tokens=2048, shapes=True)

#: Tokens of the windows that text is read in later, and those that two share: the fastest without a loss (``benchmarks.windows``).
READ_IN = {"window": 128, "overlap": 16}


@dataclass(frozen=True, slots=True)
class Portions:
    """What an epoch holds: a share of each source's weight, synthetic documents, passages of technical text, and paragraphs that
    nobody has labelled, which only a teacher's answers make use of. ``exchanged``: a share of each partly labelled source's weight, again
    without labels and with words exchanged. ``weights``: sources that weigh otherwise than in ``SOURCES``; ``kinds``:
    kinds of documents that weigh otherwise than in ``synthesis.documents.WEIGHTS``. ``common``: fragments that begin with a common word.
    ``keeps``: without another teacher the base is its own."""

    share: float
    documents: int
    passages: int
    paragraphs: int = 0
    exchanged: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=dict)
    common: int = 0
    keeps: bool = False


#: The second goes on from a trained model: what it knows is repeated, not learnt. The third is for a teacher: a large encoder learns
#: from fewer synthetic documents, and a step of it costs the most. The fourth is for its student, the fifth makes a student certain
#: of words of every day that are names elsewhere, and the last is for a teacher that ships itself, with more of what it missed.
RECIPES = {
    "en": Portions(1.0, 14_000, 6_000),
    "en-next": Portions(0.8, 9_000, 5_000),
    "en-teacher": Portions(1.0, 5_000, 2_500),
    "en-student": Portions(
        0.8, 10_000, 4_000, paragraphs=1_500, exchanged=0.5, weights={"gmb": 1.75, "litbank": 3.5, "uner_en_ewt": 2.2}
    ),
    "en-everyday": Portions(
        0.8,
        10_000,
        4_000,
        paragraphs=1_500,
        exchanged=0.5,
        weights={"gmb": 1.75, "litbank": 4.5, "uner_en_ewt": 2.2},
        kinds={"everyday": 30, "clinic": 30, "software": 20},
        common=60_000,
        keeps=True,
    ),
    "en-accurate": Portions(
        0.8,
        12_000,
        3_000,
        weights={"gmb": 2.4, "litbank": 3.5, "uner_en_ewt": 1.8},
        kinds={
            "everyday": 25,
            "clinic": 30,
            "software": 15,
            "ticket": 12,
            "school": 8,
            "introduction": 12,
            "table": 10,
        },
        common=8_000,
    ),
}


class EnglishRecipe:
    """Called with an epoch number, gives that epoch's windows; a function of (folder, seed, epoch) alone."""

    def __init__(
        self,
        folder: Path,
        tokenizer: Any,
        classes: Sequence[str],
        seed: int,
        portions: Portions,
        unlabelled: Sequence[Path] = (),
    ) -> None:
        self.portions = portions
        self.folder, self.tokenizer, self.classes, self.seed = folder, tokenizer, classes, seed
        self.pools = load_pools("train", folder / "lexicons")
        self.sources = [(source, read_source(source, folder)) for source in SOURCES]
        self.unlabelled = [read_lines(path) for path in unlabelled]

    def __call__(self, epoch: int) -> list[Encoded]:
        examples: list[Example] = []
        covered = frozenset(TAGGER_LABELS)
        for number, (source, rows) in enumerate(self.sources):
            rng = random.Random(f"{self.seed}/{epoch}/{number}")
            weight = self.portions.weights.get(source.name, source.weight)
            view = _times(rows, weight * self.portions.share, rng)
            view = [renamed(with_edges(row), self.pools, rng, source.renamed) for row in view]
            view = [hashtagged(row, rng, source.hashtags) for row in view]
            examples += epoch_view(view, rng)
            if source.covered != covered:
                again = _times(rows, weight * self.portions.exchanged, rng)
                again = [renamed(row, self.pools, rng, source.renamed) for row in again]
                examples += epoch_view(exchanged(again, rng), rng)
        made = synthesize(
            self.portions.documents,
            self.seed * 100 + epoch,
            half="train",
            lexicons=self.folder / "lexicons",
            weights=self.portions.kinds,
        )
        examples += [from_spans(row["text"], row["spans"], covered) for row in made]
        pools = load_pools("all", self.folder / "lexicons")
        names = frozenset(name.lower() for name in (*pools.rare_given, *pools.words["language"]))
        rng = random.Random(f"{self.seed}/{epoch}")
        examples += technical(self.portions.passages, rng, names)
        examples += novels(self.portions.paragraphs, rng, self.folder)
        if self.portions.common:
            texts = [*paragraphs(self.folder), *(line.text for lines in self.unlabelled for line in lines)]
            examples += common_words(self.portions.common, rng, texts, names_of(pools))
        for lines in self.unlabelled:
            examples += epoch_view(lines, rng)
        return [encode(example, self.tokenizer, self.classes, shapes=True) for example in examples]


def _times(rows: list[Example], weight: float, rng: random.Random) -> list[Example]:
    whole, part = divmod(weight, 1)
    return rows * int(whole) + rng.sample(rows, int(part * len(rows)))
