"""In the browser: what a kernel that goes on from its memory has anew."""

import random
import sys

random.seed()
sys.path[:] = dict.fromkeys(sys.path)  # Pyodide has put the first one there again
