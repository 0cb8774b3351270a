"""scipy's L-BFGS-B on Huber's loss and ridge, without intercept. Arguments: delta, lambda. The setting is ftol; gtol does not stop it."""
import numpy as np
import scipy
from scipy.optimize import minimize

import peer

MORE_THAN_ENOUGH = 100_000

x, y, (delta, penalty) = peer.load()
delta, penalty = float(delta), float(penalty)


def objective(w):
    """P(w) and its gradient."""
    r = x @ w - y
    slope = np.clip(r, -delta, delta)
    value = np.mean(slope * (r - 0.5 * slope)) + 0.5 * penalty * w @ w
    return value, slope @ x / len(y) + penalty * w


def fit(ftol):
    spent, result = peer.seconds(lambda: minimize(
        objective, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B",
        options={"ftol": ftol, "gtol": 0, "maxiter": MORE_THAN_ENOUGH, "maxfun": MORE_THAN_ENOUGH}))
    return spent, 0, result.x, np.zeros(1)


peer.serve(fit, f"of scipy {scipy.__version__}")
