"""sklearn.cross_validation as it was until scikit-learn 0.19: splits are iterated over, and made for so many samples.

The pairs of index arrays are those that scikit-learn 0.19.2 gives. What needs scikit-learn imports it when it is used.
"""

import numpy as np


def _random(state):
    """A RandomState of a seed, a RandomState, or None: NumPy's own."""
    if state is None:
        return np.random.mtrand._rand
    return state if isinstance(state, np.random.RandomState) else np.random.RandomState(state)


def _split(numbers, n_folds):
    """The numbers cut into n_folds runs, of which the first ones may be longer by one."""
    sizes = np.full(n_folds, len(numbers) // n_folds)
    sizes[:len(numbers) % n_folds] += 1
    return np.split(numbers, np.cumsum(sizes)[:-1])


class _Folds:
    """Pairs (indices to train with, indices to test with), each sorted; fold[k] is the fold that sample k is tested in."""

    def __init__(self, n, n_folds, shuffle, random_state):
        if not 2 <= int(n_folds) <= n:
            raise ValueError(f"k-fold cross validation needs from 2 to {n} folds for {n} samples, got n_folds={n_folds}")
        self.n, self.n_folds, self.shuffle, self.random_state = n, int(n_folds), shuffle, random_state
        self.fold = np.zeros(n, int)

    def __len__(self):
        return self.n_folds

    def __iter__(self):
        for k in range(self.n_folds):
            yield np.flatnonzero(self.fold != k), np.flatnonzero(self.fold == k)


class KFold(_Folds):
    """n samples in n_folds runs, shuffled first if asked for. Raises ValueError for more folds than samples."""

    def __init__(self, n, n_folds=3, shuffle=False, random_state=None):
        super().__init__(n, n_folds, shuffle, random_state)
        numbers = np.arange(n)
        if shuffle:
            _random(random_state).shuffle(numbers)
        for k, part in enumerate(_split(numbers, self.n_folds)):
            self.fold[part] = k


class StratifiedKFold(_Folds):
    """Folds in which each class of the labels y has its share. Raises ValueError if every class is smaller than n_folds."""

    def __init__(self, y, n_folds=3, shuffle=False, random_state=None):
        y = np.asarray(y)
        super().__init__(len(y), n_folds, shuffle, random_state)
        self.y = y
        random = _random(random_state) if shuffle else random_state
        classes, labels = np.unique(y, return_inverse=True)
        counts = np.bincount(labels.reshape(-1))
        if counts.max() < self.n_folds:
            raise ValueError(f"n_folds={n_folds} is larger than every class ({counts.max()} samples at most)")
        for k, count in enumerate(counts):
            own = KFold(max(count, self.n_folds), self.n_folds, shuffle, random)
            self.fold[labels.reshape(-1) == k] = own.fold[:count]


def _delegated(today, first, new_names=None, **defaults):
    """The splitter `today` of sklearn.model_selection, made with what it splits (n, labels or y) as the parameter `first`.

    defaults: its other parameters, in their old order. new_names: {old name: today's}.
    """
    new_names = new_names or {}

    class Splits:
        def __init__(self, *args, **kwargs):
            import sklearn.model_selection  # pyright: ignore[reportMissingImports]

            unknown = set(kwargs) - {first, *defaults}
            if unknown or len(args) > 1 + len(defaults):
                raise TypeError(f"{today}: got {args}, {kwargs}, takes {', '.join([first, *defaults])}")
            given = {**defaults, **dict(zip((first, *defaults), args)), **kwargs}
            samples = given.pop(first)
            size = samples if first == "n" else len(samples)
            self._what = (np.zeros(size), samples if first == "y" else None, samples if first == "labels" else None)
            self._splitter = getattr(sklearn.model_selection, today)(**{new_names.get(k, k): v for k, v in given.items()})

        def __len__(self):
            return self._splitter.get_n_splits(*self._what)

        def __iter__(self):
            return self._splitter.split(*self._what)

    return Splits


_SHUFFLES = dict(new_names={"n_iter": "n_splits"}, n_iter=10, test_size=0.1, train_size=None, random_state=None)
CLASSES = {
    "KFold": KFold, "StratifiedKFold": StratifiedKFold,
    "LeaveOneOut": _delegated("LeaveOneOut", "n"),
    "LeavePOut": _delegated("LeavePOut", "n", p=None),
    "LeaveOneLabelOut": _delegated("LeaveOneGroupOut", "labels"),
    "LeavePLabelOut": _delegated("LeavePGroupsOut", "labels", {"p": "n_groups"}, p=None),
    "LabelKFold": _delegated("GroupKFold", "labels", {"n_folds": "n_splits"}, n_folds=3),
    "ShuffleSplit": _delegated("ShuffleSplit", "n", **_SHUFFLES),
    "StratifiedShuffleSplit": _delegated("StratifiedShuffleSplit", "y", **_SHUFFLES),
}
