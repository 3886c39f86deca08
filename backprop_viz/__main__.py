"""``python -m backprop_viz`` is the command ``backprop-viz``."""

from .cli.main import run

if __name__ == "__main__":
    run()
