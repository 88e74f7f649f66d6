"""Lesson 1 in PyTorch on the processor: prints the milliseconds of N steps, for the bench."""
import sys
import time

import torch

steps = int(sys.argv[1])
torch.manual_seed(0)
x, y = torch.randn(64, 1000), torch.randn(64, 10)
w1, w2 = torch.randn(1000, 100), torch.randn(100, 10)


def step():
    h = x.mm(w1)
    h_relu = h.clamp(min=0)
    y_pred = h_relu.mm(w2)
    loss = (y_pred - y).pow(2).sum().item()
    grad_y_pred = 2.0 * (y_pred - y)
    grad_w2 = h_relu.t().mm(grad_y_pred)
    grad_h_relu = grad_y_pred.mm(w2.t())
    grad_h = grad_h_relu.clone()
    grad_h[h < 0] = 0
    grad_w1 = x.t().mm(grad_h)
    w1.sub_(1e-6 * grad_w1)
    w2.sub_(1e-6 * grad_w2)
    return loss


for _ in range(40):
    step()
start = time.perf_counter()
for _ in range(steps):
    step()
print((time.perf_counter() - start) * 1000)
