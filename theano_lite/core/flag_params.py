"""Flags that programs add to theano.config: AddConfigVar("my.flag", doc, StrParam("default"))."""

from theano_lite.core.config import _from_environment, _from_files, config

THEANO_FLAGS_DICT = dict(_from_environment())


def fetch_val_for_key(key, delete_key=False):
    """The text that THEANO_FLAGS or .theanorc gives for the flag `key`. Raises KeyError."""
    if key in THEANO_FLAGS_DICT:
        return THEANO_FLAGS_DICT.pop(key) if delete_key else THEANO_FLAGS_DICT[key]
    return dict(_from_files())[key]


class ConfigParam:
    """A flag: its default (or a function giving it), what its values go through, and whether it may be changed."""

    fullname = doc = None
    in_c_key = True

    def __init__(self, default, filter=None, allow_override=True):
        self.default, self.filter, self.allow_override = default, filter, allow_override
        self.is_default = True

    def converted(self, value):
        """`value` as the flag has it. Raises ValueError."""
        return self.filter(value) if self.filter else value


class EnumStr(ConfigParam):
    """A flag that is one of the words `default, *options`."""

    def __init__(self, default, *options, **kwargs):
        self.all = (default, *options)
        for word in self.all:
            if not isinstance(word, str):
                raise ValueError("Valid values for an EnumStr parameter should be strings", word, type(word))
        convert = kwargs.get("convert")

        def chosen(value):
            value = convert(value) if convert else value
            if value not in self.all:
                raise ValueError(f'Invalid value ("{value}") for configuration variable "{self.fullname}". Valid options '
                                 f"are {self.all}")
            return value

        super().__init__(default, chosen, kwargs.get("allow_override", True))


class TypedParam(ConfigParam):
    """A flag of the type `mytype` for which is_valid(value) holds."""

    def __init__(self, default, mytype, is_valid=None, allow_override=True):
        self.mytype = mytype

        def cast(value):
            found = mytype(value)
            if callable(is_valid) and not is_valid(found):
                raise ValueError(f'Invalid value ({value}) for configuration variable "{self.fullname}".', value)
            return found

        super().__init__(default, cast, allow_override)


def StrParam(default, is_valid=None, allow_override=True):
    """A flag that is a string."""
    return TypedParam(default, str, is_valid, allow_override)


def IntParam(default, is_valid=None, allow_override=True):
    """A flag that is an int."""
    return TypedParam(default, int, is_valid, allow_override)


def FloatParam(default, is_valid=None, allow_override=True):
    """A flag that is a float."""
    return TypedParam(default, float, is_valid, allow_override)


def _truth(value):
    known = {"False": False, "false": False, "0": False, "True": True, "true": True, "1": True}
    return known.get(value, value)


def BoolParam(default, is_valid=None, allow_override=True):
    """A flag that is True or False, or one of the words for them."""
    return TypedParam(default, _truth, is_valid or (lambda value: value in (True, False)), allow_override)


def AddConfigVar(name, doc, configparam, root=config, in_c_key=True):
    """Add the flag `name` to theano.config, with the value that THEANO_FLAGS or .theanorc gives or its default.

    Raises AttributeError if the name is taken, ValueError for a value that the flag does not allow.
    """
    if name in config._kinds:
        raise AttributeError("This name is already taken", name)
    configparam.fullname, configparam.doc, configparam.in_c_key = name, doc, in_c_key
    try:
        value = fetch_val_for_key(name, delete_key=True)
        configparam.is_default = False
    except KeyError:
        value = configparam.default() if callable(configparam.default) else configparam.default
    value = configparam.converted(value)
    config._added[name], config._kinds[name] = configparam, type(value)
    config._store(name, value)
