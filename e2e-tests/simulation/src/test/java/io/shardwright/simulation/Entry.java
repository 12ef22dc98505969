package io.shardwright.simulation;

import io.shardwright.contract.Member;
import io.shardwright.sample.server.state.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a group's log.
 *
 * @param command null where a new leader only marks its term, or the voters change
 * @param voters the voters from here on, or null
 */
record Entry(long term, @Nullable Command command, @Nullable List<Member> voters) {}
