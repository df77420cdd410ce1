"""Pickles that Theano 0.6 to 1.0 wrote, under Python 2 or 3: read as variables, graphs and functions of this package.

A pickle names classes and fills objects of them attribute by attribute. The classes below stand in for Theano's while a
pickle is read: `__setstate__` takes Theano's attributes and makes the object one of ours.
"""

import importlib
import io
import pickle
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from theano_lite.compat.old_ops import OldThing, UnknownOp, translate
from theano_lite.compat.pickle_files import is_zip, opened
from theano_lite.core.graph import Apply, Constant, Variable, scratchpad, with_source
from theano_lite.core.other_types import NoneTypeT, RandomStateType, SliceType
from theano_lite.core.scalar_type import ScalarConstant, ScalarVariable, get_scalar_type
from theano_lite.core.types import Generic, TensorConstant, TensorType, TensorVariable, generic
from theano_lite.program import zip_pickles
from theano_lite.program.function import function
from theano_lite.program.inputs import In, Out
from theano_lite.program.shared import SharedVariable, shared


def _attributes(state):
    """The attributes in a state: a dict, or a pair of dicts."""
    if isinstance(state, tuple) and len(state) == 2:
        return {**(state[0] or {}), **(state[1] or {})}
    return dict(state)


# --- types ----------------------------------------------------------------------------------------


class _TensorType(TensorType):
    def __init__(self):
        pass

    def __setstate__(self, state):
        state = _attributes(state)
        self.__class__ = TensorType  # type: ignore[assignment]
        TensorType.__init__(self, state.get("dtype", "float32"), state["broadcastable"], state.get("name"))


class _ScalarType:
    def __setstate__(self, state):
        kind = get_scalar_type(_attributes(state)["dtype"])
        self.__class__ = type(kind)  # type: ignore[assignment]
        self.__dict__.update(kind.__dict__)


def _is_complete(v):
    return "type" in v.__dict__


def _is_settled(v):
    """Whether `v` is complete, and so is all that it was computed from."""
    owner = v.__dict__.get("owner")
    return _is_complete(v) and not (isinstance(owner, _OldApply) and owner.found is None)


# --- variables ------------------------------------------------------------------------------------


class _Filled:
    """What the stand-ins for variables do. A node that got this variable too early waits in `waiting`."""

    become: type = Variable

    def __setstate__(self, state):
        state = _attributes(state)
        self.fill(state)
        tag = state.get("tag")
        if isinstance(tag, scratchpad):
            trace = tag.__dict__.pop("trace", None)
            self.__dict__.setdefault("_trace", trace[0] if isinstance(trace, list) and trace and isinstance(
                trace[0], list) else [])
            tag.trace = [with_source(self.__dict__["_trace"])]
            self.__dict__["_tag"] = tag
        self.__class__ = self.become
        if _is_settled(self):
            _translate(self.__dict__.pop("waiting", ()))

    def fill(self, state):
        """Set the attributes of a variable."""
        owner, index = state.get("owner"), state.get("index")
        self.__dict__.update(type=state["type"], owner=owner, index=index, name=state.get("name"))
        if isinstance(owner, _OldApply) and owner.found is not None:
            owner.adopt(index, self)


class _Tensor(_Filled, TensorVariable):
    become = TensorVariable


class _Scalar(_Filled, ScalarVariable):
    become = ScalarVariable


class _Plain(_Filled, Variable):
    become = Variable

    def fill(self, state):
        super().fill(state)
        self.become = getattr(state["type"], "variable_class", Variable)


class _TensorConst(_Filled, TensorConstant):
    become = TensorConstant

    def fill(self, state):
        super().fill(state)
        vars(self).update(data=state["type"].filter(np.asarray(state["data"])), owner=None, index=None)


class _ScalarConst(_TensorConst):
    become = ScalarConstant

    def fill(self, state):
        _Filled.fill(self, state)
        vars(self).update(data=state["type"].filter(state["data"]), owner=None, index=None)


class _Const(_Filled, Constant):
    """A constant of another type: None, a slice, anything."""

    become = Constant

    def fill(self, state):
        known = state["type"] if isinstance(state["type"], (NoneTypeT, SliceType, Generic)) else generic
        _Filled.fill(self, {**state, "type": known})
        self.__dict__.update(data=state["data"], owner=None, index=None)
        self.become = getattr(known, "constant_class", Constant)


