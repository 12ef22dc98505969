package io.shardwright.cli.command;

import io.shardwright.cli.input.InputException;
import io.shardwright.cli.input.Position;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The partition or shard that a user means.
 *
 * @param isShard whether it is a shard
 * @param number of the partition or the shard
 */
record PlaceName(boolean isShard, int number) {
    private static final Pattern KIND_AND_NUMBER = Pattern.compile("(partition|shard)[ /]([0-9]{1,7})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,7}");
    private static final Pattern POD_NAME = Pattern.compile("[a-z][-a-z0-9]*-([0-9]{1,7})");

    /** Reads {@code 17}, {@code partition 17}, {@code partition/17}, {@code shard 2}, {@code shard/2} or {@code store-2}. */
    static PlaceName parse(List<String> words) throws InputException {
        String text = String.join(" ", words);
        if (NUMBER.matcher(text).matches()) {
            return new PlaceName(false, Integer.parseInt(text));
        }
        var both = KIND_AND_NUMBER.matcher(text);
        if (both.matches()) {
            return new PlaceName(both.group(1).equals("shard"), Integer.parseInt(both.group(2)));
        }
        var named = POD_NAME.matcher(text);
        if (named.matches()) {
            return new PlaceName(true, Integer.parseInt(named.group(1)));
        }
        throw new InputException(
                Position.of("arguments"),
                "\"" + text
                        + "\" is neither a partition nor a shard: write partition 17, shard 2, or 17 for a partition");
    }
}
