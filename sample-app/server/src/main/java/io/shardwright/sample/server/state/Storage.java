package io.shardwright.sample.server.state;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Ordered keys and values below a store, in three families: bytes to bytes, keys ordered as unsigned bytes. A batch is
 * written as a whole or not at all. One thread writes; any thread reads. What fails throws {@link StoreException}.
 *
 * <p>{@link Rocks} keeps them on disk. Simulations of many replicas keep them in memory instead.
 */
public interface Storage extends AutoCloseable {
    /** What a key belongs to. */
    enum Family {
        /** Ownership, moves and progress. */
        META,
        /** Users' keys, by partition. */
        DATA,
        /** Notes of changes for the targets of open moves. */
        CHANGES
    }

    /** The value of a key, or null. */
    byte @Nullable [] get(Family family, byte[] key);

    /** A cursor over what is there now; {@link Cursor#seek} comes first. */
    Cursor cursor(Family family);

    /** The state of this moment, to read from while others write. Keep it short. */
    Frozen freeze();

    /** An empty batch of this storage. */
    Batch batch();

    /** Writes a batch. */
    void write(Batch batch);

    /** Writes a durable copy to a folder that doesn't exist; what is stored is durable then too. */
    void checkpoint(Path folder);

    /** Closes without making anything durable, as if the process had died. */
    void abandon();

    /** Makes everything durable and closes. */
    @Override
    void close();

    /** A place in a family, moving up. */
    interface Cursor extends AutoCloseable {
        /** Goes to the first key at or behind this one. */
        void seek(byte[] key);

        /** Whether it is at a key. */
        boolean isValid();

        /** The key it is at. */
        byte[] key();

        /** The value of the key it is at. */
        byte[] value();

        /** Goes to the next key. */
        void next();

        /** Throws if the cursor ended because the storage can't be read. */
        void requireSound();

        @Override
        void close();
    }

    /** One moment's state. */
    interface Frozen extends AutoCloseable {
        /** The value that a key had, or null. */
        byte @Nullable [] get(Family family, byte[] key);

        /** A cursor over what was there. */
        Cursor cursor(Family family);

        @Override
        void close();
    }

    /** Changes to be written together, in order. */
    interface Batch extends AutoCloseable {
        /** Sets a key. */
        void put(Family family, byte[] key, byte[] value);

        /** Removes a key, if it is there. */
        void delete(Family family, byte[] key);

        /** Removes all keys from one up to another one, which stays. */
        void deleteRange(Family family, byte[] from, byte[] to);

        @Override
        void close();
    }
}
