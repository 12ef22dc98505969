package io.shardwright.controller.rebalance;

import io.shardwright.controller.ownership.ConfirmedOwnership;
import io.shardwright.planner.ShardWeight;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Digests of what a plan is made from: the first 64 bits of SHA-256 (FIPS 180-4), as 16 hexadecimal digits.
 *
 * <p>A plan's hash is of the weights, and of owner and own epoch of each partition. Nothing else of a specification goes
 * into it, so that an environment variable's edit voids no plan.
 */
final class PlanDigest {
    private static final int DIGITS = 16;

    private PlanDigest() {}

    /** Of the weights, by ascending shard. */
    static String ofWeights(List<ShardWeight> weights) {
        var text = new StringBuilder();
        weights.forEach(weight ->
                text.append(weight.shard()).append(':').append(weight.weight()).append(';'));
        return digest(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Of the weights' digest, and of the ownership once the moves that are decided are over. */
    static String ofPlan(String weights, ConfirmedOwnership ownership) {
        var owners = ownership.afterDecided().toArray();
        var bytes = ByteBuffer.allocate(DIGITS + owners.length * (Integer.BYTES + Long.BYTES) + Long.BYTES);
        bytes.put(weights.getBytes(StandardCharsets.US_ASCII));
        for (int p = 0; p < owners.length; p++) {
            bytes.putInt(owners[p]).putLong(ownership.epoch(p));
        }
        bytes.putLong(ownership.epochSumAfterDecided());
        return digest(bytes.array());
    }

    private static String digest(byte[] bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, DIGITS / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
