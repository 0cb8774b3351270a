# Fits the paths of one data set with glmnet. Arguments: a folder with what PathPeers.cs wrote, rows, columns, family, alpha.
suppressPackageStartupMessages(library(glmnet))
arguments <- commandArgs(TRUE)
folder <- arguments[1]; n <- as.integer(arguments[2]); p <- as.integer(arguments[3]); family <- arguments[4]; alpha <- as.numeric(arguments[5])
read <- function(name, count, size) readBin(file.path(folder, name), "numeric", count, size = size, endian = "little")
x <- matrix(read("x.bin", n * p, 4), n, p, byrow = TRUE)
y <- read("y.bin", n, 8)
lambda <- read("lambda.bin", file.size(file.path(folder, "lambda.bin")) / 8, 8)
fold <- as.integer(read("folds.bin", n, 8)) + 1
label <- if (family == "binomial") factor(y) else y
seconds <- function(code) min(sapply(1:3, function(i) { gc(); sum(system.time(code())[c("user.self", "sys.self")]) }))
glmnet.control(fdev = 0, devmax = 1)    # visit every lambda, as the other side did
exact <- usual <- NULL
exactSeconds <- seconds(function() exact <<- glmnet(x, label, family, alpha = alpha, lambda = lambda, thresh = 1e-12, maxit = 1e8))
usualSeconds <- seconds(function() usual <<- glmnet(x, label, family, alpha = alpha, lambda = lambda))
cvSeconds <- seconds(function() cv.glmnet(x, label, family = family, alpha = alpha, lambda = lambda, foldid = fold,
    type.measure = if (family == "binomial") "deviance" else "mse", grouped = TRUE))
# (1 + p) x lambdas, column by column
models <- function(fit) as.numeric(rbind(as.numeric(fit$a0), as.matrix(fit$beta)))
writeBin(models(exact), file.path(folder, "exact.bin"), endian = "little")
writeBin(models(usual), file.path(folder, "usual.bin"), endian = "little")
writeBin(c(exactSeconds, usualSeconds, cvSeconds), file.path(folder, "seconds.bin"), endian = "little")
