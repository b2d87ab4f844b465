package dev.longview.serve.http;

/**
 * The threads of the system that carry virtual ones. By default there are as many as processors, and each looks first for what other
 * virtual threads have left to it. Under load there always is something, and who waits for the journal, which is a thread of the system,
 * is found late: some requests then take seconds where most take milliseconds. With more of them than processors the system shares out
 * the time, and nobody is forgotten.
 */
public final class Carriers {
    private static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";
    private static final int EACH_PROCESSOR = 4;

    private Carriers() {}

    /** Asks for several a processor; of no effect once a virtual thread has run, and where the number was chosen when Java was started. */
    public static void several() {
        if (System.getProperty(PROPERTY) == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            System.setProperty(PROPERTY, String.valueOf(EACH_PROCESSOR * processors));
        }
    }
}
