"""The mean of the weights of several runs that began at the same model with different seeds: one model of the same size that is as a rule better than
each of them (Wortsman et al. 2022, "model soups"). Also the mean and spread of the runs' scores, for the model card.

    python soup.py --runs work/seed1 work/seed2 work/seed3 --out work/run
    python soup.py --scores scores/seed1.json scores/seed2.json scores/seed3.json --out scores/seeds.json"""

import argparse
import json
import pathlib
import shutil
import statistics

import torch

# Student's t, two-sided 95 %, by the number of seeds.
T95 = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78}


def mean_weights(runs):
    kept = [torch.load(run / "last.pt", weights_only=True)["model"] for run in runs]
    return {name: torch.stack([w[name].float() for w in kept]).mean(0) for name in kept[0]}


def spread(files):
    """set -> measure -> (mean, half of the 95 % interval) over the seeds."""
    results = [json.loads(f.read_text()) for f in files]
    out = {}
    for name, measures in results[0].items():
        for measure in measures:
            values = [r[name][measure] for r in results]
            half = T95[len(values)] * statistics.stdev(values) / len(values) ** 0.5
            out.setdefault(name, {})[measure] = (round(statistics.mean(values), 2), round(half, 2))
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--runs", type=pathlib.Path, nargs="+", help="train.py's folders")
    p.add_argument("--scores", type=pathlib.Path, nargs="+", help="score.py's files, one for each seed")
    p.add_argument("--out", type=pathlib.Path, required=True)
    a = p.parse_args()
    if a.scores:
        a.out.write_text(json.dumps(spread(a.scores), indent=1) + "\n")
        return
    a.out.mkdir(parents=True, exist_ok=True)
    torch.save({"model": mean_weights(a.runs)}, a.out / "last.pt")
    for name in ("vocab.txt", "tables.json"):
        shutil.copy(a.runs[0] / name, a.out / name)


if __name__ == "__main__":
    main()
