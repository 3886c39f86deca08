"""In the browser: the kernel itself, which begins without what no lesson asks for."""

import gc
import importlib
import importlib.machinery
import importlib.util
import sys
import types


def embed(**options):
    """The function of that name, imported when it is called."""
    from IPython.terminal.embed import embed as asked

    return asked(**options)


def installer():
    """What installs packages is imported when somebody does; JupyterLite tells it where from.

    It does so in attributes, after an import: a lazy module of Python's own would load then.
    """
    package = sys.modules["piplite"] = types.ModuleType("piplite")
    found = importlib.machinery.PathFinder.find_spec("piplite")
    package.__path__ = found.submodule_search_locations
    spec = importlib.util.find_spec("piplite.piplite")
    module = package.piplite = sys.modules[spec.name] = importlib.util.module_from_spec(spec)

    def loaded(name):
        if name.startswith("__"):
            raise AttributeError(name)
        told = {key: value for key, value in vars(module).items() if not key.startswith("__")}
        spec.loader.exec_module(module)
        del module.__getattr__
        vars(module).update(told)
        return getattr(module, name)

    module.__getattr__ = loaded
    package.__getattr__ = lambda name: getattr(module, name)


def warm():
    """Import, and do once, what the first cells of a lesson need, for all later visits."""
    import anywidget  # noqa: F401

    import backprop_viz
    from backprop_viz.browser import javascript
    from backprop_viz.show import ahead, predict, referee  # noqa: F401

    walk = backprop_viz.graph("p = w*x; f = (y - p)**2", parameters="w").walk(w=3, x=2, y=5)
    walk.picture(3)._repr_mimebundle_()
    ahead.at_once()
    javascript.referee_source()
    importlib.invalidate_caches()  # an archive that is open is not in another Python
    gc.collect()


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
    installer()
    import pyodide_kernel

    for name in absent:
        del sys.modules[name]
    pyodide_kernel.kernel_instance.interpreter.Completer.use_jedi = False
    import ipywidgets  # noqa: F401

    import backprop_viz  # noqa: F401

    # A picture looks for it in vain, in the lesson's folder at last.
    sys.modules["resvg"] = None

    # Whatever is imported is looked for in one place after another; what is in a lesson's folder
    # only the page knows, which has more to do than to answer.
    sys.path.sort(key=lambda place: place == "")
