"""Training steps of one network in PyTorch: as its users write them, compiled, by hand, and replayed as a CUDA graph."""
import numpy as np
import torch
from torch import nn

import cases
from peer import Variant
from pytorch_moments import slices
from sizes import CLASSES, DECAY, MOMENTUM, RATE, SMALL_RATE

WARM_UP = 3  # as the documentation of CUDA graphs asks for


class Step:
    """
    A step that can be done again and again.

    weights: those that it changes, in the order of the layers
    state: what else it changes: statistics, and velocities as soon as there are any
    """

    def __init__(self, run, weights, state=lambda: []):
        self.run, self.weights, self.state = run, weights, state
        # On the host, so that they take nothing of the memory that is measured.
        self.first = [tensor.detach().cpu().clone() for tensor in [*weights, *state()]]

    @torch.no_grad()
    def rewind(self):
        tensors = [*self.weights, *self.state()]
        for tensor, first in zip(tensors, self.first):
            tensor.copy_(first)
        # Velocities start from zero.
        for tensor in tensors[len(self.first):]:
            tensor.zero_()

    @torch.no_grad()
    def change(self, part=lambda weight: weight):
        """How far the first and the last layer's weights have come: what a wrong gradient would change."""
        return [(part(self.weights[i]).cpu() - part(self.first[i])).norm().item() for i in (0, len(self.weights) - 1)]


class Layers(nn.Module):
    """Linear layers without bias, the first of them followed by batch normalisation and ReLU; gives all features."""

    def __init__(self, weights, nonlinear=0):
        super().__init__()
        self.layers = nn.ModuleList()
        for l, weight in enumerate(weights):
            linear = nn.Linear(weight.shape[1], weight.shape[0], bias=False, device="meta")
            linear.weight = nn.Parameter(weight.clone())
            norm = [nn.BatchNorm1d(weight.shape[0]), nn.ReLU()] if l < nonlinear else []
            self.layers.append(nn.Sequential(linear, *norm) if norm else linear)

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            features.append(layer(features[-1]))
        return features


def squared_error(output, y):
    return nn.functional.mse_loss(output, y, reduction="sum") / len(y)


def metrics_of(features, classes):
    """C, D and both traces of each layer's features but the output's, in one tensor."""
    return torch.stack([slices(h.detach(), None, classes) for h in features[:-1]])


def with_autograd(weights, x, y, rate, nonlinear=0, compiled=None, measured=False, **options):
    """nn.Module, backward and torch.optim.SGD. compiled: the mode of torch.compile; None for eager."""
    model = Layers(weights, nonlinear).to(x.device)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, **options)

    def forward():
        features = model(x)
        return squared_error(features[-1], y), (metrics_of(features, y.shape[1]) if measured else None)

    update = optimizer.step
    if compiled:
        forward = torch.compile(forward, mode=compiled, dynamic=False)
        update = torch.compile(update)

    def run():
        if compiled == "reduce-overhead":
            torch.compiler.cudagraph_mark_step_begin()
        optimizer.zero_grad(set_to_none=True)
        loss, metrics = forward()
        loss.backward()
        update()
        # A measurement is for the host, at every step.
        return loss.detach() if metrics is None else (loss.detach(), metrics.tolist())[0]

    def state():
        norms = [p for p in model.parameters() if p.dim() == 1]
        velocities = [s["momentum_buffer"] for s in optimizer.state.values() if s.get("momentum_buffer") is not None]
        return [*norms, *model.buffers(), *velocities]

    step = Step(run, [p for p in model.parameters() if p.dim() == 2], state)
    step.model = model
    return step


def by_hand(weights, x, y, rate, measured=False):
    """No autograd: the gradient by hand, into buffers that are kept, and the update in the product that makes it."""
    own = [weight.to(x.device, copy=True) for weight in weights]
    hidden = [x] + [x.new_empty(len(x), len(weight)) for weight in own]
    widest = max(weight.shape[0] for weight in own)
    buffers = [x.new_empty(len(x) * widest) for _ in range(2)]
    deltas = [buffers[l % 2][:h.numel()].view_as(h) if l else None for l, h in enumerate(hidden)]
    last = len(own)

    @torch.no_grad()
    def run():
        for l, weight in enumerate(own, 1):
            torch.mm(hidden[l - 1], weight.t(), out=hidden[l])
        torch.sub(hidden[last], y, out=deltas[last])
        loss = deltas[last].square().sum() / len(x)
        deltas[last].mul_(2 * rate / len(x))
        for l in range(last, 0, -1):
            if l > 1:
                torch.mm(deltas[l], own[l - 1], out=deltas[l - 1])
            own[l - 1].addmm_(deltas[l].t(), hidden[l - 1], alpha=-1)
        if measured:
            metrics_of(hidden, y.shape[1]).tolist()
        return loss

    return Step(run, own)


def by_hand_compiled(weights, x, y, rate):
    """The same without buffers, for torch.compile, which plans its own."""
    own = [weight.to(x.device, copy=True) for weight in weights]

    def formula(own, x, y):
        hidden = [x]
        for weight in own:
            hidden.append(hidden[-1] @ weight.t())
        delta = hidden[-1] - y
        loss = delta.square().sum() / len(x)
        delta = delta * (2 * rate / len(x))
        for l in range(len(own), 0, -1):
            below = delta @ own[l - 1] if l > 1 else None
            own[l - 1].addmm_(delta.t(), hidden[l - 1], alpha=-1)
            delta = below
        return loss

    compiled = torch.compile(formula, dynamic=False)

    def run():
        with torch.no_grad():
            return compiled(own, x, y)

    return Step(run, own)


