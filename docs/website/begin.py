"""In the browser: the kernel itself, which begins without what no lesson asks for."""

import sys
import types


def begin():
    """Import the kernel that JupyterLite will ask for.

    IPython imports a database for a history that is not kept here. Completion without Jedi knows
    what has been run, and answers at once.
    """
    database = types.ModuleType("sqlite3")
    for name in ("Connection", "DatabaseError", "IntegrityError", "OperationalError"):
        setattr(database, name, type(name, (Exception,), {}))
    sys.modules["sqlite3"] = database
    import piplite.piplite  # noqa: F401
    import pyodide_kernel

    del sys.modules["sqlite3"]
    pyodide_kernel.kernel_instance.interpreter.Completer.use_jedi = False
    import ipywidgets  # noqa: F401

    import backprop_viz  # noqa: F401
