"""PyTorch's own time for a chain of tiny ops, forward and backward, for the bench: a line a length."""
import sys
import time

import torch

torch.set_num_threads(1)
w = torch.full((2, 2), 0.5, requires_grad=True)


def forward(count):
    h = torch.ones(2, 2)
    for _ in range(count // 2):
        h = h * w
        h = h.tanh()
    return h.sum()


for count in map(int, sys.argv[1:]):
    rounds = max(3, 20_000 // count)
    best = [float('inf'), float('inf')]
    for _ in range(rounds):
        start = time.perf_counter()
        loss = forward(count)
        middle = time.perf_counter()
        loss.backward()
        end = time.perf_counter()
        best = [min(best[0], middle - start), min(best[1], end - middle)]
    print(best[0] * 1000, best[1] * 1000)
