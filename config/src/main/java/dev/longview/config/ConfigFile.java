package dev.longview.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code longview.yaml} and checks all of it: every problem is told at once, each once, with its place.
 *
 * <pre>{@code
 * switch (ConfigFile.read(path)) {
 *     case Reading.Checked(Configuration configuration) -> ...
 *     case Reading.Refused refused -> throw new Refusal(refused.render("longview.yaml"));
 * }
 * }</pre>
 */
public final class ConfigFile {
    /** Bytes. A configuration is written by hand: something larger is another file. */
    static final int LARGEST = 1 << 20;

    private static final String INIT = "write one to start from with: longview init";

    private ConfigFile() {}

    /** Reads a file; that it cannot be read is a problem like others. */
    public static Reading read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in.readNBytes(LARGEST + 1));
        } catch (NoSuchFileException e) {
            return unreadable("there is no such file", INIT);
        } catch (AccessDeniedException e) {
            return unreadable("the file may not be read", "give the user that runs longview the right to read it");
        } catch (IOException e) {
            boolean folder = Files.isDirectory(file);
            return unreadable(
                    folder ? "this is a folder" : "the file cannot be read: " + e.getMessage(),
                    folder ? "name the file in it" : "look at the disk and the path");
        }
    }

    /** Reads the text of a file. */
    public static Reading read(String text) {
        Checking checking = new Checking(new SourceText(text.startsWith("\uFEFF") ? text.substring(1) : text));
        Optional<Configuration> configuration = YamlTree.read(checking)
                .flatMap(node -> FileSchema.ROOT.read(node, Place.FILE, checking))
                .flatMap(section -> Binding.bind(section, checking));
        return configuration
                .<Reading>map(Reading.Checked::new)
                .orElseGet(() -> new Reading.Refused(checking.problems()));
    }

    private static Reading read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            return unreadable(
                    "the file is larger than " + (LARGEST >> 20) + " MiB",
                    "is it the right one? a configuration is small");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        if (decoder.decode(in, out, true).isError()) {
            String before = out.flip().toString();
            SourceText readable = new SourceText(before);
            Checking checking = new Checking(readable);
            checking.tell(
                    new Place("", before.length(), before.length()),
                    "the byte 0x%02X here is not UTF-8".formatted(bytes[in.position()]),
                    "save the file as UTF-8");
            return new Reading.Refused(checking.problems());
        }
        return read(out.flip().toString());
    }

    private static Reading unreadable(String message, String advice) {
        return new Reading.Refused(List.of(new ConfigProblem(0, 0, 0, "", message, advice, "")));
    }
}
