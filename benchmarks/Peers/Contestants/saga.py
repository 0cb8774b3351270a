"""scikit-learn's saga on softmax and ridge, without intercept. Argument: lambda. The setting is the number of epochs."""
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

import peer

warnings.simplefilter("ignore")    # that the epochs came to their end

x, y, (penalty,) = peer.load()
c = 1 / (float(penalty) * len(y))


def fit(epochs):
    spent, model = peer.seconds(lambda: LogisticRegression(
        multi_class="multinomial", solver="saga", C=c, fit_intercept=False, tol=0, max_iter=int(epochs), random_state=0).fit(x, y))
    return spent, 0, model.coef_, np.zeros(len(model.classes_))


peer.serve(fit, f"of scikit-learn {sklearn.__version__}, one thread")