class _Shared(_Filled, SharedVariable):
    """A shared variable, wherever its value lived: what a GPU held is in the pickle as an array."""

    def fill(self, state):
        container = state["container"]
        value, kind = container.value, container.type
        kind = kind if isinstance(kind, (TensorType, Generic, RandomStateType)) else state["type"]
        if isinstance(kind, TensorType):
            made = shared(np.asarray(value), name=state.get("name"), broadcastable=kind.broadcastable)
        else:
            made = shared(value, name=state.get("name"))
        self.__dict__.update(made.__dict__)
        self.become = type(made)
        self.__dict__.pop("_tag", None)
        if state.get("default_update") is not None:
            self.__dict__["default_update"] = state["default_update"]


# --- nodes ----------------------------------------------------------------------------------------


class _OldApply(Apply):
    """A node of a pickle, which becomes one of ours as soon as its inputs are complete."""

    found: Any = None

    def __init__(self):
        pass

    def __setstate__(self, state):
        state = _attributes(state)
        vars(self).update(op=state["op"], inputs=state["inputs"], outputs=state["outputs"], params={}, trace=[])
        _translate([self])

    def translate(self):
        """Make the outputs, as far as they are there, outputs of the ops that do the same here."""
        found = translate(self.op, self.inputs) if isinstance(self.op, OldThing) else list(
            self.op.make_node(*self.inputs).outputs)
        if found is None:
            types = [v.__dict__.get("type", generic) for v in self.outputs]
            found = Apply(UnknownOp(self.op), self.inputs, types).outputs
        self.found = found
        for k, v in enumerate(self.outputs):
            if _is_complete(v):
                self.adopt(k, v)

    def adopt(self, index, v):
        """Let the variable `v` of the pickle take the place of what was found for output `index`."""
        new = self.found[index]
        new.owner.outputs[new.index] = v
        known = not isinstance(new.owner.op, UnknownOp)
        v.__dict__.update(owner=new.owner, index=new.index, type=new.type if known else v.type)


def _translate(nodes):
    """Translate the nodes, and those that waited for what they compute; a node whose inputs are not settled waits."""
    ready = list(nodes)
    while ready:
        node = ready.pop()
        early = next((v for v in node.inputs if not _is_settled(v)), None)
        if early is not None:
            early.__dict__.setdefault("waiting", []).append(node)
        elif node.found is None:
            node.translate()
            for v in node.outputs:
                if _is_complete(v):
                    ready += v.__dict__.pop("waiting", ())


# --- containers, functions ------------------------------------------------------------------------


class _OldContainer:
    """The container of a shared variable: its type and the value it holds."""

    def __setstate__(self, state):
        state = _attributes(state)
        self.type, self.value = state.get("type"), state["storage"][0]


class _FunctionMaker(OldThing):
    old_module, old_name = "theano.compile.function_module", "FunctionMaker"


def _maker(kwargs):
    """A FunctionMaker as pickles before Theano 0.9 have it: what it was made with."""
    maker = _FunctionMaker()
    outputs = kwargs["outputs"]
    single = not isinstance(outputs, (list, tuple)) and outputs is not None
    maker.__dict__.update(inputs=kwargs["inputs"], outputs=[outputs] if single else outputs or [], unpack_single=single)
    return maker


class _In(OldThing):
    old_module, old_name = "theano.compile.io", "In"


def _function(maker, input_storage=(), inputs_data=(), trust_input=False):
    """The function that `maker` of a pickle makes, compiled here, with the values of its inputs."""
    state = maker.__dict__
    inputs, updates = [], []
    for spec, data in zip(state["inputs"], inputs_data):
        v = spec.variable
        if isinstance(v, SharedVariable):
            if getattr(spec, "update", None) is not None:
                updates.append((v, spec.update))
            if data is not None:
                v.set_value(data, borrow=True)
            continue
        given = {k: getattr(spec, k) for k in ("name", "mutable", "strict", "allow_downcast", "borrow", "implicit")
                 if hasattr(spec, k)}
        inputs.append(In(v, value=data, update=getattr(spec, "update", None), **given))
    outputs = [Out(o.variable, getattr(o, "borrow", False)) for o in state["outputs"]]
    made = function(inputs, outputs[0] if state.get("unpack_single") else outputs, updates=updates,
                    no_default_updates=True, on_unused_input="ignore", name=state.get("name"))
    made.trust_input = trust_input
    return made


def _gpu_array(array, *context):
    """A value that lived on a GPU."""
    return np.asarray(array)


# --- names ----------------------------------------------------------------------------------------


