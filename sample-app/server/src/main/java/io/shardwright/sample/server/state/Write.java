package io.shardwright.sample.server.state;

/** One change of one key. Its partition follows from the key. Arrays are not copied: leave them alone afterwards. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Write {
    /** The key, 1 to {@link Limits#MAX_KEY_BYTES} bytes. */
    byte[] key();

    /** What must hold for the write to take effect. */
    Condition condition();

    /** Sets a key. The value has at most {@link Limits#MAX_VALUE_BYTES} bytes. */
    record Put(byte[] key, byte[] value, Condition condition) implements Write {
        public Put {
            Limits.requireKey(key);
            Limits.requireValue(value);
        }
    }

    /** Removes a key; removing an absent one is a success too. */
    record Delete(byte[] key, Condition condition) implements Write {
        public Delete {
            Limits.requireKey(key);
        }
    }
}
