"""theano.config: the flags of Theano 1.0.5, from THEANO_FLAGS, .theanorc and attribute assignment.

Flags that steer C compilers, GPUs or Theano's own optimiser are accepted and change nothing here.
"""

import configparser
import os
import sys
from contextlib import ContextDecorator
from math import inf

# Each flag's default; with a second entry, the values it may take.
DEFAULTS = {
    "DebugMode.check_c": True,
    "DebugMode.check_finite": True,
    "DebugMode.check_preallocated_output": "",
    "DebugMode.check_preallocated_output_ndim": 4,
    "DebugMode.check_py": True,
    "DebugMode.check_strides": 0,
    "DebugMode.patience": 10,
    "DebugMode.warn_input_not_reused": True,
    "NanGuardMode.action": ("raise", "raise warn pdb"),
    "NanGuardMode.big_is_error": True,
    "NanGuardMode.inf_is_error": True,
    "NanGuardMode.nan_is_error": True,
    "allow_gc": True,
    "assert_no_cpu_op": ("ignore", "ignore warn raise pdb"),
    "base_compiledir": "",
    "blas.check_openmp": True,
    "blas.ldflags": "",
    "cache_optimizations": False,
    "cast_policy": ("custom", "custom numpy+floatX"),
    "check_input": True,
    "check_stack_trace": ("off", "off log warn raise"),
    "cmodule.age_thresh_use": 2073600,
    "cmodule.compilation_warning": False,
    "cmodule.debug": False,
    "cmodule.preload_cache": False,
    "cmodule.remove_gxx_opt": False,
    "cmodule.warn_no_version": False,
    "compile.timeout": 120,
    "compile.wait": 5,
    "compiledir": "",
    "compiledir_format": "",
    "compute_test_value": ("off", "off ignore warn raise pdb"),
    "compute_test_value_opt": ("off", "off ignore warn raise pdb"),
    "contexts": "",
    "conv.assert_shape": False,
    "ctc.root": "",
    "cuda.include_path": "/usr/local/include",
    "cuda.root": "/usr/local",
    "cxx": "",
    "cycle_detection": ("regular", "regular fast"),
    "deterministic": ("default", "default more"),
    "device": "cpu",
    "dnn.base_path": "",
    "dnn.bin_path": "",
    "dnn.conv.algo_bwd": True,
    "dnn.conv.algo_bwd_data": "none",
    "dnn.conv.algo_bwd_filter": "none",
    "dnn.conv.algo_fwd": "small",
    "dnn.conv.precision": "as_input_f32",
    "dnn.conv.workmem": True,
    "dnn.conv.workmem_bwd": True,
    "dnn.enabled": ("auto", "auto True False no_check"),
    "dnn.include_path": "",
    "dnn.library_path": "",
    "exception_verbosity": ("low", "low high"),
    "experimental.local_alloc_elemwise": True,
    "experimental.local_alloc_elemwise_assert": True,
    "experimental.unpickle_gpu_on_cpu": False,
    "floatX": ("float64", "float64 float32 float16"),
    "force_device": False,
    "gcc.cxxflags": "",
    "gpu.local_elemwise_fusion": True,
    "gpuarray.cache_path": "",
    "gpuarray.preallocate": 0.0,
    "gpuarray.sched": ("default", "default multi single"),
    "gpuarray.single_stream": True,
    "gpuarray.sync": False,
    "gpuelemwise.sync": True,
    "init_gpu_device": "",
    "int_division": ("int", "int raise floatX"),
    "lib.amdlibm": False,
    "linker": ("cvm", "cvm c|py py c c|py_nogc vm vm_nogc cvm_nogc"),
    "magma.enabled": False,
    "magma.include_path": "",
    "magma.library_path": "",
    "metaopt.optimizer_excluding": "",
    "metaopt.optimizer_including": "",
    "metaopt.verbose": 0,
    "mode": "Mode",
    "nocleanup": False,
    "numpy.seterr_all": "ignore",
    "numpy.seterr_divide": "None",
    "numpy.seterr_invalid": "None",
    "numpy.seterr_over": "None",
    "numpy.seterr_under": "None",
    "on_opt_error": ("warn", "warn raise pdb ignore"),
    "on_shape_error": ("warn", "warn raise"),
    "on_unused_input": ("raise", "raise warn ignore"),
    "openmp": False,
    "openmp_elemwise_minsize": 200000,
    "optdb.max_use_ratio": 8.0,
    "optdb.position_cutoff": inf,
    "optimizer": ("o4", "o4 o3 o2 o1 unsafe fast_run fast_compile merge None"),
    "optimizer_excluding": "",
    "optimizer_including": "",
    "optimizer_requiring": "",
    "optimizer_verbose": False,
    "pickle_test_value": True,
    "print_active_device": True,
    "print_global_stats": False,
    "print_test_value": False,
    "profile": False,
    "profile_memory": False,
    "profile_optimizer": False,
    "profiling.debugprint": False,
    "profiling.destination": "stderr",
    "profiling.ignore_first_call": False,
    "profiling.min_memory_size": 1024,
    "profiling.min_peak_memory": False,
    "profiling.n_apply": 20,
    "profiling.n_ops": 20,
    "profiling.output_line_width": 512,
    "profiling.time_thunks": True,
    "reoptimize_unpickled_function": False,
    "scan.allow_gc": False,
    "scan.allow_output_prealloc": True,
    "scan.debug": False,
    "tensor.cmp_sloppy": 0,
    "tensor.insert_inplace_optimizer_validate_nb": -1,
    "tensor.local_elemwise_fusion": True,
    "traceback.compile_limit": 0,
    "traceback.limit": 8,
    "unittests.rseed": "666",
    "unpickle_function": True,
    "vm.lazy": None,
    "warn.argmax_pushdown_bug": False,
    "warn.gpu_set_subtensor1": False,
    "warn.gpusum_01_011_0111_bug": False,
    "warn.identify_1pexp_bug": False,
    "warn.ignore_bug_before": ("0.9", "0.9 None all 0.3 0.4 0.4.1 0.5 0.6 0.7 0.8 0.8.1 0.8.2 0.9 0.10 1.0 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5"),
    "warn.inc_set_subtensor1": False,
    "warn.inc_subtensor1_opt": True,
    "warn.reduce_join": False,
    "warn.round": False,
    "warn.signal_conv2d_interface": False,
    "warn.subtensor_merge_bug": False,
    "warn.sum_div_dimshuffle_bug": False,
    "warn.sum_sum_bug": False,
    "warn.vm_gc_bug": False,
    "warn_float64": ("ignore", "ignore warn raise pdb"),
}


