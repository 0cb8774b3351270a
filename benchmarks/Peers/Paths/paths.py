"""Cross-validates the path of one data set with scikit-learn's ElasticNetCV. Arguments: the folder, rows, columns, l1_ratio."""
import sys
import time
import warnings

import numpy as np
from sklearn.linear_model import ElasticNetCV
from sklearn.model_selection import PredefinedSplit

folder, n, p, l1_ratio = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
warnings.simplefilter("ignore")     # "did not converge": its time counts all the same
x = np.fromfile(f"{folder}/x.bin", "<f4").reshape(n, p).astype(float)
y = np.fromfile(f"{folder}/y.bin", "<f8")
folds = np.fromfile(f"{folder}/folds.bin", "<f8").astype(int)
alphas = np.fromfile(f"{folder}/lambda.bin", "<f8")
deviations = x.std(0)
x = (x - x.mean(0)) / np.where(deviations > 0, deviations, 1)     # it does not standardise
start = time.process_time()
ElasticNetCV(l1_ratio=l1_ratio, alphas=alphas, cv=PredefinedSplit(folds)).fit(x, y)
np.array([time.process_time() - start]).tofile(f"{folder}/sklearn.bin")
