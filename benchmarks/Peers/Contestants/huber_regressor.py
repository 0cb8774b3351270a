"""scikit-learn's HuberRegressor, without intercept. Arguments: delta, lambda. It minimises another objective, that of an estimated scale:
its defaults are timed, whatever the setting."""
import numpy as np
import sklearn
from sklearn.linear_model import HuberRegressor

import peer

x, y, (delta, penalty) = peer.load()
# It minimises the sum of losses + alpha |w|^2, in which a loss is twice ours.
alpha = float(penalty) * len(y)


def fit(_):
    spent, model = peer.seconds(lambda: HuberRegressor(epsilon=float(delta), alpha=alpha, fit_intercept=False).fit(x, y))
    return spent, 0, model.coef_, np.zeros(1)


peer.serve(fit, f"of scikit-learn {sklearn.__version__}, at its defaults; another objective, with a concomitant scale")
