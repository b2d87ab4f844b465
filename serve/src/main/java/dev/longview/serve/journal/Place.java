package dev.longview.serve.journal;

/** Where a row is: the file's number, and the row's in it. */
record Place(int file, int row) {}
