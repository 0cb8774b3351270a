"""scikit-learn's SGDClassifier on hinge and ridge, without intercept. Argument: lambda. The setting is the number of epochs."""
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import SGDClassifier

import peer

warnings.simplefilter("ignore")    # that one epoch does not converge

x, y, (penalty,) = peer.load()


def fit(epochs):
    spent, model = peer.seconds(lambda: SGDClassifier(
        loss="hinge", alpha=float(penalty), fit_intercept=False, max_iter=int(epochs), tol=None, random_state=0).fit(x, y))
    return spent, 0, model.coef_, np.zeros(1)


peer.serve(fit, f"of scikit-learn {sklearn.__version__}, one thread")
