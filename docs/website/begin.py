"""In the browser: the kernel itself, which begins without what no lesson asks for."""

import sys
import types


def embed(**options):
    """The function of that name, imported when it is called."""
    from IPython.terminal.embed import embed as asked

    return asked(**options)


def begin():
    """Import the kernel that JupyterLite will ask for.

    IPython imports a database for a history that is not kept here, and a terminal, which is there
    for whoever calls ``embed``. Completion without Jedi knows what has been run, and answers at
    once.
    """
    database = types.ModuleType("sqlite3")
    for name in ("Connection", "DatabaseError", "IntegrityError", "OperationalError"):
        setattr(database, name, type(name, (Exception,), {}))
    terminal = types.ModuleType("IPython.terminal.embed")
    terminal.embed = embed
    absent = {module.__name__: module for module in (database, terminal)}
    sys.modules.update(absent)
    import piplite.piplite  # noqa: F401
    import pyodide_kernel

    for name in absent:
        del sys.modules[name]
    pyodide_kernel.kernel_instance.interpreter.Completer.use_jedi = False
    import ipywidgets  # noqa: F401

    import backprop_viz  # noqa: F401
