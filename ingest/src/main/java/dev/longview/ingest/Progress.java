package dev.longview.ingest;

/** Is told how far an import is. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress NONE = (bytesRead, bytesTotal) -> {};

    /** @param bytesRead of the file as it lies on disk, compressed or not; called about once a mebibyte, and at the end */
    void at(long bytesRead, long bytesTotal);
}
