package io.shardwright.cli.picture;

import java.util.Locale;

/**
 * A colour for each shard.
 *
 * <p>Up to eight shards get the colours of Okabe and Ito ("Color Universal Design", 2008), which people with any common colour
 * blindness tell apart. More than that can't all be told apart by anybody: then hues go round by the golden angle and
 * lightness takes turns among three steps, so that neighbours differ in lightness too; the numbers in the picture do the rest.
 */
final class Palette {
    private static final String[] OKABE_ITO = {
        "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999"
    };
    private static final double GOLDEN_ANGLE = 137.50776405003785;
    private static final double[] LIGHTNESS = {0.78, 0.38, 0.58};
    private static final double SATURATION = 0.65;

    private final int shards;

    /** @param shards how many colours there are to be */
    Palette(int shards) {
        this.shards = shards;
    }

    /** The colour of a shard as {@code #rrggbb}. */
    String of(int shard) {
        return shards <= OKABE_ITO.length ? OKABE_ITO[shard % OKABE_ITO.length] : generated(shard);
    }

    /** Black or white, whichever is read better on the colour of a shard. */
    String inkOn(int shard) {
        int rgb = Integer.parseInt(of(shard).substring(1), 16);
        double luminance = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
        return luminance > 140 ? "#000000" : "#ffffff";
    }

    /** HSL to RGB by the formula of CSS Color 3, section 4.2.4. */
    private static String generated(int shard) {
        double hue = shard * GOLDEN_ANGLE % 360;
        double lightness = LIGHTNESS[shard % LIGHTNESS.length];
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                channel(hue, lightness, 0),
                channel(hue, lightness, 8),
                channel(hue, lightness, 4));
    }

    private static int channel(double hue, double lightness, int offset) {
        double k = (offset + hue / 30) % 12;
        double amplitude = SATURATION * Math.min(lightness, 1 - lightness);
        return (int) Math.round(255 * (lightness - amplitude * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1))));
    }
}
