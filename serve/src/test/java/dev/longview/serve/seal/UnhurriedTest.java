package dev.longview.serve.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class UnhurriedTest {
    @Test
    void number_fromAnyThread_isWhatTheWorkComesTo_byAThreadOfTheLowestPriority() throws Exception {
        assertThat(Unhurried.number("low", () -> Thread.currentThread().getPriority()))
                .isEqualTo(Thread.MIN_PRIORITY);
        FutureTask<Integer> asked = new FutureTask<>(() -> Unhurried.number("low", () -> 7));
        Thread.ofVirtual().start(asked);
        assertThat(asked.get()).isEqualTo(7);
    }

    @Test
    void number_workThatFails_throwsThat() {
        assertThatThrownBy(() -> Unhurried.number("low", () -> {
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> Unhurried.number("low", () -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void number_interrupted_endsTheWorkAndStaysInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FutureTask<String> asked = new FutureTask<>(() -> {
            int found = Unhurried.number("low", () -> {
                begun.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    return -1;
                }
                return 3;
            });
            return found + " " + Thread.currentThread().isInterrupted();
        });
        Thread thread = Thread.ofPlatform().start(asked);
        begun.await();
        thread.interrupt();
        go.countDown();
        assertThat(asked.get()).isEqualTo("3 true");
    }
}
