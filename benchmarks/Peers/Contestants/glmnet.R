# glmnet's path of the elastic net for least squares, with an intercept, features not standardised. Argument: alpha; the lambdas are in the
# folder. The setting is thresh. Answers each setting, a line, with the seconds of the fit and 0; leaves the models in the folder.
suppressPackageStartupMessages({ library(Matrix); library(glmnet) })
arguments <- commandArgs(TRUE)
folder <- arguments[1]; n <- as.integer(arguments[2]); p <- as.integer(arguments[3]); alpha <- as.numeric(arguments[4])
path <- function(name) file.path(folder, name)
numbers <- function(name, what, size) readBin(path(name), what, file.size(path(name)) / size, size = size, endian = "little")
values <- numbers("values.f4", "numeric", 4)
x <- if (file.exists(path("columns.i4"))) {
    starts <- numbers("starts.i4", "integer", 4)
    sparseMatrix(rep(seq_len(n), diff(starts)), numbers("columns.i4", "integer", 4) + 1L, x = values, dims = c(n, p))
} else matrix(values, n, p, byrow = TRUE)
rm(values); invisible(gc())
y <- numbers("labels.f8", "numeric", 8)
lambda <- numbers("lambdas.f8", "numeric", 8)
glmnet.control(fdev = 0, devmax = 1)    # visit every lambda, as the other side does
cat("ready of R's glmnet", format(packageVersion("glmnet")), "on one thread\n")
settings <- file("stdin", "r")
while (length(line <- readLines(settings, 1)) > 0) {
    spent <- system.time(fit <- glmnet(x, y, alpha = alpha, lambda = lambda, thresh = as.numeric(line), standardize = FALSE, maxit = 1e8))[["elapsed"]]
    models <- file(path("models.f8"), "wb")
    for (k in seq_along(lambda)) writeBin(c(as.numeric(fit$beta[, k]), as.numeric(fit$a0[k])), models, endian = "little")
    close(models)
    cat(spent, "0\n")
}