_CLASSES = {
    "TensorType": _TensorType, "CudaNdarrayType": _TensorType, "GpuArrayType": _TensorType, "Scalar": _ScalarType,
    "TensorVariable": _Tensor, "CudaNdarrayVariable": _Tensor, "GpuArrayVariable": _Tensor, "ScalarVariable": _Scalar,
    "TensorConstant": _TensorConst, "CudaNdarrayConstant": _TensorConst, "GpuArrayConstant": _TensorConst,
    "ScalarConstant": _ScalarConst, "Constant": _Const, "NoneConstant": _Const, "SliceConstant": _Const,
    "Variable": _Plain, "Apply": _OldApply, "Container": _OldContainer, "FunctionMaker": _FunctionMaker,
    "In": _In, "SymbolicInput": _In, "Param": _In, "_constructor_Function": _function,
    "_constructor_FunctionMaker": _maker,
    "TensorSharedVariable": _Shared, "ScalarSharedVariable": _Shared, "SharedVariable": _Shared,
    "RandomStateSharedVariable": _Shared, "CudaNdarraySharedVariable": _Shared, "GpuArraySharedVariable": _Shared,
    "CudaNdarray_unpickler": _gpu_array, "GpuArray_unpickler": _gpu_array, "CudaNdarray": _gpu_array,
    "scratchpad": scratchpad, "RandomStateType": RandomStateType, "NoneTypeT": NoneTypeT, "SliceType": SliceType,
    "Generic": Generic,
}
_MODULES = {"RandomStreams": "tensor.shared_randomstreams", "MRG_RandomStreams": "sandbox.rng_mrg"}
_things: dict = {}


def old_thing(module, name):
    """The stand-in for a class, or function, of Theano that is only remembered by name."""
    if (module, name) not in _things:
        _things[module, name] = type(name, (OldThing,), {"old_module": module, "old_name": name, "__qualname__": name})
    return _things[module, name]


def find_global(module, name):
    """What the name of a module `theano...` in a pickle stands for."""
    if name in _CLASSES:
        return _CLASSES[name]
    if name in _MODULES:
        return getattr(importlib.import_module(f"theano_lite.{_MODULES[name]}"), name)
    return old_thing(module, name)


_CUnpickler = pickle.Unpickler


class Unpickler(_CUnpickler):
    """pickle.Unpickler that knows Theano's classes and NumPy's old modules."""

    def find_class(self, module, name):
        if module == "theano" or module.startswith(("theano.", "pygpu.")) or module == "cuda_ndarray.cuda_ndarray":
            return find_global(module, name)
        if module.startswith("numpy.core"):
            module = module.replace("numpy.core", "numpy._core", 1)
        return super().find_class(module, name)


def load_file(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """pickle.load, for Theano's own pickles too."""
    return Unpickler(file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers).load()


def load_bytes(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """pickle.loads, for Theano's own pickles too."""
    return load_file(io.BytesIO(data), fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers)


def load(path, encoding="latin1"):
    """The object in the pickle `path` (a path or an open file), or in a zip that pkl_utils.dump wrote.

    Written by Theano 0.6 to 1.0 under Python 2 or 3, or by this package; a path may also be of a file that gzip, bzip2 or
    xz packed. encoding: of the texts of Python 2. Like every pickle it may run what it names: take the arrays of one you
    do not trust out with `theano-lite weights`. Raises pickle.UnpicklingError or EOFError for a file that is no pickle,
    AttributeError or ImportError for one of classes that are gone.
    """
    if not isinstance(path, (str, Path)):
        return load_file(path, encoding=encoding)
    try:
        if not is_zip(path):
            with opened(path) as file:
                return load_file(file, encoding=encoding)
        with open(path, "rb") as file:
            if "pkl" not in zipfile.ZipFile(file).namelist():
                raise pickle.UnpicklingError(f"{path} is a zip without a pickle (numpy.load reads .npz files)")
            return zip_pickles.load(file)
    except (AttributeError, ImportError) as error:
        error.add_note(f"theano-lite weights {path} takes the arrays of a pickle without its classes")
        raise


def install():
    """Let pickle.load, loads and Unpickler read Theano's own pickles, in this process; other names are as before."""
    pickle.load, pickle.loads, pickle.Unpickler = load_file, load_bytes, Unpickler  # type: ignore[misc, assignment]


zip_pickles._ZipUnpickler.find_global = staticmethod(find_global)  # type: ignore[assignment]
