"""The digits that the examples learn: 1,797 images of 8 x 8 pixels with values 0 to 16, and their labels.

Source: "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository
(CC BY 4.0), its test part, as scikit-learn ships it.
"""
import os

import numpy as np


def load(floatX):
    """[(images, labels)] for training (1,197), validation (300) and test (300); pixels scaled to [0, 1]."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'digits.npz')
    data = np.load(path)
    x = (data['images'] / 16.0).astype(floatX)
    y = data['labels'].astype('int32')
    order = np.random.RandomState(0).permutation(len(y))
    parts = order[:1197], order[1197:1497], order[1497:]
    return [(x[part], y[part]) for part in parts]
