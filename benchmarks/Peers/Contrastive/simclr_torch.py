"""SimCLR's training step in PyTorch on the CPU, as fast as plain PyTorch does it: the peer of MlNetLosses.Contrastive.

Same model, same step, same batch: four blocks (3 x 3 convolution, batch norm, ReLU, 2 x 2 maximum after the first three) of
16-32-64-128 channels, flattened to h, fully connected to z; head ReLU-128-ReLU-64 to y; NT-Xent with temperature 0.2 on the
two views of each image; AdamW. Prints one line of JSON: images per second are the median over blocks of steps, after a warm-up;
an image is two views.

PyTorch is as fast as its libraries: without OpenBLAS, Debian's multiplies matrices with the reference BLAS. The line names the one
in use. --tuned adds what a user who looks for speed finds: pixels before channels in memory, and freed memory kept for the next
step instead of given back to the kernel, whose page faults otherwise cost a third of a step.

Source: T. Chen, S. Kornblith, M. Norouzi, G. Hinton, "A Simple Framework for Contrastive Learning of Visual Representations",
ICML 2020.
"""
import argparse
import ctypes
import gzip
import json
import os
import statistics
import time
from pathlib import Path

# Threads that spin while they wait starve the rest of the machine; must be set before OpenMP loads.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402
from torch import nn  # noqa: E402

DATA = Path(__file__).resolve().parents[3] / "data" / "fashion-mnist"
SIDE = 28
CHANNELS = (16, 32, 64, 128)
TEMPERATURE = 0.2
POOL = 8  # batches whose views are computed beforehand, without augmentation in the loop


def read_images(path):
    """The images of an idx file: uint8 [n, 1, 28, 28]."""
    with gzip.open(path) as file:
        pixels = bytearray(file.read()[16:])
    return torch.frombuffer(pixels, dtype=torch.uint8).view(-1, 1, SIDE, SIDE)


def block(inputs, outputs, pools):
    layers = [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return layers + [nn.MaxPool2d(2)] if pools else layers


def network():
    """Views [2n, 1, 28, 28] to y [2n, 64]; z is the output of the first fully connected layer."""
    layers, inputs = [], 1
    for number, outputs in enumerate(CHANNELS):
        layers += block(inputs, outputs, pools=number < 3)
        inputs = outputs
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(9 * CHANNELS[-1], 128),
        nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 64))


def nt_xent(y):
    """NT-Xent of y [2n, d], where rows i and i + n are the views of one image."""
    rows = y.shape[0]
    unit = F.normalize(y, dim=1)
    similarities = unit @ unit.T / TEMPERATURE
    similarities.fill_diagonal_(float("-inf"))
    return F.cross_entropy(similarities, torch.arange(rows).roll(rows // 2))


def uniform(count, low, high):
    return torch.empty(count).uniform_(low, high)


@torch.no_grad()
def views(images):
    """Two random views of each image, uint8 [n, 1, 28, 28] to [2n, 1, 28, 28] in 0 to 1, all of them at once."""
    x = images.float().div_(255).repeat(2, 1, 1, 1)
    n = x.shape[0]
    # Random resized crop and flip: one affine map per view.
    area, log_ratio = uniform(n, 0.6, 1), uniform(n, -0.2877, 0.2877)
    width = (area * log_ratio.exp()).sqrt_().clamp_(max=1)
    height = (area * log_ratio.neg_().exp_()).sqrt_().clamp_(max=1)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = width * torch.randint(0, 2, (n,)).mul_(2).sub_(1)
    theta[:, 0, 2] = uniform(n, -1, 1) * (1 - width)
    theta[:, 1, 1] = height
    theta[:, 1, 2] = uniform(n, -1, 1) * (1 - height)
    grid = F.affine_grid(theta, list(x.shape), align_corners=False)
    x = F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)
    # Gamma, contrast about the view's mean, brightness.
    each = (n, 1, 1, 1)
    x = x.pow_(uniform(each, -1.2, 1.2).exp_())
    mean = x.mean(dim=(1, 2, 3), keepdim=True)
    x = x.sub_(mean).mul_(uniform(each, 0.4, 1.6)).add_(mean).mul_(uniform(each, 0.4, 1.6))
    return x.clamp_(0, 1)


def optimizer_of(model):
    """AdamW that decays weights, but neither biases nor the scale and shift of batch norm."""
    weights = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() <= 1]
    return torch.optim.AdamW([{"params": weights, "weight_decay": 1e-5}, {"params": others, "weight_decay": 0}], lr=2e-3)


def batches(images, size, augmentation):
    """Endless batches of views, [2 size, 1, 28, 28]."""
    if not augmentation:
        pool = [views(images[torch.randperm(len(images))[:size]]) for _ in range(POOL)]
        while True:
            yield from pool
    while True:
        order = torch.randperm(len(images))
        for start in range(0, len(images) - size + 1, size):
            yield views(images[order[start:start + size]])


def keep_freed_memory():
    """glibc: big blocks come from the heap, and the heap does not shrink."""
    trim_threshold, mmap_threshold = -1, -3
    libc = ctypes.CDLL(None)
    if not (libc.mallopt(mmap_threshold, 1 << 30) and libc.mallopt(trim_threshold, (1 << 31) - 1)):
        raise SystemExit("mallopt must accept the thresholds, but it does not: --tuned needs glibc 2.35 or later.")


def blas_libraries():
    """File names of the linear algebra libraries in this process."""
    maps = Path("/proc/self/maps").read_text().split()
    return ", ".join(sorted({Path(word).name for word in maps if "/" in word and "blas" in Path(word).name}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128, help="images per step")
    parser.add_argument("--blocks", type=int, default=9, help="blocks of steps; the median counts")
    parser.add_argument("--steps", type=int, default=8, help="steps per block")
    parser.add_argument("--warm-up", type=int, default=10, help="steps before the clock starts")
    parser.add_argument("--no-augmentation", action="store_true", help="views computed beforehand: the network alone")
    parser.add_argument("--tuned", action="store_true", help="pixels before channels in memory; keep freed memory")
    parser.add_argument("--images", type=Path, default=DATA / "train-images-idx3-ubyte.gz")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    if arguments.tuned:
        keep_freed_memory()
    layout = torch.channels_last if arguments.tuned else torch.contiguous_format
    model = network().train().to(memory_format=layout)
    optimizer = optimizer_of(model)
    source = batches(read_images(arguments.images), arguments.batch, not arguments.no_augmentation)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = nt_xent(model(next(source).contiguous(memory_format=layout)))
        loss.backward()
        optimizer.step()
        return loss

    for _ in range(arguments.warm_up):
        step()
    speeds, wall, cpu = [], time.perf_counter(), time.process_time()
    for _ in range(arguments.blocks):
        start = time.perf_counter()
        for _ in range(arguments.steps):
            loss = step()
        speeds.append(arguments.steps * arguments.batch / (time.perf_counter() - start))
    print(json.dumps({
        "imagesPerSecond": round(statistics.median(speeds), 1),
        "wallSeconds": round(time.perf_counter() - wall, 3),
        "cpuSeconds": round(time.process_time() - cpu, 3),
        "images": arguments.blocks * arguments.steps * arguments.batch,
        "threads": torch.get_num_threads(),
        "augmentation": not arguments.no_augmentation,
        "loss": round(loss.item(), 4),
        "version": f"PyTorch {torch.__version__}, {blas_libraries()}",
    }))


if __name__ == "__main__":
    main()
