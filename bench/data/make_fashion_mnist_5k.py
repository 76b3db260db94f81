"""Takes the packaged subset of Fashion-MNIST from the four original files: the first images of each class, in order.

    python3 make_fashion_mnist_5k.py INPUT_DIR OUTPUT_DIR

Equal inputs give equal bytes (with one zlib): no time stamp and no file name in the .gz.
"""
import gzip
import os
import struct
import sys

PER_CLASS = {"train": 500, "t10k": 100}
CLASSES = 10


def read(path):
    """The shape and the values of an IDX file of unsigned bytes."""
    with gzip.open(path) as file:
        content = file.read()
    zero, kind, dimensions = struct.unpack(">HBB", content[:4])
    assert zero == 0 and kind == 8, path
    shape = struct.unpack(">" + "I" * dimensions, content[4 : 4 + 4 * dimensions])
    return shape, content[4 + 4 * dimensions :]


def write(path, shape, values):
    header = struct.pack(">HBB" + "I" * len(shape), 0, 8, len(shape), *shape)
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(header + values)


def main(source, target):
    for part, per_class in PER_CLASS.items():
        images_name, labels_name = f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz"
        (n, rows, columns), images = read(os.path.join(source, images_name))
        (m,), labels = read(os.path.join(source, labels_name))
        assert n == m and len(images) == n * rows * columns and len(labels) == n
        taken, chosen = [0] * CLASSES, []
        for sample, label in enumerate(labels):
            if taken[label] < per_class:
                taken[label] += 1
                chosen.append(sample)
        assert taken == [per_class] * CLASSES
        size = rows * columns
        subset = b"".join(images[i * size : (i + 1) * size] for i in chosen)
        write(os.path.join(target, images_name), (len(chosen), rows, columns), subset)
        write(os.path.join(target, labels_name), (len(chosen),), bytes(labels[i] for i in chosen))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
