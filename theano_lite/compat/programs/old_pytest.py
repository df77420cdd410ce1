"""Test suites written for the pytest of Theano's time (2 to 7), run by today's."""

import inspect
import os
import sys
import types

from theano_lite.compat.old_names.modules import Lazy, Names


def prepare():
    """Before pytest starts. Test modules are imported as modules of the program are, so pytest must not rewrite them."""
    os.environ["PYTEST_ADDOPTS"] = f"{os.environ.get('PYTEST_ADDOPTS', '')} --assert=plain"


def update_hooks(module):
    """Give the hooks that a module has just defined the arguments that today's pytest passes."""
    if "pytest" not in sys.modules:
        return
    for name, update in _HOOKS.items():
        hook = vars(module).get(name)
        if isinstance(hook, types.FunctionType) and {"path", "startdir"} & set(inspect.signature(hook).parameters):
            made = update(hook)
            vars(made).update(vars(hook))  # the marks of @pytest.hookimpl
            setattr(module, name, made)


def _warns():
    import pytest

    def warns(expected_warning=Warning, *args, **kwargs):
        """pytest.warns; None keeps the warnings, be there any or not."""
        if expected_warning is None:
            return pytest.WarningsRecorder(_ispytest=True)
        return pytest.warns(expected_warning, *args, **kwargs)
    return warns


MODULES = {"pytest": Names(changed={"warns": Lazy(_warns)})}


def _answer(hook, path, **others):
    """What the hook says, asked with those arguments that it takes and a path of the module py."""
    import py  # pytest brings it along
    path = py.path.local(path)
    known = {"path": path, "startdir": path, **others}
    return hook(**{name: known[name] for name in inspect.signature(hook).parameters})


# Hooks that took a path of the module py, which pytest 9 has no longer. Pytest reads the names of the parameters.
_HOOKS = {
    "pytest_ignore_collect": lambda hook: lambda collection_path, config: _answer(hook, collection_path, config=config),
    "pytest_collect_file": lambda hook: lambda file_path, parent: _answer(hook, file_path, parent=parent),
    "pytest_pycollect_makemodule": lambda hook: lambda module_path, parent: _answer(hook, module_path, parent=parent),
    "pytest_report_header": lambda hook: lambda config, start_path: _answer(hook, start_path, config=config),
    "pytest_report_collectionfinish":
        lambda hook: lambda config, start_path, items: _answer(hook, start_path, config=config, items=items),
}
