package io.shardwright.router.haproxy;

import java.time.Duration;

/** What is worth counting of what the driver does. */
public interface HaproxyEvents {
    /** HAProxy routes by another map; so long it took to hand it over. */
    void mapLoaded(Duration took);

    /** HAProxy was reloaded because the shards outgrew its backends. */
    void reloaded();
}
