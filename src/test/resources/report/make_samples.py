"""Makes the sample run directories beside this file: theory, hybrid and diverged.

theory:   really trained here, in float64, on the data and with the settings of the paper's synthetic check.
hybrid:   invented around the paper's figures of the 8-layer hybrid network (3 nonlinear layers); three members.
diverged: what is left of a run that diverged before its first measurement.

Needs NumPy only: python3 make_samples.py
"""

import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
LOSS_HEADER = "member,epoch,step,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy"


def rounded(value):
    """Seven significant digits, so that the files stay small; NaN becomes null."""
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [rounded(entry) for entry in value]
    if isinstance(value, (bool, np.bool_)) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    return None if not np.isfinite(value) else float(f"{value:.7g}")


def write(name, config, environment, losses, summary):
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "config.yaml").write_text(config)
    (folder / "environment.json").write_text(json.dumps(environment, indent=2) + "\n")
    (folder / "losses.csv").write_text("\n".join([LOSS_HEADER, *losses]) + "\n")
    (folder / "summary.json").write_text(json.dumps(rounded(summary)) + "\n")


def feature_metrics(layer, name, kind, features, labels):
    classes = labels.max() + 1
    means = np.stack([features[:, labels == k].mean(1) for k in range(classes)], 1)
    centred = means - features.mean(1, keepdims=True)
    deviations = features - means[:, labels]
    within = (deviations ** 2).sum() / features.shape[1]
    between = (centred ** 2).sum() / classes
    sigma_w = deviations @ deviations.T / features.shape[1]
    sigma_b = centred @ centred.T / classes
    nc1 = np.trace(sigma_w @ np.linalg.pinv(sigma_b, rcond=1e-10)) / classes
    unit = means / np.linalg.norm(means, axis=0)
    cosines = (unit.T @ unit)[~np.eye(classes, dtype=bool)]
    centred_unit = centred / np.linalg.norm(centred, axis=0)
    centred_cosines = (centred_unit.T @ centred_unit)[~np.eye(classes, dtype=bool)]
    norms = np.linalg.norm(centred, axis=0)
    values = np.linalg.svd(features, compute_uv=False)
    share = values / values.sum()
    variances = [(deviations[:, labels == k] ** 2).sum(0).mean() for k in range(classes)]
    cdnv = np.mean([(variances[i] + variances[j]) / (2 * ((means[:, i] - means[:, j]) ** 2).sum())
                    for i in range(classes) for j in range(classes) if i != j])
    distances = ((features[:, None, :] - means[:, :, None]) ** 2).sum(0)
    return {
        "layer": layer, "name": name, "kind": kind, "dimension": features.shape[0], "samples": features.shape[1],
        "classes": int(classes), "trace_within": within, "trace_between": between, "compression": within / between,
        "discrimination": 1 - cosines.max(), "nc1": nc1, "separation_fuzziness": nc1 * classes,
        "numerical_rank": int(np.searchsorted(np.cumsum(share), 0.95) + 1),
        "effective_rank": np.exp(-(share * np.log(np.maximum(share, 1e-300))).sum()),
        "stable_rank": (values ** 2).sum() / values[0] ** 2, "nc2_equinorm": norms.std() / norms.mean(),
        "nc2_equiangular_std": centred_cosines.std(), "nc2_max_angle": abs(centred_cosines + 1 / (classes - 1)).mean(),
        "cdnv": cdnv, "nearest_centre_accuracy": float((distances.argmin(0) == labels).mean()),
        "singular_values": values, "spectrum_method": "svd",
    }


def weight_metrics(weights, classes):
    result = []
    for index, weight in enumerate(weights):
        values = np.linalg.svd(weight, compute_uv=False)
        last = index == len(weights) - 1
        plateau = values[classes:min(weight.shape) - classes] if not last else values[:0]
        balance = None if last else np.linalg.norm(weights[index + 1].T @ weights[index + 1] - weight @ weight.T)
        result.append({
            "layer": index + 1, "rows": weight.shape[0], "columns": weight.shape[1],
            "frobenius_norm": np.linalg.norm(weight), "spectral_norm": values[0],
            "stable_rank": (values ** 2).sum() / values[0] ** 2, "balance_residual": balance,
            "plateau_min": plateau.min() if plateau.size else None,
            "plateau_max": plateau.max() if plateau.size else None,
            "singular_values": values,
        })
    return result


