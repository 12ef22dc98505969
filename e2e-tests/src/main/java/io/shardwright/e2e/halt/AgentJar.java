package io.shardwright.e2e.halt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The agent as a jar: its own classes and nothing else. */
public final class AgentJar {
    private static final List<Class<?>> CLASSES = List.of(
            HaltAgent.class, HaltAgent.Mode.class, HaltRecord.class, HaltingCalls.class, CallSites.class, Site.class);

    private AgentJar() {}

    /** The jar's bytes, about ten thousand. */
    public static byte[] bytes() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", HaltAgent.class.getName());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Class<?> one : CLASSES) {
                add(jar, one.getName().replace('.', '/') + ".class");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(JarOutputStream jar, String file) throws IOException {
        jar.putNextEntry(new JarEntry(file));
        try (InputStream compiled =
                Objects.requireNonNull(AgentJar.class.getClassLoader().getResourceAsStream(file), file)) {
            compiled.transferTo(jar);
        }
        jar.closeEntry();
    }
}
