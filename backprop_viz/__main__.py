"""``python -m backprop_viz`` is the command ``backprop-viz``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