class Section:
    """A group of flags, e.g. config.blas."""

    _root: "Config"
    _prefix = ""

    def __init__(self, root, prefix):
        self.__dict__.update(_root=root, _prefix=prefix)

    def __setattr__(self, name, value):
        self._root._assign(self._prefix + name, value)

    def __getattr__(self, name):
        raise AttributeError(f"theano.config has no flag {self._prefix}{name}")


class Config(Section):
    """The flags as attributes. Assignment checks the value: ValueError for one that Theano refuses."""

    def __init__(self):
        super().__init__(self, "")
        self.__dict__.update(_allowed={}, _kinds={}, _noticed=False)
        for name, entry in DEFAULTS.items():
            default, allowed = entry if isinstance(entry, tuple) else (entry, None)
            self._allowed[name] = allowed.split() if allowed else None
            self._kinds[name] = type(default)
            self._store(name, default)

    # The attributes that the package itself reads, for those who read this file and for type checkers.
    floatX: str
    mode: str
    linker: str
    optimizer: str
    profile: bool
    cast_policy: str
    int_division: str
    exception_verbosity: str
    on_unused_input: str
    compute_test_value: str
    traceback: Section

    def _store(self, name, value):
        *path, last = name.split(".")
        holder = self
        for k, part in enumerate(path):
            if part not in holder.__dict__:
                holder.__dict__[part] = Section(self, ".".join(path[: k + 1]) + ".")
            holder = holder.__dict__[part]
        holder.__dict__[last] = value

    def _assign(self, name, value):
        if name not in self._kinds:
            if not isinstance(value, Section):
                self._notice(name)
                self._store(name, value)
            return
        if name == "device":
            # Programs read this to see whether a GPU is used by Theano's own back end: none is.
            if str(value) != "cpu":
                self._notice(f"device={value}")
            return
        self._store(name, self._converted(name, value))

    def _converted(self, name, value):
        allowed, kind = self._allowed[name], self._kinds[name]
        if kind is bool and not isinstance(value, bool):
            text = str(value).strip().lower()
            if text in ("1", "true", "t", "yes", "y", "on"):
                return True
            if text in ("0", "false", "f", "no", "n", "off"):
                return False
            raise ValueError(f"Invalid value ({value!r}) for configuration variable {name}: expected True or False")
        if kind in (int, float) and not isinstance(value, kind):
            try:
                return kind(value)
            except (TypeError, ValueError):
                raise ValueError(f"Invalid value ({value!r}) for configuration variable {name}: expected a number"
                                 ) from None
        if allowed is not None and str(value) not in allowed:
            raise ValueError(f"Invalid value ({value!r}) for configuration variable {name!r}. Valid options are "
                             f"{tuple(allowed)}")
        return value

    def _notice(self, what):
        if not self._noticed:
            self.__dict__["_noticed"] = True
            print(f"theano_lite: the flag {what} is accepted and has no effect here (JAX chooses the device); further "
                  "such flags are not mentioned", file=sys.stderr)

    def read(self, flags):
        """Set flags from pairs of name and text."""
        for name, value in flags:
            self._assign(name, value)


def _from_files():
    paths = os.environ.get("THEANORC", "~/.theanorc").split(os.pathsep)
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read([os.path.expanduser(p) for p in paths if p])
    for section in parser.sections():
        for name, value in parser.items(section):
            yield (name if section == "global" else f"{section}.{name}"), value


def _from_environment():
    for item in os.environ.get("THEANO_FLAGS", "").split(","):
        if not item.strip():
            continue
        name, equals, value = item.partition("=")
        if not equals:
            raise ValueError(f"THEANO_FLAGS: {item!r} is not of the form name=value")
        yield name.strip(), value.strip()


config = Config()
config.read(_from_files())
config.read(_from_environment())


class change_flags(ContextDecorator):
    """Set flags for a `with` block or a function: change_flags(floatX="float32"), change_flags({"scan.debug": True}).

    In keywords `__` stands for the dot of a section.
    """

    def __init__(self, args=(), **kwargs):
        pairs = [*dict(args).items(), *kwargs.items()]
        self.flags = [(name.replace("__", "."), value) for name, value in pairs]
        for name, _ in self.flags:
            if name not in DEFAULTS:
                raise AttributeError(f"theano.config has no flag {name}")

    def __enter__(self):
        self.old = []
        for name, value in self.flags:
            holder = config
            for part in name.split(".")[:-1]:
                holder = getattr(holder, part)
            self.old.append((name, getattr(holder, name.split(".")[-1])))
            config._assign(name, value)

    def __exit__(self, *error):
        for name, value in reversed(self.old):
            config._store(name, value)
