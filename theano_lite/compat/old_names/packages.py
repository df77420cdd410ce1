"""Old names and manners of scikit-learn, PyYAML and Theano's neighbours."""

import os
import re

from theano_lite.compat.old_names import cross_validation
from theano_lite.compat.old_names.modules import Lazy, Names, gone


def _fetch_mldata(dataname, target_name="label", data_name="data", transpose_data=True, data_home=None):
    """sklearn.datasets.fetch_mldata of a data set that an older scikit-learn left in its data folder."""
    import scipy.io
    from sklearn.datasets import get_data_home  # pyright: ignore[reportMissingImports]
    from sklearn.utils import Bunch  # pyright: ignore[reportMissingImports]

    name = re.sub(r"[().]", "", dataname.lower().replace(" ", "-"))
    file = os.path.join(get_data_home(data_home=data_home), "mldata", f"{name}.mat")
    if not os.path.exists(file):
        raise NotImplementedError(f"sklearn.datasets.fetch_mldata: mldata.org is gone, and {file} is not there; for MNIST use "
                                  "sklearn.datasets.fetch_openml('mnist_784', version=1, as_frame=False)")
    content = scipy.io.loadmat(file)
    columns = [str(column[0]) for column in content["mldata_descr_ordering"][0]]
    made = Bunch(DESCR=f"mldata.org dataset: {name}", COL_NAMES=columns)
    if len(columns) == 1:
        made["data"] = content[columns[0]]
    else:
        made.update({column: content[column] for column in columns})
        for new, wanted, place in (("target", target_name, 0), ("data", data_name, 1)):
            wanted = columns[wanted] if isinstance(wanted, int) else wanted
            made[new] = made.pop(wanted if wanted in made else columns[place])
        made["target"] = made["target"].squeeze()
    if transpose_data:
        made["data"] = made["data"].T
    return made


# scikit-learn refuses to import this name, not only to use it.
_BOSTON = gone("sklearn.datasets.load_boston", "scikit-learn 1.2 has removed it; use fetch_california_housing")

def _base_estimator():
    import sklearn.base  # pyright: ignore[reportMissingImports]

    class BaseEstimator(sklearn.base.BaseEstimator):
        """Until scikit-learn 0.22 a parameter that the object does not have was None, and a clone could have equal ones."""

        def __sklearn_clone__(self):
            parameters = self.get_params(deep=False)
            return type(self)(**{name: sklearn.base.clone(value, safe=False) for name, value in parameters.items()})

        def get_params(self, deep=True):
            """{name: value} of the parameters of __init__, and with deep of those of values that have some."""
            made = {name: getattr(self, name, None) for name in self._get_param_names()}
            if deep:
                for name, value in list(made.items()):
                    if hasattr(value, "get_params") and not isinstance(value, type):
                        made.update({f"{name}__{inner}": x for inner, x in value.get_params().items()})
            return made

    return BaseEstimator


def _loading(name):
    """yaml.load, yaml.load_all: without a Loader, any object may be made (until PyYAML 5.1)."""
    def make():
        import yaml  # pyright: ignore[reportMissingModuleSource]
        function = getattr(yaml, name)
        return lambda stream, Loader=yaml.Loader: function(stream, Loader)
    return Lazy(make)


def _dumping(name):
    """yaml.dump and its like: what holds no other list or dictionary is written on one line (until PyYAML 5.1)."""
    def make():
        import yaml  # pyright: ignore[reportMissingModuleSource]
        function = getattr(yaml, name)
        return lambda *args, **options: function(*args, **{"default_flow_style": None, **options})
    return Lazy(make)


MODULES = {
    "yaml": Names(changed={name: _loading(name) for name in ("load", "load_all")} | {
        name: _dumping(name) for name in ("dump", "dump_all", "safe_dump", "safe_dump_all")}),
    "sklearn.base": Names(changed={"BaseEstimator": Lazy(_base_estimator)}),
    "sklearn.cross_validation": Names(real="sklearn.model_selection", changed=cross_validation.CLASSES),
    "sklearn.grid_search": Names(real="sklearn.model_selection"),
    "sklearn.learning_curve": Names(real="sklearn.model_selection"),
    "sklearn.datasets": Names(missing={"fetch_mldata": _fetch_mldata}, changed={"load_boston": _BOSTON}),
    "sklearn.externals": Names(stand_in=True),
    "sklearn.externals.joblib": Names(real="joblib"),
    "sklearn.externals.six": Names(real="six"),
    "sklearn.metrics.scorer": Names(real="sklearn.metrics"),
    "sklearn.utils.testing": Names(real="sklearn.utils._testing"),
    "Image": Names(real="PIL.Image"), "ImageDraw": Names(real="PIL.ImageDraw"), "ImageFont": Names(real="PIL.ImageFont"),
    "ImageOps": Names(real="PIL.ImageOps"), "ImageFilter": Names(real="PIL.ImageFilter"),
}
