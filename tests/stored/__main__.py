"""``python -m tests.stored``: write down what is stored in a new shape or version."""

import sys

from .shapes import keep, shapes

for shape in shapes():
    if keep(shape):
        sys.stdout.write(f"{shape.path.name} of {shape.owner} v{shape.version}\n")