def graphed(step):
    """The same step, captured once as a CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UP):
            step.run()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        loss = step.run()

    def run():
        graph.replay()
        return loss

    step.rewind()
    replayed = Step(run, step.weights, step.state)
    replayed.captured = step  # whose tensors the graph uses
    return replayed


def variant(step, steps):
    def operation():
        for _ in range(steps):
            step.run()

    return Variant(operation, operations=steps, prepare=step.rewind, read=lambda _: step.change())


def forms(case, options, cuda, **both):
    """Makers of steps by name, those that PyTorch's own functions give."""
    result = {f"eager, SGD({name})": (lambda flags=flags: with_autograd(*case, **flags, **both, **options))
              for name, flags in {"foreach": dict(foreach=True), "fused": dict(fused=True),
                                  "loop": dict(foreach=False)}.items()}
    result["compiled, SGD"] = lambda: with_autograd(*case, compiled="default", **both, **options)
    graphs = {
        "CUDA graph, SGD(foreach)": lambda: graphed(with_autograd(*case, foreach=True, **both, **options)),
        "CUDA graph, compiled, SGD": lambda: graphed(with_autograd(*case, compiled="default", **both, **options)),
        "CUDA graph, compiled, SGD (reduce-overhead)":
            lambda: with_autograd(*case, compiled="reduce-overhead", **both, **options),
    }
    return result | {name: make if cuda else no_cuda for name, make in graphs.items()}


def no_cuda():
    raise RuntimeError("CUDA graphs need a GPU")


def linear_case(size, device, classes=CLASSES):
    rng = np.random.default_rng(1)
    widths = size["depth"] * [size["width"]] + [classes]
    weights = [torch.from_numpy(weight) for weight in cases.orthogonal(rng, widths)]
    x = torch.from_numpy(cases.samples(rng, (size["samples"], size["width"]))).to(device)
    labels = torch.from_numpy(cases.labels(size["samples"], classes)).to(device)
    return weights, x, nn.functional.one_hot(labels, classes).float(), RATE


def full_batch(options, device, classes=CLASSES):
    """Steps of a deep linear network on all samples, by plain SGD."""
    case = linear_case(options.size, device, classes)
    makers = forms(case, {}, options.cuda)
    makers["eager, by hand"] = lambda: by_hand(*case)
    makers["compiled, by hand"] = lambda: by_hand_compiled(*case)
    makers["CUDA graph, by hand"] = (lambda: graphed(by_hand(*case))) if options.cuda else no_cuda
    makers["CUDA graph, compiled, by hand"] = (lambda: graphed(by_hand_compiled(*case))) if options.cuda else no_cuda
    steps = options.size["steps"]
    return {name: (lambda make=make: variant(make(), steps)) for name, make in makers.items()}


def measured(options, device):
    """The same with and without C, D and both traces of every layer on the host at every step."""
    case = linear_case(options.size, device)
    steps = options.size["steps"]
    forms = {
        "eager, SGD(foreach)": lambda flag: with_autograd(*case, foreach=True, measured=flag),
        "eager, by hand": lambda flag: by_hand(*case, measured=flag),
        "compiled, SGD": lambda flag: with_autograd(*case, compiled="default", measured=flag),
    }
    return {name + (", measured" if flag else ""): (lambda make=make, flag=flag: variant(make(flag), steps))
            for name, make in forms.items() for flag in (False, True)}


def hybrid(options, device):
    """Steps of the paper's network for images on shuffled mini-batches, by SGD with momentum and weight decay."""
    size = options.size
    rng = np.random.default_rng(1)
    widths = [size["inputs"]] + size["hidden"] * [size["width"]] + [CLASSES]
    weights = [torch.from_numpy(weight) for weight in cases.orthogonal(rng, widths)]
    count = size["batch"] * size["batches"]
    samples = torch.from_numpy(cases.samples(rng, (count, size["inputs"]))).to(device)
    targets = torch.eye(CLASSES, device=device)[torch.from_numpy(cases.labels(count, CLASSES)).to(device)]
    # Orders of the samples, drawn beforehand: a user draws them as quickly with a generator on the device.
    epochs = -(-size["steps"] // size["batches"])
    orders = torch.from_numpy(np.stack([rng.permutation(count) for _ in range(epochs)])).to(device).view(-1, size["batch"])
    x, y = samples[orders[0]].clone(), targets[orders[0]].clone()
    momentum = dict(momentum=MOMENTUM, weight_decay=DECAY)

    def batches(step):
        def operation():
            for batch in orders[:size["steps"]]:
                torch.index_select(samples, 0, batch, out=x)
                torch.index_select(targets, 0, batch, out=y)
                step.run()

        return Variant(operation, operations=size["steps"], prepare=step.rewind, read=lambda _: step.change())

    makers = forms((weights, x, y, SMALL_RATE), momentum, options.cuda, nonlinear=size["nonlinear"])
    return {name: (lambda make=make: batches(make())) for name, make in makers.items()}
