package io.shardwright.controller;

/** The operator's process. */
public final class OperatorMain {
    private OperatorMain() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