def line(x, y):
    slope, intercept = np.polyfit(x, y, 1)
    residual = ((y - slope * np.asarray(x) - intercept) ** 2).sum()
    return slope, 1 - residual / ((y - np.mean(y)) ** 2).sum()


def fit(layers, first, last):
    chosen = [entry for entry in layers if first <= entry["layer"] <= last]
    separated = [entry for entry in chosen if entry["layer"] > 0]
    slope, quality = line([e["layer"] for e in chosen], np.log10([e["compression"] for e in chosen]))
    rise, rise_quality = line([e["layer"] for e in separated], np.array([e["discrimination"] for e in separated]))
    return {"compression_ratio": 10 ** slope, "compression_r2": quality, "discrimination_slope": rise,
            "discrimination_r2": rise_quality, "first_layer": first, "last_layer": last}


def environment(seed, device):
    return {"lamina": "0.1.0", "commit": "04ba2bd", "seed": seed,
            "java": {"version": "17.0.15", "vendor": "Debian", "vm": "OpenJDK 64-Bit Server VM"},
            "os": {"name": "Linux", "arch": "amd64"}, "cpu": {"model": "Intel Xeon (2 cores)", "cores": 2},
            "device": device}


def theory():
    generator = np.random.default_rng(1)
    samples, width, classes, depth, scale, alpha, rate = 30, 50, 3, 6, 0.3, 100.0, 0.1
    noise = generator.standard_normal((width, samples))
    data = np.linalg.qr(generator.standard_normal((width, width)))[0][:, :samples] + noise / np.linalg.norm(noise)
    labels = np.repeat(np.arange(classes), samples // classes)
    targets = np.eye(classes)[:, labels]
    weights = [scale * np.linalg.qr(generator.standard_normal((width, width)))[0] for _ in range(depth - 1)]
    head = np.zeros((classes, width))
    head[:, :classes] = np.linalg.qr(generator.standard_normal((classes, classes)))[0]
    weights.append(scale * head)
    losses, epoch = [], 0
    while True:
        features = [data]
        for weight in weights:
            features.append(weight @ features[-1])
        error = alpha * features[-1] - targets
        loss = (error ** 2).sum() / samples
        accuracy = (features[-1].argmax(0) == labels).mean()
        losses.append(f"0,{epoch},{epoch},{rate},{loss:.7g},{accuracy:.4g},,")
        if loss < 3e-10:
            break
        delta = 2 * alpha / samples * error
        for index in reversed(range(depth)):
            gradient = delta @ features[index].T
            delta = weights[index].T @ delta
            weights[index] = weights[index] - rate * gradient
        epoch += 1
    layers = [feature_metrics(l, "input" if l == 0 else f"hidden {l}", "input" if l == 0 else "linear", features[l],
                              labels)
              for l in range(depth)]
    fitted = fit(layers, 0, depth - 1)
    norm = targets @ np.linalg.pinv(data) / alpha
    end = weights[0]
    for weight in weights[1:]:
        end = weight @ end
    matrices = weight_metrics(weights, classes)
    gram = np.linalg.norm(features[5].T @ features[5] - data.T
                          @ np.linalg.matrix_power(weights[0].T @ weights[0], 5) @ data)
    gram /= np.linalg.norm(features[5].T @ features[5])
    ratio = scale ** 2 / (samples / classes / alpha ** 2) ** (1 / depth)
    checks = [
        ("Gram identity", 5, 0.0, gram, gram, 0.02, "relative to the Gram matrix of layer 5"),
        ("Geometric rate of C", None, ratio, fitted["compression_ratio"], abs(fitted["compression_ratio"] / ratio - 1),
         0.08, "closed form of orthonormal data"),
        ("Plateau at the initial scale", 1, scale, matrices[0]["plateau_min"], 1 - matrices[0]["plateau_min"] / scale,
         0.005, ""),
        ("Linear growth of D", None, 1.0, fitted["discrimination_r2"], 1 - fitted["discrimination_r2"], 0.001,
         "R\u00b2 of the line"),
        ("Balance conservation", None, None, None, None, 1e-10, "checked step by step in float64 runs only"),
    ]
    rows = [{"check": c, "layer": l, "predicted": p, "measured": m, "deviation": d, "tolerance": t, "note": n,
             "verdict": "not applicable" if d is None else "holds" if d <= t else "fails"}
            for c, l, p, m, d, t, n in checks]
    summary = {
        "name": "theory", "title": "Layerwise compression in a 6-layer linear network", "status": "stopped",
        "status_detail": "the training loss fell below 3e-10", "device": "cpu (OpenBLAS 0.3.31, 2 threads)",
        "precision": "fp64",
        "seed": 1, "members": 1, "epochs": epoch, "steps": epoch, "seconds": 0.8, "final_loss": loss,
        "train_accuracy": accuracy,
        "test_accuracy": None, "layers": layers, "weights": matrices, "min_norm_residual": np.linalg.norm(end - norm),
        "end_to_end_rank": classes, "fit": fitted, "theory": rows}
    config = ("name: theory\nseed: 1\nmembers: 1\nprecision: fp64\ndevice: cpu\n"
              "data:\n  kind: near-orthonormal\n  samples: 30\n  classes: 3\n  dimension: 50\n"
              "network:\n  width: 50\n  hidden: 5\n  nonlinear: 0\n  output-scale: 100\n"
              "init:\n  kind: orthogonal\n  scale: 0.3\n"
              "training:\n  learning-rate: 0.1\n  momentum: 0\n  weight-decay: 0\n"
              "  epochs: 5000\n  stop-loss: 3.0e-10\n")
    write("theory", config, environment(1, "OpenBLAS 0.3.31"), losses, summary)


def hybrid():
    generator = np.random.default_rng(2)
    compression = [31.0, 17.3, 9.34, 2.32, 0.842, 0.141, 0.0253, 0.0102]
    discrimination = [0.006, 0.014, 0.019, 0.092, 0.240, 0.451, 0.664, 0.852]
    rank = [1409, 908, 922, 919, 912, 893, 841, 709]
    results, losses = [], []
    for member in range(3):
        jitter = np.exp(0.12 * generator.standard_normal(8))
        layers = []
        for l in range(8):
            dimension = 3072 if l == 0 else 1024
            index = np.arange(1, 129)
            values = 60 * np.exp(-((index / 10) ** (0.35 if l < 4 else 0.5)) * (0.7 + 0.35 * l)) * jitter[l]
            kind = "input" if l == 0 else "nonlinear" if l <= 3 else "linear"
            name = {"input": "input", "nonlinear": f"relu {l}", "linear": f"linear {l}"}[kind]
            layers.append({
                "layer": l, "name": name, "kind": kind, "dimension": dimension, "samples": 50000, "classes": 10,
                "trace_within": 3.1 * compression[l] * jitter[l], "trace_between": 3.1,
                "compression": compression[l] * jitter[l],
                "discrimination": min(1.2, discrimination[l] * jitter[l] ** 0.5),
                "nc1": 0.8 * compression[l], "numerical_rank": int(rank[l] * jitter[l] ** 0.3),
                "effective_rank": 0.7 * rank[l] * jitter[l] ** 0.3, "stable_rank": 4.2 + l,
                "cdnv": 0.5 * compression[l],
                "nearest_centre_accuracy": [0.28, 0.43, 0.55, 0.81, 0.97, 1.0, 1.0, 1.0][l],
                "singular_values": values, "spectrum_method": "gram-float64"})
        weights = []
        for l in range(1, 9):
            rows, columns = (10 if l == 8 else 1024), (3072 if l == 1 else 1024)
            top = np.sort(1.3 * jitter[l - 1] * np.exp(0.05 * generator.standard_normal(10)))[::-1]
            values = top if l == 8 else np.concatenate([top, np.linspace(0.101, 0.0995, 108),
                np.linspace(0.0990, 0.06, 10)])
            weights.append({"layer": l, "rows": rows, "columns": columns, "frobenius_norm": np.linalg.norm(values),
                            "spectral_norm": values[0], "stable_rank": (values ** 2).sum() / values[0] ** 2,
                            "balance_residual": None if l == 8 or l <= 3 else 0.02 * l,
                            "plateau_min": 0.0995 if 3 < l < 8 else None, "plateau_max": 0.101 if 3 < l < 8 else None,
                            "singular_values": values})
        for epoch in range(0, 401, 4):
            noise = np.exp(0.05 * generator.standard_normal())
            train = 0.9 * np.exp(-epoch / (60 + 6 * member)) * noise + 2e-4
            test = (0.9 * np.exp(-epoch / 70) + 0.42 + 0.0001 * epoch) * noise if epoch % 20 == 0 else None
            rate = 1e-4 * (0.505 + 0.495 * np.cos(np.pi * epoch / 400))
            losses.append(f"{member},{epoch},{epoch * 391},{rate:.6g},{train:.6g},"
                          f"{1 - 0.9 * np.exp(-epoch / 40):.5g},{'' if test is None else f'{test:.6g}'},"
                          f"{'' if test is None else f'{0.57 - 0.47 * np.exp(-epoch / 30):.4g}'}")
        results.append({"seed": 6 + member, "final_loss": 1.345e-3 * jitter[0], "steps": 156400, "layers": layers,
                        "weights": weights, "fit": fit(layers, 3, 7)})
    summary = {
        "name": "hybrid", "title": "Hybrid network: 3 ReLU layers, then 5 linear ones", "status": "finished",
        "status_detail": "",
        "device": "cuda:0 (NVIDIA H200, CUDA 13.0)", "precision": "tf32", "seed": 6, "members": 3, "epochs": 400,
        "steps": 156400, "seconds": 5471.2, "final_loss": results[0]["final_loss"], "train_accuracy": 0.99996,
        "test_accuracy": 0.5712, "layers": results[0]["layers"], "weights": results[0]["weights"],
        "min_norm_residual": None,
        "end_to_end_rank": None, "fit": results[0]["fit"], "theory": [], "member_results": results}
    config = ("name: hybrid\nseed: 6\nmembers: 3\nprecision: tf32\ndevice: cuda\n"
              "network:\n  width: 1024\n  hidden: 7\n  nonlinear: 3\n  output-scale: 100\n"
              "training:\n  learning-rate: 0.0001\n  momentum: 0.9\n  weight-decay: 0.0001\n"
              "  schedule: cosine\n  epochs: 400\n  batch: 128\n")
    write("hybrid", config, environment(6, {"name": "NVIDIA H200", "memory_bytes": 149754642432, "driver": "580.82"}),
        losses, summary)


def diverged():
    summary = {"name": "diverged", "title": "Gaussian initialisation, learning rate 5", "status": "diverged",
               "status_detail": "the training loss became NaN at step 3", "device": "cpu (OpenBLAS 0.3.31, 2 threads)",
               "precision": "fp32", "seed": 4, "members": 1, "epochs": 3, "steps": 3, "seconds": 0.01,
               "final_loss": None,
               "layers": [], "weights": [], "fit": None, "theory": None}
    losses = ["0,0,0,5,1.02,0.3333,,", "0,1,1,5,3.4e7,0.3333,,", "0,2,2,5,Infinity,,,", "0,3,3,5,NaN,,,"]
    write("diverged", "name: diverged\ntraining:\n  learning-rate: 5\n", environment(4, None), losses, summary)


theory()
hybrid()
diverged()
