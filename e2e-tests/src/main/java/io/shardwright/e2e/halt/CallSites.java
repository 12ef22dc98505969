package io.shardwright.e2e.halt;

import static java.util.Objects.requireNonNull;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of {@code HttpClient.send} and {@code sendAsync} in all classes outside the JDK through {@link HaltingCalls}.
 *
 * <p>The call sites are rewritten and not the client, so that the JDK's own classes stay as they are. A method reference such as
 * {@code client::send} is no such instruction; a class that has one isn't followed.
 */
final class CallSites implements ClassFileTransformer {
    private static final String CLIENT = "java/net/http/HttpClient";
    private static final byte[] CLIENT_BYTES = CLIENT.getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> SENDING = Set.of("send", "sendAsync");
    private static final ClassDesc CLIENT_TYPE = ClassDesc.ofInternalName(CLIENT);
    private static final ClassDesc CALLS =
            HaltingCalls.class.describeConstable().orElseThrow();
    private static final String ITSELF = HaltingCalls.class.getName().replace('.', '/');
    /** Exit code of a process whose calls couldn't be followed: a run without halts would prove nothing. */
    private static final int NOT_FOLLOWED = 70;

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] bytes) {
        if (isOfTheJdk(loader) || className == null || className.equals(ITSELF) || !mentionsClient(bytes)) {
            return null;
        }
        try {
            return rewritten(bytes, requireNonNull(loader));
        } catch (RuntimeException | LinkageError e) {
            // The JVM would go on with the class as it was, and say nothing.
            System.err.println("can't follow the calls of " + className + ": " + e);
            Runtime.getRuntime().halt(NOT_FOLLOWED);
            return null;
        }
    }

    /** The client opens web sockets by calls of its own, and its class loader doesn't see the agent. */
    private static boolean isOfTheJdk(@Nullable ClassLoader loader) {
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static byte[] rewritten(byte[] bytes, ClassLoader loader) {
        ClassFile format = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
        return format.transformClass(format.parse(bytes), ClassTransform.transformingMethodBodies(CallSites::rewrite));
    }

    private static void rewrite(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call
                && call.opcode() == Opcode.INVOKEVIRTUAL
                && call.owner().asInternalName().equals(CLIENT)
                && SENDING.contains(call.name().stringValue())) {
            code.invokestatic(
                    CALLS, call.name().stringValue(), call.typeSymbol().insertParameterTypes(0, CLIENT_TYPE));
        } else {
            code.with(element);
        }
    }

    /** Whether a class file's constants name the client: most don't, and need no parsing. */
    private static boolean mentionsClient(byte[] bytes) {
        for (int start = 0; start <= bytes.length - CLIENT_BYTES.length; start++) {
            if (matchesAt(bytes, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matchesAt(byte[] bytes, int start) {
        for (int i = 0; i < CLIENT_BYTES.length; i++) {
            if (bytes[start + i] != CLIENT_BYTES[i]) {
                return false;
            }
        }
        return true;
    }
}
