# Rebuilds every file of this folder. On Debian:
#   apt-get install r-base-core r-cran-modeldata r-cran-mlbench r-cran-janeaustenr dataset-fashion-mnist
#   Rscript data/make.R data

arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "."

# Tables: commas between cells, a point in numbers, nothing in a missing cell.
table_from_modeldata <- function(name, file) {
  data(list = name, package = "modeldata", envir = environment())
  frame <- as.data.frame(get(name))
  write.table(frame, file.path(folder, file), sep = ",", na = "", row.names = FALSE, quote = FALSE)
}
table_from_modeldata("ames", "ames.csv")
table_from_modeldata("mlc_churn", "churn.csv")
table_from_modeldata("penguins", "penguins.csv")

# The same, compressed, label first: class and measurements of letters, and of pixels of a satellite image.
compressed_table_from_mlbench <- function(name, label, file) {
  data(list = name, package = "mlbench", envir = environment())
  frame <- get(name)
  frame <- cbind(label = gsub(" ", "-", frame[[label]]), frame[names(frame) != label])
  output <- gzfile(file.path(folder, file), "wb", compression = 9)
  write.table(frame, output, sep = ",", row.names = FALSE, quote = FALSE)
  close(output)
}
compressed_table_from_mlbench("LetterRecognition", "lettr", "letters.csv.gz")
compressed_table_from_mlbench("Satellite", "classes", "satellite.csv.gz")

# Passages: the paragraphs of Jane Austen's novels, one a row, headings and exclamations of less than ten words left out.
paragraphs <- function(lines) {
  lines <- gsub("[\t_*]+", " ", enc2utf8(lines))
  text <- vapply(split(lines, cumsum(lines == "")), paste, "", collapse = " ")
  text <- trimws(gsub(" +", " ", text))
  text <- text[lengths(strsplit(text, " ", fixed = TRUE)) >= 10]
  text[!grepl("^(CHAPTER|Chapter|VOLUME|Volume|by Jane Austen)", text)]
}
books <- split(janeaustenr::austen_books()$text, janeaustenr::austen_books()$book)
passages <- lapply(books, paragraphs)
output <- gzfile(file.path(folder, "austen.tsv.gz"), "wb", compression = 9)
writeLines(c("novel\tpassage", unlist(lapply(names(passages), function(novel) paste(novel, passages[[novel]], sep = "\t")))),
           output, useBytes = TRUE)
close(output)

# Images: the first so many of an idx file, with the header's count set accordingly. The header is a 4-byte magic number
# whose last byte is the number of dimensions, then each dimension as a big-endian integer.
shorten_idx <- function(file, count) {
  input <- gzfile(file.path("/usr/share/datasets/fashion-mnist", file), "rb")
  magic <- readBin(input, "raw", 4)
  dimensions <- readBin(input, "integer", as.integer(magic[4]), size = 4, endian = "big")
  items <- readBin(input, "raw", count * prod(dimensions[-1]))
  close(input)
  output <- gzfile(file.path(folder, "fashion-mnist", file), "wb", compression = 9)
  writeBin(magic, output)
  writeBin(c(as.integer(count), dimensions[-1]), output, size = 4, endian = "big")
  writeBin(items, output)
  close(output)
}
dir.create(file.path(folder, "fashion-mnist"), showWarnings = FALSE)
for (file in c("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")) shorten_idx(file, 10000)
for (file in c("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")) shorten_idx(file, 4000)
