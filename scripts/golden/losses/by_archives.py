"""fairseq, fastai, Hugging Face and Composer: the published loss itself, on PyTorch in float64."""

import importlib.util
import warnings

import torch
import torch.nn.functional as F
from archives import read_member, run_definitions
from case import FLOAT64, case
from inputs import CLASS_WEIGHTS, EPSILONS, INPUTS, with_ignored


def load_fairseq(folder):
    name, text = read_member(folder, "fairseq-*.tar.gz", "fairseq/criterions/label_smoothed_cross_entropy.py")
    [loss] = run_definitions(text, ["label_smoothed_nll_loss"], {})
    return f"ran: label_smoothed_nll_loss of {name}", loss


class Module(torch.nn.Module):
    """fastai's Module calls the parent's constructor by itself."""

    def __new__(cls, *_, **__):
        made = super().__new__(cls)
        torch.nn.Module.__init__(made)
        return made


def load_fastai(folder):
    name, text = read_member(folder, "fastai-*.whl", "fastai/losses.py")
    scope = {"Module": Module, "F": F, "Tensor": torch.Tensor, "store_attr": lambda: None}
    [loss] = run_definitions(text, ["LabelSmoothingCrossEntropy"], scope)

    def make(eps, weight, reduction):
        made = loss.__new__(loss)  # fastcore's store_attr assigns the arguments; here it is done by hand
        made.eps, made.weight, made.reduction = eps, weight, reduction
        return made

    return f"ran: LabelSmoothingCrossEntropy of {name}", make


def load_huggingface(folder):
    name, text = read_member(folder, "transformers-*.whl", "transformers/trainer_pt_utils.py")
    [loss] = run_definitions(text, ["LabelSmoother"], {"torch": torch, "nn": torch.nn, "dataclass": lambda kind: kind})
    return f"ran: LabelSmoother of {name}", loss


def load_composer(folder):
    name, text = read_member(folder, "mosaicml-*.whl", "composer/algorithms/label_smoothing/label_smoothing.py")
    scope = {"torch": torch, "ensure_targets_one_hot": lambda x, y: F.one_hot(y, x.shape[1]).double()}
    [smooth] = run_definitions(text, ["smooth_labels"], scope)
    _, text = read_member(folder, "mosaicml-*.whl", "composer/loss/loss.py")
    names = {"torch": torch, "F": F, "Tensor": torch.Tensor, "warnings": warnings}
    scope = {**names, "infer_target_type": lambda *_: "one_hot", "Optional": __import__("typing").Optional}
    [loss] = run_definitions(text, ["soft_cross_entropy"], scope)
    return f"ran: smooth_labels and soft_cross_entropy of {name}", lambda x, y, eps, w: loss(x, smooth(x, y, eps), w)


def load_timm():
    path = importlib.util.find_spec("timm").submodule_search_locations[0] + "/loss/cross_entropy.py"
    spec = importlib.util.spec_from_file_location("timm_cross_entropy", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LabelSmoothingCrossEntropy


def tensors(name):
    return torch.tensor(INPUTS[name]["logits"]).double(), torch.tensor(INPUTS[name]["codes"])


def fairseq_cases(folder):
    obtained, loss = load_fairseq(folder)
    for name in ("worked", "article", "random", "two classes", "extreme logits"):
        for padding in (None, 1):
            for epsilon in EPSILONS:
                logits, codes = tensors(name)
                options = {"epsilon": epsilon, "ignore_index": padding}
                rows, _ = loss(F.log_softmax(logits, -1), codes, reduce=False, **options)
                total, _ = loss(F.log_softmax(logits, -1), codes, **options)
                rows = [None if code == padding else row for code, row in zip(codes, rows.flatten().tolist())]
                more = {"prediction": "logits", "ignoreIndex": padding, "rows": rows, "sum": total}
                common = {"obtained": obtained, "tolerance": FLOAT64, "epsilon": epsilon}
                yield case("fairseq", name, "codes", **more, **common)


def fastai_case(make, name, epsilon, weights, ignored, obtained):
    logits, codes = tensors(name)
    codes = torch.tensor(with_ignored(codes)) if ignored else codes
    weight = None if weights is None else torch.tensor(weights).double()
    rows, total, mean = (make(epsilon, weight, how).forward(logits, codes) for how in ("none", "sum", "mean"))
    extra = {"codes": codes, "ignoreIndex": -100} if ignored else {}
    if ignored:
        extra["note"] = "the smooth part still counts the ignored rows: so do these rows, sum and mean"
    found = {"prediction": "logits", "classWeights": weights, "rows": rows, "sum": total, "mean": mean}
    return case("fastai", name, "codes", epsilon=epsilon, obtained=obtained, tolerance=FLOAT64, **found, **extra)


def fastai_cases(folder):
    obtained, make = load_fastai(folder)
    for name in ("worked", "article", "random", "two classes", "extreme logits"):
        weights = CLASS_WEIGHTS[INPUTS[name]["logits"].shape[1]]
        for epsilon in EPSILONS:
            for some in (None, weights):
                yield fastai_case(make, name, epsilon, some, False, obtained)
                if len(INPUTS[name]["codes"]) > 1:
                    yield fastai_case(make, name, epsilon, some, True, obtained)


def same_as_torch(folder):
    """Those that the documentation calls the same as PyTorch without weights: their means of index targets."""
    hugging, smoother = load_huggingface(folder)
    composer, soft = load_composer(folder)
    timm = load_timm()
    for name in ("worked", "article", "random", "two classes"):
        logits, codes = tensors(name)
        for epsilon in EPSILONS:
            common = {"inputs": name, "target": "codes", "epsilon": epsilon, "prediction": "logits"}
            smooth = smoother()
            smooth.epsilon = epsilon
            ignored = torch.tensor(with_ignored(codes)) if len(codes) > 1 else codes
            more = {"codes": ignored, "ignoreIndex": -100, "tolerance": 2e-6}
            note = {"note": "its smooth part is summed in float32"}
            yield case("huggingface", mean=smooth([logits], ignored), obtained=hugging, **common, **more, **note)
            for weights in (None, CLASS_WEIGHTS[logits.shape[1]]):
                weight = None if weights is None else torch.tensor(weights).double()
                mean = soft(logits, codes, epsilon, weight)
                more = {"classWeights": weights, "tolerance": FLOAT64}
                yield case("composer", mean=mean, obtained=composer, **common, **more)
            ran = "ran: timm 1.0.31, loss/cross_entropy.py"
            yield case("timm", mean=timm(epsilon)(logits, codes), obtained=ran, tolerance=FLOAT64, **common)


def cases(folder):
    yield from fairseq_cases(folder)
    yield from fastai_cases(folder)
    yield from same_as_torch(folder)


def edges(folder):
    _, fairseq = load_fairseq(folder)
    _, fastai = load_fastai(folder)
    padding = torch.full((1, 3), torch.nan).double()
    yield "fairseq", "all rows padding, NaN in them", fairseq(padding, torch.tensor([1]), 0.1, ignore_index=1)[0]
    rows = torch.tensor([[2, 1, 0.1], [torch.nan] * 3]).double()
    some = torch.tensor([0, -100])
    yield "fastai", "a NaN in an ignored row", fastai(0.1, None, "mean").forward(rows, some)
    yield "fastai", "all rows ignored", fastai(0.1, None, "mean").forward(rows[:1], some[1:])


