"""What reading costs: beside a bare tokenizer (the floor), warm, at start-up, in memory, and beside embeddings.

    python benchmarks/reading.py [--docs DIR]

Needs the `bench` extra (spaCy) for the floor; `sentence-transformers` with the folder of a model in SAYSO_EMBEDDER for
the last line, which is left out where they are absent. Documents: `../shared/gold/docs` by default. Figures are
medians of several rounds in which what is compared runs in turn, so that a machine that slows down slows both. Reading
and the tokenizer each run in a process of its own, as anybody would run either: in one process, the garbage collector
goes through spaCy's objects while a document is read, and that costs reading about a tenth.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from sayso.terms.document import from_text
from sayso.terms.memory import DiskMemory
from sayso.terms.reader import read_document

ROUNDS = 5


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process: other work on the machine does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def floor(texts: list[str]) -> None:
    """Cold reading of all documents beside spaCy's blank tokenizer over the same text, in turn."""
    size = sum(map(len, texts)) / 1e6
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawn) as mine, ProcessPoolExecutor(1, spawn) as other:
        ours, theirs = [], []
        for i in range(ROUNDS + 1):
            read, tokenized = mine.submit(reading, texts).result(), other.submit(tokenizing, texts).result()
            if i:  # the first round makes ready
                ours.append(read)
                theirs.append(tokenized)
    ratio = statistics.median(t / o for o, t in zip(ours, theirs, strict=True))
    print(f"cold reading          {size / statistics.median(ours):6.2f} MB/s on one core")
    print(f"spaCy blank tokenizer {size / statistics.median(theirs):6.2f} MB/s; reading is {ratio:.1f}x (bar: 2)")


def reading(texts: list[str]) -> float:
    """Seconds to read all documents."""
    return seconds(lambda: [read_document(from_text(t)) for t in texts])


def tokenizing(texts: list[str]) -> float:
    """Seconds to tokenize them."""
    nlp = tokenizer()
    return seconds(lambda: [nlp(t) for t in texts])


@cache
def tokenizer() -> Callable[[str], object]:
    """spaCy's blank tokenizer, made once."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 10**8
    return nlp


def warm(texts: list[str]) -> None:
    """A new version in which one paragraph changed, with a memory of the old one, beside reading it cold."""
    text = max(texts, key=len)
    paragraphs = text.split("\n\n")
    with tempfile.TemporaryDirectory() as folder:
        memory = DiskMemory(Path(folder) / "passages.sqlite")
        read_document(from_text(text), cache=memory)
        ratios = []
        for i in range(4 * ROUNDS):
            changed = list(paragraphs)
            changed[(7 * i) % len(changed)] += f" We may use your information to improve our services ({i})."
            version = from_text("\n\n".join(changed))
            cold = seconds(lambda v=version: read_document(v))
            ratios.append(cold / seconds(lambda v=version: read_document(v, cache=memory)))
        memory.close()
    print(f"one paragraph of {len(text) / 1000:.0f} kB changed: {statistics.median(ratios):.1f}x (bar: 10)")


def start_up(texts: list[str]) -> None:
    """Whole commands, wall clock."""
    command = shutil.which("sayso", path=str(Path(sys.executable).parent)) or "sayso"
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "terms.md"
        text = "\n\n".join(texts)
        document.write_text(text[:100_000])
        for label, arguments, bar in (
            ("sayso --help", ["--help"], 0.15),
            ("sayso read, 100 kB, no cache", ["read", "--no-cache", str(document)], 0.4),
        ):
            times = []
            for _ in range(2 * ROUNDS):
                start = time.perf_counter()
                subprocess.run([command, *arguments], check=True, capture_output=True)
                times.append(time.perf_counter() - start)
            print(f"{label}: {statistics.median(times):.3f} s (bar: {bar})")


def memory_of_a_large_document(texts: list[str]) -> None:
    """The most memory that reading a document of 5 MB takes, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "large.md"
        text = "\n\n".join(texts)
        document.write_text((text * (5_000_000 // len(text) + 1))[:5_000_000])
        read = [sys.executable, "-m", "sayso", "read", "--no-cache", str(document)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        subprocess.run(read, check=True, capture_output=True)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    note = "" if most > before else " (at most)"
    print(f"5 MB document: {most / 1024:.0f} MB of memory{note} (bar: 300)")


def embeddings(texts: list[str]) -> None:
    """What a sentence-embedding pass over the same sentences costs, on one core."""
    folder = os.environ.get("SAYSO_EMBEDDER")
    if not folder:
        print("embeddings: left out (set SAYSO_EMBEDDER to the folder of a sentence-transformers model)")
        return
    import torch
    from sentence_transformers import SentenceTransformer

    from sayso.terms.splitting import split

    torch.set_num_threads(1)
    model = SentenceTransformer(folder, device="cpu")
    text = texts[0]
    sentences = [text[a:b] for a, b in split(text, 0, len(text))]
    ours = seconds(lambda: read_document(from_text(text)))
    theirs = seconds(lambda: model.encode(sentences, batch_size=16))
    print(f"sentence embeddings of the same text: {theirs / ours:.0f} times the processor time of reading it")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--docs", type=Path, default=Path("../shared/gold/docs"))
    texts = [p.read_text() for p in sorted(parser.parse_args().docs.glob("*.md"))]
    start_up(texts)
    memory_of_a_large_document(texts)
    warm(texts)
    embeddings(texts)
    floor(texts)


if __name__ == "__main__":
    main()
