package io.shardwright.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The text of a file.
 *
 * @param source the file as the user named it
 */
public record InputFile(String source, String text) {

    /** Largest file that is read, in bytes. The largest map there can be, with its epochs, is below a tenth of it. */
    public static final int MAX_BYTES = 8 << 20;

    private static final String STANDARD_INPUT = "-";

    /**
     * Reads a file.
     *
     * @param name a path, or {@code -} for standard input
     * @throws InputException if it is missing, no file, unreadable, too large or no text
     */
    public static InputFile read(String name) throws InputException {
        String source = name.equals(STANDARD_INPUT) ? "standard input" : name;
        var at = Position.of(source);
        try {
            return new InputFile(source, decode(at, bytes(at, name)));
        } catch (NoSuchFileException e) {
            throw new InputException(at, "no such file: check the path");
        } catch (IOException e) {
            throw new InputException(at, "can't be read: " + e.getMessage());
        }
    }

    private static byte[] bytes(Position at, String name) throws InputException, IOException {
        if (name.equals(STANDARD_INPUT)) {
            return bounded(at, System.in);
        }
        var path = Path.of(name);
        if (Files.isDirectory(path)) {
            throw new InputException(at, "is a directory: name a file in it");
        }
        if (!Files.isReadable(path) && Files.exists(path)) {
            throw new InputException(at, "can't be read: you have no permission to");
        }
        try (var file = Files.newInputStream(path)) {
            return bounded(at, file);
        }
    }

    private static byte[] bounded(Position at, InputStream stream) throws InputException, IOException {
        byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new InputException(
                    at,
                    "is larger than " + (MAX_BYTES >> 20) + " MiB, which no file of this kind is: name another file");
        }
        return bytes;
    }

    private static String decode(Position at, byte[] bytes) throws InputException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputException(at, "is no text in UTF-8: name a YAML or JSON file");
        }
    }
}
