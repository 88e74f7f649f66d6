"""Asks PyTorch's gradcheck, slow and fast, and the rule of CS231n about gradients, right and wrong.

Reads one JSON object a line: an op, its inputs, upstream weights, and gradients that a rule made of
Σ weights · op(inputs). Answers with who calls them wrong; null where the op has no counterpart here.
Or a lesson's tensors and gradients of its w1: there the slow check is run where it is asked for, and
CS231n's on ten entries at random, as the course advises.
"""
import json
import sys
import warnings

import torch
import torch.nn.functional as F

warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)
# many small products: threads would wait for each other
torch.set_num_threads(1)
# where the fast check fails, the slow one runs to say where: for minutes, at a lesson's full size
sys.modules["torch.autograd.gradcheck"]._run_slow_mode_and_get_error = lambda *_: ""


def dims(attrs):
    dim = attrs["dim"]
    return tuple(dim) if isinstance(dim, list) else dim


def reduced(name):
    def apply(x, a):
        function = getattr(torch, name)
        dim = dims(a)
        if dim is None:
            return function(x)
        return function(x, dim=dim, keepdim=a["keepdim"])
    return apply


def extreme(name):
    def apply(x, a):
        dim = dims(a)
        every = tuple(range(x.dim()))
        return getattr(torch, name)(x, dim=every if dim is None else dim, keepdim=a["keepdim"])
    return apply


def conv(x, w, a):
    function = F.conv1d if x.dim() == 3 else F.conv2d
    options = {name: tuple(a[name]) for name in ("stride", "padding", "dilation")}
    return function(x, w, groups=a["groups"], **options)


UNARY = "neg relu exp expm1 log log1p sqrt sin cos tanh sigmoid erf abs sign floor ceil round".split()
BINARY = "add sub mul div mm bmm maximum minimum".split()
OPS = {
    **{name: (lambda f: lambda x, a: f(x))(getattr(torch, name)) for name in UNARY},
    **{name: (lambda f: lambda x, y, a: f(x, y))(getattr(torch, name)) for name in BINARY},
    "pow": lambda x, a: x ** a["exponent"],
    "power": lambda x, y, a: x ** y,
    "clamp": lambda x, a: torch.clamp(x, a["min"], a["max"]),
    "where": lambda c, x, y, a: torch.where(c, x, y),
    "masked_fill": lambda x, m, a: x.masked_fill(m, a["value"]),
    "t": lambda x, a: x.t(),
    "sum": reduced("sum"),
    "mean": reduced("mean"),
    "amax": extreme("amax"),
    "amin": extreme("amin"),
    "expand": lambda x, a: x.expand(a["shape"]),
    "reshape": lambda x, a: x.reshape(a["shape"]),
    "permute": lambda x, a: x.permute(a["dims"]),
    "cat": lambda *given: torch.cat(given[:-1], given[-1]["dim"]),
    "gather": lambda x, i, a: x.gather(a["dim"], i),
    "cumsum": lambda x, a: x.flip(a["dim"]).cumsum(a["dim"]).flip(a["dim"]) if a["reverse"] else x.cumsum(a["dim"]),
    "prod": reduced("prod"),
    "conv": conv,
    "clone": lambda x, a: x.clone(),
}


def tensor(described):
    kind = {"bool": torch.bool, "int64": torch.int64}.get(described["dtype"], torch.float64)
    return torch.tensor(described["data"], dtype=kind).reshape(described["shape"])


def caught(function, x, gradient, fast):
    class Claimed(torch.autograd.Function):
        @staticmethod
        def forward(ctx, given):
            return function(given)

        @staticmethod
        def backward(ctx, g):
            return g * gradient

    leaf = x.clone().requires_grad_()
    return not torch.autograd.gradcheck(Claimed.apply, leaf, fast_mode=fast, raise_exception=False)


def cs231n(function, x, gradient, h=1e-5, entries=None):
    """The largest relative error by central differences; above 1e-4 is no longer to be at ease with."""
    worst = 0.0
    flat, claimed = x.reshape(-1), gradient.reshape(-1)
    for i in range(flat.numel()) if entries is None else entries:
        plus, minus = flat.clone(), flat.clone()
        plus[i] += h
        minus[i] -= h
        slope = ((function(plus.reshape(x.shape)) - function(minus.reshape(x.shape))) / (2 * h)).item()
        got = claimed[i].item()
        worst = max(worst, abs(got - slope) / max(1e-8, abs(got) + abs(slope)))
    return worst > 1e-4


def answer(request):
    apply = OPS.get(request["op"])
    if apply is None:
        return None
    inputs = [tensor(each) for each in request["inputs"]]
    weights = tensor(request["weights"])
    found = []
    for claim in request["claims"]:
        at = claim["input"]

        def function(x):
            given = [*inputs[:at], x, *inputs[at + 1:]]
            return (weights * apply(*given, request["attrs"])).sum()

        x, gradient = inputs[at], tensor(claim["gradient"])
        found.append({
            "slow": caught(function, x, gradient, False),
            "fast": caught(function, x, gradient, True),
            "cs231n": cs231n(function, x, gradient),
        })
    return found


def answer_lesson(request):
    x, w1, w2, y = (tensor(request[name]) for name in ("x", "w1", "w2", "y"))

    def function(w):
        return (x.mm(w).clamp(min=0).mm(w2) - y).pow(2).sum()

    entries = torch.randperm(w1.numel(), generator=torch.Generator().manual_seed(0))[:10].tolist()
    found = []
    for gradient in map(tensor, request["gradients"]):
        found.append({
            "slow": caught(function, w1, gradient, False) if request["slow"] else None,
            "fast": caught(function, w1, gradient, True),
            "cs231n": cs231n(function, w1, gradient, entries=entries),
        })
    return found


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(answer_lesson(request) if "w1" in request else answer(request)), flush=True)
