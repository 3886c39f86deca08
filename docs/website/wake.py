"""In the browser: what a kernel that goes on from its memory has anew."""

import random
import sys

random.seed()
# Pyodide has put the first one there again. A lesson's folder comes last, as in `begin.py`.
sys.path[:] = sorted(dict.fromkeys(sys.path), key=lambda place: place == "")
