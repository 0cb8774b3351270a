"""liblinear through scikit-learn, without intercept. Arguments: the loss (hinge, logistic-dual, logistic-primal), lambda.

liblinear minimises 1/2 |w|^2 + C sum of losses, so C = 1/(lambda n). Each fit copies the data to liblinear's nodes, 16 bytes an entry;
a fit of no iterations measures that, and with it the pass over the data that both of its dual solvers start with.
"""
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

import peer

ENOUGH = 10_000_000
warnings.simplefilter("ignore")    # that no iterations do not converge

x, y, (loss, penalty) = peer.load()
c = 1 / (float(penalty) * len(y))


def estimator(tol, max_iter):
    settings = {"C": c, "fit_intercept": False, "tol": tol, "max_iter": max_iter, "random_state": 0}
    if loss == "hinge":
        return LinearSVC(loss="hinge", **settings)
    return LogisticRegression(solver="liblinear", dual=loss == "logistic-dual", **settings)


def fit(tol):
    conversion, _ = peer.seconds(lambda: estimator(tol, 0).fit(x, y))
    spent, model = peer.seconds(lambda: estimator(tol, ENOUGH).fit(x, y))
    return spent, conversion, model.coef_, np.zeros(1)


peer.serve(fit, f"of scikit-learn {sklearn.__version__}, one thread; a fit copies the data to liblinear's nodes, which the last column leaves out")
