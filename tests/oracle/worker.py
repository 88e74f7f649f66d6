"""
Runs programs in PyTorch for `npm run oracle`: one JSON request a line in, one JSON answer a line out.
An answer has the printed text, every named tensor with its gradient, and the error, if one was raised.
"""

import contextlib
import io
import json
import math
import re
import sys
import traceback
import warnings

import torch

torch.set_num_threads(1)
warnings.simplefilter("ignore")


def number(value):
    if isinstance(value, bool):
        return int(value)
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def flat(tensor):
    return [number(value) for value in tensor.detach().reshape(-1).tolist()]


def describe(tensor):
    grad = tensor.grad
    return {
        "shape": list(tensor.shape),
        "dtype": str(tensor.dtype).replace("torch.", ""),
        "requires_grad": tensor.requires_grad,
        "data": flat(tensor),
        "grad": None if grad is None else {"shape": list(grad.shape), "data": flat(grad)},
    }


def in_double(source):
    """A program in double precision: what is float32 in it is float64."""
    source = re.sub(r"torch\.float(32)?\b", "torch.float64", source)
    return source.replace("torch.FloatTensor", "torch.DoubleTensor").replace(".float()", ".double()")


def failure(error):
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<program>"]
    line = frames[0].lineno if frames else getattr(error, "lineno", None) or 0
    return {"type": type(error).__name__, "message": str(error), "line": line}


def run(source, dtype, seed):
    torch.set_default_dtype(getattr(torch, dtype))
    torch.manual_seed(seed)
    text = io.StringIO()
    names = {"__name__": "__main__"}
    error = None
    try:
        code = compile(in_double(source) if dtype == "float64" else source, "<program>", "exec")
        with contextlib.redirect_stdout(text):
            exec(code, names)
    except Exception as raised:
        error = failure(raised)
    torch.set_grad_enabled(True)
    tensors = {name: describe(value) for name, value in names.items() if isinstance(value, torch.Tensor)}
    return {"printed": text.getvalue(), "tensors": tensors, "error": error}


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(run(request["source"], request["dtype"], request["seed"])), flush=True)
