"""Old names of scikit-learn and of Theano's neighbours."""

from theano_lite.compat.old_names import cross_validation
from theano_lite.compat.old_names.modules import Names, gone

_FETCH = gone("sklearn.datasets.fetch_mldata",
              "mldata.org is gone; use sklearn.datasets.fetch_openml('mnist_784', version=1, as_frame=False)")
# scikit-learn refuses to import this name, not only to use it.
_BOSTON = gone("sklearn.datasets.load_boston", "scikit-learn 1.2 has removed it; use fetch_california_housing")

MODULES = {
    "sklearn.cross_validation": Names(real="sklearn.model_selection", changed=cross_validation.CLASSES),
    "sklearn.grid_search": Names(real="sklearn.model_selection"),
    "sklearn.learning_curve": Names(real="sklearn.model_selection"),
    "sklearn.datasets": Names(missing={"fetch_mldata": _FETCH}, changed={"load_boston": _BOSTON}),
    "sklearn.externals": Names(stand_in=True),
    "sklearn.externals.joblib": Names(real="joblib"),
    "sklearn.externals.six": Names(real="six"),
    "sklearn.metrics.scorer": Names(real="sklearn.metrics"),
    "sklearn.utils.testing": Names(real="sklearn.utils._testing"),
    "Image": Names(real="PIL.Image"), "ImageDraw": Names(real="PIL.ImageDraw"), "ImageFont": Names(real="PIL.ImageFont"),
    "ImageOps": Names(real="PIL.ImageOps"), "ImageFilter": Names(real="PIL.ImageFilter"),
}
