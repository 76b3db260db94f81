"""Many small networks trained side by side in PyTorch: one by one, batched by hand, and by torch.func.vmap."""
import numpy as np
import torch
from torch import nn
from torch.func import grad_and_value, vmap

import cases
from pytorch_steps import Step, by_hand, graphed, no_cuda, variant, with_autograd
from sizes import RATE


def bmm_by_hand(weights, x, y, rate):
    """Batched products into buffers that are kept, the gradient by hand, and the update in the product that makes it."""
    own = [weight.to(x.device, copy=True) for weight in weights]
    members, samples, _ = x.shape
    hidden = [x] + [x.new_empty(members, samples, weight.shape[1]) for weight in own]
    deltas = [torch.empty_like(h) for h in hidden]
    last = len(own)

    @torch.no_grad()
    def run():
        for l, weight in enumerate(own, 1):
            torch.bmm(hidden[l - 1], weight.mT, out=hidden[l])
        torch.sub(hidden[last], y, out=deltas[last])
        loss = deltas[last].square().sum((1, 2)) / samples
        deltas[last].mul_(2 * rate / samples)
        for l in range(last, 0, -1):
            if l > 1:
                torch.bmm(deltas[l], own[l - 1], out=deltas[l - 1])
            own[l - 1].baddbmm_(deltas[l].mT, hidden[l - 1], alpha=-1)
        return loss

    return Step(run, own)


def bmm_compiled(weights, x, y, rate):
    """The same without buffers, for torch.compile."""
    own = [weight.to(x.device, copy=True) for weight in weights]
    samples = x.shape[1]

    def formula(own, x, y):
        hidden = [x]
        for weight in own:
            hidden.append(hidden[-1] @ weight.mT)
        delta = hidden[-1] - y
        loss = delta.square().sum((1, 2)) / samples
        delta = delta * (2 * rate / samples)
        for l in range(len(own), 0, -1):
            below = delta @ own[l - 1] if l > 1 else None
            own[l - 1].baddbmm_(delta.mT, hidden[l - 1], alpha=-1)
            delta = below
        return loss

    compiled = torch.compile(formula, dynamic=False)

    def run():
        with torch.no_grad():
            return compiled(own, x, y)

    return Step(run, own)


def bmm_autograd(weights, x, y, rate):
    """Batched products, backward and torch.optim.SGD."""
    own = [nn.Parameter(weight.to(x.device, copy=True)) for weight in weights]
    optimizer = torch.optim.SGD(own, lr=rate, foreach=True)
    samples = x.shape[1]

    def run():
        optimizer.zero_grad(set_to_none=True)
        h = x
        for weight in own:
            h = torch.bmm(h, weight.mT)
        loss = (h - y).square().sum((1, 2)) / samples
        loss.sum().backward()
        optimizer.step()
        return loss.detach()

    return Step(run, own)


def with_vmap(weights, x, y, rate, compiled=False):
    """torch.func.vmap of the gradient of one member's loss."""
    own = [weight.to(x.device, copy=True) for weight in weights]

    def loss_of(member, x, y):
        h = x
        for weight in member:
            h = h @ weight.t()
        return (h - y).square().sum() / len(x)

    gradients = vmap(grad_and_value(loss_of), in_dims=(0, 0, None))

    def formula(own, x, y):
        found, loss = gradients(own, x, y)
        for weight, gradient in zip(own, found):
            weight.sub_(gradient, alpha=rate)
        return loss

    if compiled:
        formula = torch.compile(formula, dynamic=False)

    def run():
        with torch.no_grad():
            return formula(own, x, y)

    return Step(run, own)


def case_of(size, device):
    """Weights and data of each member, and labels that all share."""
    rng = np.random.default_rng(1)
    members, classes = size["members"], size["classes"]
    widths = size["depth"] * [size["width"]] + [classes]
    each = [cases.orthogonal(rng, widths) for _ in range(members)]
    weights = [torch.from_numpy(np.stack(layer)) for layer in zip(*each)]
    x = torch.from_numpy(cases.samples(rng, (members, size["samples"], size["width"]))).to(device)
    labels = torch.from_numpy(cases.labels(size["samples"], classes)).to(device)
    return weights, x, nn.functional.one_hot(labels, classes).float(), RATE


def ensemble(options, device):
    size = options.size
    case = case_of(size, device)
    weights, x, y, rate = case
    first = [weight[0] for weight in weights], x[0], y, rate

    def one_by_one(step):
        """One member is trained; all of them would take as many times as long."""
        def make():
            result = variant(step(), size["steps"])
            result.factor = size["members"]
            result.extra = {"scaled": f"from 1 of {size['members']} members"}
            return result
        return make

    def together(step):
        def make():
            trained = step()
            result = variant(trained, size["steps"])
            result.read = lambda _: trained.change(lambda weight: weight[0])
            return result
        return make

    makers = {f"eager, one by one, {name}": one_by_one(step) for name, step in {
        "SGD(foreach)": lambda: with_autograd(*first, foreach=True),
        "SGD(fused)": lambda: with_autograd(*first, fused=True),
        "SGD(loop)": lambda: with_autograd(*first, foreach=False),
        "by hand": lambda: by_hand(*first)}.items()}
    makers |= {name: together(step) for name, step in {
        "eager, bmm by hand": lambda: bmm_by_hand(*case),
        "eager, bmm with autograd": lambda: bmm_autograd(*case),
        "eager, vmap": lambda: with_vmap(*case),
        "compiled, bmm by hand": lambda: bmm_compiled(*case),
        "compiled, vmap": lambda: with_vmap(*case, compiled=True)}.items()}
    graphs = {
        "CUDA graph, bmm by hand": lambda: graphed(bmm_by_hand(*case)),
        "CUDA graph, bmm with autograd": lambda: graphed(bmm_autograd(*case)),
        "CUDA graph, compiled, bmm by hand": lambda: graphed(bmm_compiled(*case)),
        "CUDA graph, compiled, vmap": lambda: graphed(with_vmap(*case, compiled=True)),
    }
    return makers | {name: together(step) if options.cuda else no_cuda for name, step in graphs.items()}
