package io.shardwright.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Time that something is not available, such as {@code 4h22m58s}, for a year of 365.2425 days and parts of it. */
@ApiType
public record DownTime(
        @JsonPropertyDescription("In a year of 365.2425 days.")
        String year,

        @JsonPropertyDescription("In a twelfth of that year.")
        String month,

        @JsonPropertyDescription("In a week.") String week,

        @JsonPropertyDescription("In a day.") String day) {}
