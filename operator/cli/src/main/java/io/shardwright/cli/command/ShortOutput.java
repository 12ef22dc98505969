package io.shardwright.cli.command;

/** Forms in which an answer is printed. */
enum ShortOutput {
    table,
    json,
    yaml
}
